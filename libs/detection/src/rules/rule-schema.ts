import { severitySchema } from '#contracts';
import { RE2JS } from 're2js';
import { z } from 'zod';
import { atlasTechniques, owaspRisks } from '../taxonomy.js';

/** Parts of an interaction that a rule can look at. */
const ruleWhereSchema = z.enum(['user', 'retrieved', 'tool', 'system', 'response']);
export type RuleWhere = z.infer<typeof ruleWhereSchema>;

const kebabCase = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be kebab-case');
const prose = z.string().trim().min(20).max(2000);

/** RE2's syntax has neither backreferences nor lookaround, which is what keeps a match linear. */
const expressionSchema = z.string().min(2).max(2000).refine(compilesAsRe2, 'is not a valid RE2 pattern');

/**
 * An expression; or several that follow one another in a sentence, each within so many words of the one before; or one
 * that is found at least so often.
 */
const patternSchema = z.union([
  expressionSchema,
  z.strictObject({ expression: expressionSchema, count: z.number().int().min(2).max(50) }),
  z.strictObject({
    near: z.array(expressionSchema).min(2).max(5),
    max_words: z.number().int().min(0).max(40),
    /** True where a forged frame and its order stand in sentences or lines of their own. */
    across_sentences: z.boolean().optional(),
    /** Not where this stands directly before, e.g. a "never": a system prompt that forbids is no attack. */
    unless_after: expressionSchema.optional(),
  }),
]);
export type Pattern = z.infer<typeof patternSchema>;
const patternsSchema = z.array(patternSchema).min(1).max(50);

/** Without the other form a sample is text of the rule's first `where`. */
const sampleSchema = z.union([
  z.string().min(1),
  z.strictObject({ text: z.string().min(1), where: ruleWhereSchema }),
]);

const known = (ids: Readonly<Record<string, string>>) =>
  z.array(z.string().refine((id) => Object.hasOwn(ids, id), 'is not a known id')).min(1);

/** One detection rule as its YAML file gives it; `libs/detection/README.md` explains each field. */
export const ruleSchema = z
  .strictObject({
    id: kebabCase.max(80),
    title: z.string().min(5).max(100),
    family: kebabCase.max(40),
    severity: severitySchema,
    /** How sure one match is to be an attack, 0..1. Scores of several rules add up as independent evidence. */
    score: z.number().gt(0).max(1),
    atlas: known(atlasTechniques),
    owasp: known(owaspRisks),
    rationale: prose,
    false_positives: prose,
    blind_spots: prose,
    references: z.array(z.url({ protocol: /^https$/ })).min(1),
    where: z.array(ruleWhereSchema).min(1),
    /**
     * `normalised` includes decodings; `decoded` is those alone, for what is only odd where it was disguised; `raw` is
     * for what lower case would spoil.
     */
    view: z.enum(['raw', 'normalised', 'decoded']).default('normalised'),
    /** Literals of which every match holds at least one: texts without any are not looked at further. */
    anchors: z.array(z.string().min(1).max(60)).min(1).max(60),
    all: patternsSchema.optional(),
    any: patternsSchema.optional(),
    not: patternsSchema.optional(),
    /** A match in the response is a leaked secret of this type. */
    secret: kebabCase.max(40).optional(),
    samples: z.strictObject({
      match: z.array(sampleSchema).min(3),
      no_match: z.array(sampleSchema).min(3),
    }),
  })
  .refine((rule) => rule.all ?? rule.any, 'needs patterns under `all` or `any`')
  .refine(
    (rule) => rule.view === 'raw' || rule.anchors.every((anchor) => anchor === anchor.toLowerCase()),
    'anchors of the normalised view must be lower case',
  )
  .refine(
    (rule) => rule.secret === undefined || rule.where.every((where) => where === 'response'),
    '`secret` is for rules on responses',
  );
export type Rule = z.infer<typeof ruleSchema>;

function compilesAsRe2(pattern: string): boolean {
  try {
    RE2JS.compile(pattern);
    return true;
  } catch {
    return false;
  }
}
