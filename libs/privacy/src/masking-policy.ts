import { AppError } from '#kernel';
import { RE2JS } from 're2js';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Masker } from './masker.js';
import { allMaskers } from './maskers/all-maskers.js';
import { dictionaryMasker } from './maskers/dictionary.js';
import { patternMasker } from './maskers/pattern.js';

/** Part of every token, so it is kept plain. */
const typeSchema = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'wants lower case letters, digits and dashes');

/** RE2 semantics: whatever a pattern is, it takes time linear in the text. */
const patternSchema = z
  .string()
  .min(1)
  .max(1_000)
  .refine((pattern) => compiles(pattern), 'is no pattern of RE2');

const tenantSchema = z.strictObject({
  /** `phone: false` switches an entity type off. */
  entities: z.record(typeSchema, z.boolean()).default({}),
  patterns: z
    .array(z.strictObject({ type: typeSchema, pattern: patternSchema }))
    .max(50)
    .default([]),
  dictionaries: z
    .array(
      z.strictObject({
        type: typeSchema,
        values: z.array(z.string().min(2).max(200)).min(1).max(100_000),
        case_sensitive: z.boolean().default(false),
      }),
    )
    .max(20)
    .default([]),
});

const policySchema = z.strictObject({
  /** For every tenant; a tenant's own settings come on top. */
  default: tenantSchema.prefault({}),
  tenants: z.record(z.string().min(1).max(64), tenantSchema).default({}),
});

/** What is masked for which tenant. */
export type MaskingPolicy = z.infer<typeof policySchema>;
type TenantPolicy = z.infer<typeof tenantSchema>;

/** The policy that a YAML text holds; an empty one masks every known entity. Throws an AppError that names every bad key. */
export function parseMaskingPolicy(yaml: string): MaskingPolicy {
  let value: unknown;
  try {
    value = parse(yaml, { maxAliasCount: 0 });
  } catch {
    throw new AppError('privacy.policy-invalid', 'The masking policy is not YAML', false);
  }
  const result = policySchema.safeParse(value ?? {});
  const problems = result.success
    ? unknownEntities(result.data)
    : result.error.issues.map(({ path, message }) => `${path.join('.') || 'policy'}: ${message}`);
  if (result.success && problems.length === 0) return result.data;
  throw new AppError('privacy.policy-invalid', `The masking policy: ${problems.join('; ')}`, false);
}

/** The maskers of each tenant by a policy, compiled once. */
export function compileMaskingPolicy(policy: MaskingPolicy): {
  maskersFor(tenant: string): readonly Masker[];
} {
  const shared = maskersOf([policy.default]);
  const own = new Map(
    Object.entries(policy.tenants).map(([tenant, settings]) => [
      tenant,
      maskersOf([policy.default, settings]),
    ]),
  );
  return { maskersFor: (tenant) => own.get(tenant) ?? shared };
}

/** What somebody named comes first: a dictionary knows better than a shape. */
function maskersOf(settings: readonly TenantPolicy[]): readonly Masker[] {
  const entities = Object.assign({}, ...settings.map((one) => one.entities)) as Readonly<
    Record<string, boolean>
  >;
  return [
    ...settings.flatMap(({ dictionaries }) => dictionaries.map(dictionaryMasker)),
    ...settings.flatMap(({ patterns }) => patterns.map(patternMasker)),
    ...allMaskers.filter(({ type }) => entities[type] !== false),
  ];
}

function unknownEntities({ default: shared, tenants }: MaskingPolicy): string[] {
  const known = new Set(allMaskers.map(({ type }) => type));
  const named = { default: shared, ...tenants };
  return Object.entries(named).flatMap(([tenant, { entities }]) =>
    Object.keys(entities)
      .filter((type) => !known.has(type))
      .map((type) => `${tenant}.entities.${type}: there are ${[...known].join(', ')}`),
  );
}

function compiles(pattern: string): boolean {
  try {
    RE2JS.compile(pattern);
    return true;
  } catch {
    return false;
  }
}
