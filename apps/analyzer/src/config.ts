import { commonConfigShape } from '#config';
import { z } from 'zod';

/** What the analyzer is told by its environment. */
export const configSchema = z.object({
  ...commonConfigShape,
  /** A directory of rules of your own, beside the shipped ones; they run on RE2. */
  RULES_DIR: z.string().optional(),
});

export type AnalyzerConfig = z.infer<typeof configSchema>;
