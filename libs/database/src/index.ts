export { type Database, type Sql, openDatabase } from './database.js';
export { DatabaseModule, databaseToken } from './database.module.js';
export { type BucketRow, type SessionUnitRow, addBuckets, addSessionUnits } from './count-store.js';
export { ModelRegistryStore } from './model-registry.store.js';
export { claimUnrelayed, insertFindings, markRelayed } from './findings-outbox.js';
export { type MadeSummary, findSummary, keepSummary } from './summary/summaries.store.js';
export { readSummaryFacts } from './summary/summary-facts.store.js';
