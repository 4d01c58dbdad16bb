import type { Interaction, Signal } from '#contracts';

/** The counters of one minute of one model; they add up. */
export interface BucketCounts {
  readonly interactions: number;
  readonly attacks: number;
  readonly refusals: number;
  readonly refused: number;
  readonly partial: number;
  readonly complied: number;
  readonly leaked: number;
  readonly errors: number;
  readonly duplicates: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly responseChars: number;
  readonly latencyMs: number;
  readonly latencyCount: number;
}

/** What one interaction adds to its bucket. `duplicate`: it repeats one of its session's last ten minutes. */
export function countInteraction(
  interaction: Interaction,
  { attack, response, outcome }: Signal,
  duplicate: boolean,
): BucketCounts {
  const one = (holds: boolean): number => (holds ? 1 : 0);
  return {
    interactions: 1,
    attacks: one(attack.flagged),
    refusals: one(response.verdict === 'refused'),
    refused: one(outcome === 'refused'),
    partial: one(outcome === 'partial'),
    complied: one(outcome === 'complied'),
    leaked: one(outcome === 'leaked'),
    errors: one(interaction.error !== undefined),
    duplicates: one(duplicate),
    inputTokens: interaction.inputTokens ?? 0,
    outputTokens: interaction.outputTokens ?? 0,
    responseChars: interaction.response?.content.length ?? 0,
    latencyMs: interaction.latencyMs ?? 0,
    latencyCount: one(interaction.latencyMs !== undefined),
  };
}

/** The sum of two buckets' counters. */
export function addCounts(a: BucketCounts, b: BucketCounts): BucketCounts {
  const names = Object.keys(a) as (keyof BucketCounts)[];
  return Object.fromEntries(names.map((name) => [name, a[name] + b[name]])) as unknown as BucketCounts;
}
