import { z } from 'zod';

export const severities = ['info', 'low', 'medium', 'high', 'critical'] as const;
export const severitySchema = z.enum(severities);
export type Severity = z.infer<typeof severitySchema>;

/** Attack evidence x response verdict. `none`: no attack, or nothing to judge it by. */
export const outcomeSchema = z.enum(['none', 'refused', 'partial', 'complied', 'leaked']);
export type Outcome = z.infer<typeof outcomeSchema>;

export const verdictSchema = z.enum(['refused', 'partial', 'complied', 'unsure']);
export type ResponseVerdict = z.infer<typeof verdictSchema>;

/** Where a rule matched: message index (-1 = system prompt, -2 = response) and half-open UTF-16 offsets. */
export const matchedSpanSchema = z.object({
  ruleId: z.string(),
  message: z.number().int(),
  start: z.number().int(),
  end: z.number().int(),
});
export type MatchedSpan = z.infer<typeof matchedSpanSchema>;

/** What detection says of one interaction; holds no text of the interaction. */
export const signalSchema = z.object({
  attack: z.object({
    flagged: z.boolean(),
    /**
     * The likeliest family by what was asked alone; absent where that does not flag it, and in what older builds
     * stored. Who compares how models answer attacks counts by it: others were found by the answer.
     */
    promptFamily: z.string().optional(),
    /** 0..1 */
    score: z.number(),
    severity: severitySchema,
    /** Family name to score 0..1; the highest first. */
    families: z.record(z.string(), z.number()),
    rules: z.array(z.string()),
    decodings: z.array(z.string()),
    spans: z.array(matchedSpanSchema),
  }),
  response: z.object({
    /** null: there is no response. */
    verdict: verdictSchema.nullable(),
    /** 0..1 */
    refusalScore: z.number(),
  }),
  outcome: outcomeSchema,
  leaks: z.object({
    /** Longest run of words of the system prompt that the response repeats. */
    systemPromptRunWords: z.number().int(),
    pii: z.array(z.string()),
    secrets: z.array(z.string()),
    trainingDataRunWords: z.number().int(),
  }),
});
export type Signal = z.infer<typeof signalSchema>;
