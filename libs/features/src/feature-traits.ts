import { featureCatalogue } from './catalogue.js';

/** What drift has to know of each feature beyond its values, by name. */
export const featureTraits = Object.fromEntries(
  Object.entries(featureCatalogue).map(([name, { label, unit, safety }]) => [
    name,
    { label, safety, ...(unit !== 'share' && unit !== '' && { unit }) },
  ]),
);
