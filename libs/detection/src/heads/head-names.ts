/**
 * The linear heads that share the features of a text, in the order of their weights: override wording and orders in
 * data; jailbreaks by content; asks for the system prompt, passwords and training data; harmful asks, which count only
 * where they were hidden in an encoding; suffixes that an optimiser wrote.
 */
export const headNames = ['injection', 'jailbreak', 'extraction', 'harm', 'suffix'] as const;
export type HeadName = (typeof headNames)[number];
