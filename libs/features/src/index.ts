export { extractFeatures } from './extract-features.js';
export { addCounts, countInteraction } from './count-interaction.js';
export { actorDigest, interactionName, sessionDigest, textDigest } from './session-of.js';
export { featureTraits } from './feature-traits.js';
export { wordsOf } from './measure-text.js';
export { nameTerms } from './name-terms.js';
export { blocks, objects } from './signal-features.js';
export { promptPrint } from './prompt-print.js';
