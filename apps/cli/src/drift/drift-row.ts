import { type FeatureValues, nativeInteractionSchema } from '#contracts';
import { type Detector, scanInteraction } from '#detection';
import type { SessionEvent } from '#drift';
import { extractFeatures, retrySignature } from '#features';
import { allMaskers, maskInteraction } from '#privacy';
import { z } from 'zod';

const featureName = z
  .string()
  .regex(/^[A-Za-z][\w.-]{0,99}$/, 'want a letter, then letters, digits and _ . -');

/** Values of features by name, as somebody computed them: any numeric, boolean or categorical one can be watched. */
const featureRowSchema = z.object({
  at: z.iso.datetime({ offset: true }),
  model: z.string().max(200),
  version: z.string().max(200).default('unversioned'),
  session: z.string().max(200).optional(),
  features: z.record(featureName, z.union([z.number(), z.boolean(), z.string().max(200)])),
});

/** A line of the input: a feature row, or a native interaction. */
export const driftRowSchema = z.union([featureRowSchema, nativeInteractionSchema]);
type DriftRow = z.infer<typeof driftRowSchema>;

/** A row as the detector takes it. */
export interface DriftInput {
  readonly model: string;
  readonly version: string;
  readonly sessionKey: string;
  readonly event: SessionEvent;
}

/** Nothing is stored, so any key will do for the pseudonyms of one run. */
const masking = { key: Buffer.alloc(32, 1), maskers: allMaskers };

/** What the detector is to know of a row. Without a session each row is one. */
export function driftInput(row: DriftRow, lineNumber: number, detector: Detector): DriftInput {
  const fallbackId = `line-${lineNumber}`;
  if (isFeatureRow(row)) {
    const { at, model, version, session: sessionKey = fallbackId, features } = row;
    return { model, version, sessionKey, event: eventOf(Date.parse(at), JSON.stringify(features), features) };
  }
  const occurredAtMs = Date.parse(row.occurred_at);
  const interaction = maskInteraction(row, { fallbackId, modelKey: 0, occurredAtMs, ...masking });
  const features = extractFeatures(interaction, scanInteraction(interaction, detector));
  const { session, actor, id, model } = interaction;
  const event = eventOf(occurredAtMs, retrySignature(interaction), features);
  return { model: model.id, version: model.version, sessionKey: session ?? actor ?? id, event };
}

function isFeatureRow(row: DriftRow): row is z.infer<typeof featureRowSchema> {
  return 'features' in row && 'at' in row;
}

function eventOf(atMs: number, signature: string, features: FeatureValues): SessionEvent {
  return { atMs, signature, features };
}
