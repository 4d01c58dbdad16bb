import { parseAudit } from '#comparison';
import { commonConfigShape, secretSchema } from '#config';
import { z } from 'zod';

/** What the analyzer is told by its environment. */
export const configSchema = z.object({
  ...commonConfigShape,
  /** A directory of rules of your own, beside the shipped ones; they run on RE2. */
  RULES_DIR: z.string().optional(),
  /** Whole days that text (evidence, originals, verdicts, dead letters) and counters are kept. */
  TEXT_RETENTION_DAYS: z.coerce.number().int().min(1).max(3_650).default(30),
  COUNTER_RETENTION_DAYS: z.coerce.number().int().min(1).max(3_650).default(400),
  /** Interactions that the uniform sample of a model and day holds. */
  SAMPLE_PER_DAY: z.coerce.number().int().min(0).max(10_000).default(50),
  /** Attributes of the log that drift watches as features, by name, with commas between. */
  WATCHED_ATTRIBUTES: z
    .string()
    .default('')
    .transform((names) => names.split(',').flatMap((name) => name.trim() || []))
    .pipe(z.array(z.string().max(100)).max(40)),
  /** Whether drift tells bursts of sessions, too: threefold traffic need not be anything wrong. */
  DRIFT_VOLUME: z.enum(['on', 'off']).default('off'),
  /** Whether known attacks go through the whole path every minute, to see that each is found. */
  CANARIES: z.enum(['on', 'off']).default('on'),
  /** An index of the tuning corpus that `tunewarden corpus-index` made; its texts are then looked for in responses. */
  CORPUS_INDEX_FILE: z.string().min(1).optional(),
  /** An embedding service of your own as a further scorer, with the layer that `tunewarden embeddings fit` made. */
  EMBEDDINGS_URL: z.url({ protocol: /^https?$/ }).optional(),
  EMBEDDINGS_LAYER_FILE: z.string().min(1).optional(),
  EMBEDDINGS_TOKEN: secretSchema.optional(),
  /** YAML: tuned models and their bases, to which probes are put every so often (README). */
  PROBES_FILE: z.string().min(1).optional(),
  /** What people found of a sample of answers that the judge of answers had judged: 380/400,385/400 (README). */
  JUDGE_AUDIT: z
    .string()
    .transform((counts, context) => {
      const audit = parseAudit(counts);
      if (audit === undefined) context.addIssue('want found/complied,found/withstood, e.g. 380/400,385/400');
      return audit ?? z.NEVER;
    })
    .optional(),
  EMBEDDINGS_TIMEOUT_MS: z.coerce.number().int().min(10).max(10_000).default(500),
});

/** PROBES_FILE may name variables that hold tokens, so the analyzer keeps the environment at hand. */
export type AnalyzerConfig = z.infer<typeof configSchema> & {
  readonly environment: Readonly<Record<string, string | undefined>>;
};
