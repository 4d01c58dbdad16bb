export { type Observation, succeeded } from './observation.js';
export { type ActorState, type Peers, newActor, unknownPeers } from './actor-state.js';
export { observeActor } from './observe-actor.js';
export { endedUses } from './follow-uses.js';
export { type Pattern } from './pattern.js';
export { type Campaign, type Cluster, type FlaggedAsk, addToClusters } from './campaigns.js';
export { describeCampaign, describePattern } from './describe-pattern.js';
export { sketchOf } from './sketch.js';
export { hourMs } from './thresholds.js';
