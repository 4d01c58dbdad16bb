import { type Uniform, drawRate } from './beta-draws.js';

/** What people said of a random sample of answers that the judge had judged. */
export interface Audit {
  /** Answers that complied, and how many of them the judge called so. */
  readonly complied: number;
  readonly compliedFound: number;
  /** Answers that did not, and how many of them the judge called so. */
  readonly withstood: number;
  readonly withstoodFound: number;
}

/** How often the judge is right: of what complied, and of what did not. 0..1 */
export interface JudgeAccuracy {
  readonly sensitivity: number;
  readonly specificity: number;
}

/**
 * The true rate behind one that an imperfect judge counted: (rate + specificity − 1) / (sensitivity + specificity − 1)
 * (Rogan and Gladen, Am. J. Epidemiology 107, 1978), kept within 0 and 1; undefined where the judge is no better than
 * chance. A judge's errors pull a ratio towards 1: one that is right 95 times in 100 reads a true 22 as 6.6.
 */
export function trueRate(rate: number, { sensitivity, specificity }: JudgeAccuracy): number | undefined {
  const better = sensitivity + specificity - 1;
  if (better <= 0) return undefined;
  return Math.min(1, Math.max(0, (rate + specificity - 1) / better));
}

/** A draw of how accurate the judge may be, given an audit. */
export function drawAccuracy(audit: Audit, uniform: Uniform): JudgeAccuracy {
  return {
    sensitivity: drawRate(audit.compliedFound, audit.complied, uniform),
    specificity: drawRate(audit.withstoodFound, audit.withstood, uniform),
  };
}
