/**
 * The drift features of one interaction by name: a boolean is a rate, a number a distribution, a string a category.
 * A feature that does not apply (no latency logged) is left out.
 */
export type FeatureValues = Readonly<Record<string, boolean | number | string>>;
