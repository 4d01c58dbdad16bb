import { type Measure, measures } from './model-series.schema.js';

/** Counters of one step. */
export interface Step {
  /** Unix seconds of its beginning. */
  readonly at: number;
  readonly interactions: number;
  readonly attacks: number;
  readonly succeeded: number;
  readonly refusals: number;
  readonly errors: number;
  readonly responseChars: number;
  readonly latencyMs: number;
  readonly latencyCount: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Steps as long as can be drawn: seconds, for a range of so many hours. */
export function stepSecondsOf(hours: number): number {
  return (
    [60, 300, 900, 3_600, 10_800, 21_600, 86_400].find((step) => (hours * 3_600) / step <= 400) ?? 86_400
  );
}

const valueOf: Readonly<Record<Measure, (step: Step) => number | null>> = {
  interactions: (step) => step.interactions,
  attackShare: (step) => ratio(step.attacks, step.interactions),
  successShare: (step) => ratio(step.succeeded, step.attacks),
  refusalShare: (step) => ratio(step.refusals, step.interactions),
  errorShare: (step) => ratio(step.errors, step.interactions),
  responseChars: (step) => ratio(step.responseChars, step.interactions),
  latencyMs: (step) => ratio(step.latencyMs, step.latencyCount),
  inputTokens: (step) => ratio(step.inputTokens, step.interactions),
  outputTokens: (step) => ratio(step.outputTokens, step.interactions),
};

/** Every measure at every instant of `at`; a step without traffic counts no interaction and says nothing else. */
export function seriesOf(
  steps: readonly Step[],
  at: readonly number[],
): Readonly<Record<Measure, (number | null)[]>> {
  const byTime = new Map(steps.map((step) => [step.at, step]));
  const entries = measures.map((measure) => {
    const values = at.map((time) => {
      const step = byTime.get(time);
      if (step === undefined) return measure === 'interactions' ? 0 : null;
      return valueOf[measure](step);
    });
    return [measure, values] as const;
  });
  return Object.fromEntries(entries) as Record<Measure, (number | null)[]>;
}

const fewestSteps = 20;

/** Where 9 of 10 steps lie, by each measure: the 5th and the 95th percentile (nearest rank); null with fewer than 20. */
export function bandsOf(
  steps: readonly Step[],
): Readonly<Record<Measure, { readonly low: number; readonly high: number } | null>> {
  const entries = measures.map((measure) => {
    const values = steps.map(valueOf[measure]).filter((value) => value !== null);
    values.sort((a, b) => a - b);
    const rank = (share: number): number => values[Math.max(1, Math.ceil(share * values.length)) - 1] ?? 0;
    return [measure, values.length < fewestSteps ? null : { low: rank(0.05), high: rank(0.95) }] as const;
  });
  return Object.fromEntries(entries) as Record<Measure, { low: number; high: number } | null>;
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
