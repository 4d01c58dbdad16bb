export { type Feature, featureCatalogue } from './catalogue.js';
export { extractFeatures } from './extract-features.js';
