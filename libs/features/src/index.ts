export { type DriftEvent, actorSlot, driftEvent } from './drift-event.js';
export { addCounts, countInteraction } from './count-interaction.js';
export { actorDigest, interactionName, sessionDigest, textDigest } from './session-of.js';
export { featureTraits } from './feature-traits.js';
export { wordsOf } from './measure-text.js';
export { nameTerms } from './name-terms.js';
export { termOf } from './prompt-print.js';
export { blocks, objects } from './signal-features.js';
