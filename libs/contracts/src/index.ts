export { type DecodeLimits, type DecodeProblem, decodeJson, validateNative } from './decode-native.js';
export {
  attackFingerprint,
  coverageFingerprint,
  driftFingerprint,
  campaignFingerprint,
  modelCoverageFingerprint,
} from './fingerprint.js';
export { isOfDeploy } from './deploy.js';
export { type TopicNames, topicNames, watchdogTenant } from './topics.js';
export { type SourceCoordinates, headerNames, deadLetterHeaderNames } from './headers.js';
export {
  type GuardrailRecord,
  type Interaction,
  type Message,
  type MessagePart,
  type NativeInteraction,
  guardrailRecordSchema,
  interactionSchema,
  nativeInteractionSchema,
} from './interaction.js';
export {
  type MatchedSpan,
  type Outcome,
  type ResponseVerdict,
  type Severity,
  type Signal,
  severities,
  severitySchema,
  outcomeSchema,
  signalSchema,
} from './signal.js';
export { originalsSchema, sealingContext } from './vault.js';
export { type FeatureValues } from './feature-values.js';
export {
  type AttackFinding,
  type CoverageFinding,
  type DriftFinding,
  type Finding,
  type Taxonomy,
  findingSchema,
} from './finding.js';
export {
  type AttemptOutcome,
  type Channel,
  type IncidentState,
  type IncidentStatus,
  type Labels,
  type NotificationState,
  type VerdictOfPerson,
  attemptOutcomeSchema,
  channelSchema,
  incidentStatusSchema,
  notificationStateSchema,
  verdictOfPersonSchema,
} from './incident.js';
export {
  type ActionFacts,
  type CoverageFacts,
  type CoverageGap,
  type DetectorFacts,
  type IncidentFacts,
  type ModelFacts,
  type RateSums,
  type ShiftFacts,
  type SummaryFacts,
  type SummaryWeek,
  type WeekCounts,
} from './summary-facts.js';
