import type { DriftTest } from './build-test.js';

/** Sums that a test keeps: units, Σwa, Σwns, Σ(wa)², Σwa·wns, Σ(wns)² of what is shown, since the freeze. */
export const effectSlots = 6;

/** A test that has alarmed: it says nothing more until the level is back, or has moved as far again. Plain JSON. */
export interface Latch {
  readonly feature: string;
  /** Tests of the feature that look the same way. */
  readonly tests: readonly number[];
  /** The test that alarmed. */
  readonly test: number;
  /** The CUSUM of the middle bet on a further move, at least 1; where its evidence begins, and the sums there. */
  readonly cusum: number;
  readonly sinceMs: number;
  readonly mark: readonly number[];
  /** The level of the test wanders by itself. */
  readonly wanders: boolean;
  /** When the drift began, and since when the level has been back: 0 while it is not. */
  readonly changeAtMs: number;
  readonly backSinceMs: number;
  /** The CUSUM of the middle bet on that, at least 1. */
  readonly backCusum: number;
  readonly back: LatchBets;
  readonly worse: LatchBets;
}

/** Three bets against a level: that it is no longer so far (back), or farther still (worse). */
export interface LatchBets {
  /** Null level per event where there is no season. */
  readonly m: number;
  readonly lambdas: readonly number[];
  readonly r: readonly number[];
}

/** What all bets have gathered since the freeze or the last alarm. Plain JSON; bets stand in the order of the tests. */
export interface Evidence {
  /** The minute that was folded last with units in it, or that of the freeze. */
  readonly lastMinuteMs: number;
  /** Shiryaev–Roberts statistics, in units of one minute's evidence. */
  readonly r: readonly number[];
  /** Evidence since its last zero, at least 1: the CUSUM of a bet in the linear domain, which only explains. */
  readonly cusum: readonly number[];
  /** First event of the first unit after the CUSUM's last zero; 0 while it is there. */
  readonly since: readonly number[];
  /** The test's sums at that zero, by bet. */
  readonly marks: readonly number[];
  /** By test. */
  readonly sums: readonly number[];
  readonly latches: readonly Latch[];
}

/** Nothing gathered yet. */
export function freshEvidence(tests: readonly DriftTest[], freezeMinuteMs: number): Evidence {
  const bets = tests.reduce((sum, test) => sum + test.bets.length, 0);
  const zeros = (length: number): number[] => new Array<number>(length).fill(0);
  return {
    lastMinuteMs: freezeMinuteMs,
    r: zeros(bets),
    cusum: new Array<number>(bets).fill(1),
    since: zeros(bets),
    marks: zeros(bets * effectSlots),
    sums: zeros(tests.length * effectSlots),
    latches: [],
  };
}
