import { z } from 'zod';

const time = z.iso.datetime();
const count = z.number().int().nonnegative();
const verdict = z.enum(['answered', 'refused', 'unsure']);

/** Pairs of answers to one probe, and those in which the tuned model and its base differ. */
const countsShape = { pairs: count, tunedOnly: count, baseOnly: count };

export const modelProbesSchema = z.object({
  /** False: this version is in no PROBES_FILE of an analyzer that ran. */
  isProbed: z.boolean(),
  /**
   * What all rounds say. e-values (at most 1e12): 100 is wanted, which chance reaches for one version in 100 at most.
   * A first round counts half, and whole as later ones confirm it.
   */
  verdict: z.enum(['eroded', 'hardened', 'insufficient evidence']),
  erodedE: z.number().nonnegative(),
  hardenedE: z.number().nonnegative(),
  /** The newest finished round; null: there is none yet. */
  latest: z.object({ round: count, finishedAt: time, probes: count, ...countsShape }).nullable(),
  rounds: count,
  /** When probes are put again; a time gone by: they are being put, or no analyzer runs. */
  nextAt: time.nullable(),
  /** Why the last try came to nothing; our words. */
  problem: z.string().nullable(),
  /** Of the newest finished round. */
  families: z.array(z.object({ family: z.string(), unsure: count, ...countsShape })),
  /** Its probes to which the answers differ, by id. */
  differing: z.array(z.object({ probe: z.string(), family: z.string(), tuned: verdict, base: verdict })),
});

export type ModelProbes = z.infer<typeof modelProbesSchema>;
