export { type ModelChange, findDeployIncident, hearsOfWhole } from './deploys/find-deploy-incident.js';
export type { IncidentEvent } from './lifecycle/incident-event.js';
export type { IncidentChange, Transition } from './lifecycle/moves.js';
export { transitionIncident } from './lifecycle/transition-incident.js';
export { plainText, shownText } from './plain-text.js';
export { retryDelayMs } from './retry-delay.js';
export {
  type DeliveryDecision,
  type DueDelivery,
  type OpenIncident,
  type Silence,
  decideDelivery,
} from './routing/decide-delivery.js';
export { explainDeliveries, explainDelivery } from './routing/explain-delivery.js';
export { type MatchedRoute, findRoutes } from './routing/find-routes.js';
export { type Matcher, formatMatcher, parseMatcher, parseMatchers } from './routing/matchers.js';
export { parseRouting } from './routing/parse-routing.js';
export { longestQueue, planDigest } from './routing/plan-digest.js';
export {
  type KnowingReceiver,
  type PlannedNotification,
  planFollowUps,
  planNotifications,
} from './routing/plan-notifications.js';
export type { Receiver, RoutingFile } from './routing/routing-schema.js';
export {
  type Gap,
  type ModelTraffic,
  type PartitionProgress,
  findGaps,
  shortestSilenceMs,
} from './gaps/find-gaps.js';
export {
  type FindingGroup,
  type Suppression,
  backtestSuppression,
  findSuppression,
  matchesAnything,
  mayHideCritical,
} from './suppression/backtest-suppression.js';
