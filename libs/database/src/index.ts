export { type Database, type Sql, type SqlParameter, openDatabase } from './database.js';
export { DatabaseModule, databaseToken } from './database.module.js';
export { type BucketRow, type SessionUnitRow, addBuckets, addSessionUnits } from './count-store.js';
export { type BaselineOrder, orderBaseline, readBaselineOrders } from './baseline-orders.store.js';
export { ModelRegistryStore } from './model-registry.store.js';
export { endsFinding } from './ends-finding.js';
export { claimUnrelayed, insertFindings, markRelayed } from './findings-outbox.js';
export {
  type AuditEntry,
  appendAudit,
  readAuditAfter,
  readAuditHead,
  readAuditPage,
} from './audit-log.store.js';
export {
  type StoredToken,
  findToken,
  insertToken,
  readTokens,
  revokeToken,
  touchToken,
} from './api-tokens.store.js';
export {
  type IncidentColumns,
  type LabelColumns,
  type StoredIncident,
  addTimelineEntry,
  findNewestIncident,
  findUnresolvedIncident,
  labelsOfIncident,
  locateIncident,
  lockFingerprint,
  readIncidentState,
  saveIncidentState,
} from './incident-store.js';
export { setFlagThreshold } from './flag-threshold.store.js';
export { findHeldIncident, hold, readHolds, release } from './legal-holds.store.js';
export { type RetainMode, retainModes, retainText } from './retain-text.store.js';
export { type MadeSummary, findSummary, keepSummary } from './summary/summaries.store.js';
export { readSummaryFacts } from './summary/summary-facts.store.js';
