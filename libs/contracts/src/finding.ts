import { z } from 'zod';
import { outcomeSchema, severitySchema } from './signal.js';

/** What a finding is a case of: ids of MITRE ATLAS techniques and of OWASP's Top 10 for LLM Applications 2025. */
export const taxonomySchema = z.object({
  atlas: z.array(z.string().max(20)),
  owasp: z.array(z.string().max(20)),
});
export type Taxonomy = Readonly<z.infer<typeof taxonomySchema>>;

const modelRefSchema = z.object({ key: z.number().int(), id: z.string(), version: z.string() });

const findingBase = {
  findingId: z.uuid(),
  tenant: z.string(),
  severity: severitySchema,
  /** What findings that are one thing share: tenant, model, detector family and attack family or drift cause. */
  fingerprint: z.string().max(8000),
  /** At most 120 characters, our words only. */
  title: z.string().max(200),
  /** One sentence: what happened and by which rule, threshold or test; our words and numbers only. */
  reason: z.string().max(2000),
  occurredAtMs: z.number().int(),
  /** W3C trace context of the interaction that caused it, so that one trace reaches the delivery attempt. */
  traceparent: z.string().optional(),
};

/** An attack that was answered: the response complied with it or leaked. */
export const attackFindingSchema = z.object({
  ...findingBase,
  model: modelRefSchema,
  kind: z.literal('attack'),
  family: z.string(),
  outcome: outcomeSchema,
  /** Absent in findings of older versions. */
  taxonomy: taxonomySchema.optional(),
  /** Keyed hash of the actor. */
  actor: z.string().optional(),
  evidenceIds: z.array(z.uuid()),
});

/** A drift alarm on one feature. Levels are in the feature's own unit. */
export const driftFindingSchema = z.object({
  ...findingBase,
  model: modelRefSchema,
  kind: z.literal('drift'),
  feature: z.string(),
  direction: z.enum(['up', 'down']),
  /** Of what about the feature the test spoke; absent in findings of older versions. */
  score: z.string().optional(),
  /** The version that it was held against; absent: the model's own baseline. */
  against: z.string().optional(),
  changeAtMs: z.number().int(),
  baseline: z.number(),
  current: z.number(),
  effectLow: z.number(),
  /** Guaranteed mean time between false alarms of this model, minutes. */
  arlMinutes: z.number(),
  evidenceIds: z.array(z.uuid()),
});

/** Something that keeps Tunewarden from watching: what is not read cannot be flagged. */
export const coverageFindingSchema = z.object({
  ...findingBase,
  kind: z.literal('coverage'),
  /** The one model that is not watched; undefined: it concerns all of a topic. */
  model: modelRefSchema.optional(),
  /** What is wrong, e.g. `dead-letters`. */
  cause: z.string(),
  /** The source topic. */
  topic: z.string(),
  evidenceIds: z.array(z.uuid()),
});

/** A statement worth a person's attention: the value of a `findings` message. Never notifies by itself. */
export const findingSchema = z.discriminatedUnion('kind', [
  attackFindingSchema,
  driftFindingSchema,
  coverageFindingSchema,
]);
export type Finding = z.infer<typeof findingSchema>;
export type AttackFinding = z.infer<typeof attackFindingSchema>;
export type DriftFinding = z.infer<typeof driftFindingSchema>;
export type CoverageFinding = z.infer<typeof coverageFindingSchema>;
