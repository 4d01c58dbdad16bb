import { type HeadName, headNames } from './head-names.js';

/** Whose text it is: a person's, or data that a document or a tool brought. They differ, so do their thresholds. */
export const calibratedSides = ['user', 'data'] as const;
export type CalibratedSide = (typeof calibratedSides)[number];

/** Upper ends of the ranges of length, in characters, with a calibration each: a maximum over windows grows with length. */
export const lengthBounds = [100, 300, 1000, 3000, Infinity] as const;

/** The upper tail of a head's scores of ordinary texts: above `start`, which 5 % pass, exponential with this mean excess. */
export interface ScoreTail {
  readonly start: number;
  readonly meanExcess: number;
}

/** Tails by side, then range of length, then head in the order of `headNames`. */
export type Calibration = Readonly<Record<CalibratedSide, readonly (readonly ScoreTail[])[]>>;

/** The share of ordinary texts above a tail's `start`. */
export const tailShare = 0.05;

/**
 * The share of the false positives that each head may cause; they add up to 1. `harm` reads only what was hidden in an
 * encoding, and where that is one text in ten its share of all texts is ten times smaller.
 */
const budgets: Readonly<Record<HeadName, number>> = {
  injection: 0.3,
  jailbreak: 0.25,
  extraction: 0.25,
  harm: 0.1,
  suffix: 0.1,
};
const handicaps = headNames.map((name) => Math.log10(budgets[name] * (name === 'harm' ? 10 : 1)));

/**
 * How rare a head's score is among ordinary texts of that side and length, in powers of ten: 3 is one in a thousand,
 * all heads' budgets counted together. The tail is an exponential fit, so beyond the data it is extrapolated.
 */
export function rarity(tail: ScoreTail, head: number, score: number): number {
  return Math.max(0, rarityAbove(tail, score) + handicaps[head]!);
}

/** The same of a score that has no budget to share; negative where nearly all ordinary texts score more. */
export function rarityAbove(tail: ScoreTail, score: number): number {
  return ((score - tail.start) / tail.meanExcess) * Math.LOG10E - Math.log10(tailShare);
}

/** The index of the range of length that a text belongs to. */
export function lengthRange(characters: number): number {
  return lengthBounds.findIndex((bound) => characters < bound);
}
