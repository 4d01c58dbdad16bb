import { nativeInteractionSchema } from '#contracts';
import { type Detector, scanInteraction } from '#detection';
import type { SessionEvent } from '#drift';
import { driftEvent } from '#features';
import { allMaskers, maskInteraction } from '#privacy';
import { z } from 'zod';
import type { KindInference, RawValue } from './infer-kinds.js';

const featureName = z
  .string()
  .regex(/^[\p{L}_][^\p{Cc}]{0,99}$/u, 'want a letter, then up to 99 characters of one line');

/** Values of features by name, as somebody computed them: any numeric, boolean or categorical one can be watched. */
const featureRowSchema = z.object({
  at: z.iso.datetime({ offset: true }),
  model: z.string().max(200),
  version: z.string().max(200).default('unversioned'),
  session: z.string().max(200).optional(),
  features: z.record(featureName, z.union([z.number(), z.boolean(), z.string(), z.null()])),
});

/** A line of the input: a feature row, or a native interaction. */
export const driftRowSchema = z.union([featureRowSchema, nativeInteractionSchema]);
export type DriftRow = z.infer<typeof driftRowSchema>;

/** A row as the detector takes it. */
export interface DriftInput {
  readonly model: string;
  readonly version: string;
  /** undefined: it was not logged. */
  readonly sessionKey: string | undefined;
  readonly event: SessionEvent;
}

/** What reads rows: the detector for interactions, the kinds for feature rows. */
export interface RowReader {
  readonly detector: Detector;
  readonly kinds: KindInference;
}

/** Nothing is stored, so any key will do for the pseudonyms of one run. */
const masking = { key: Buffer.alloc(32, 1), maskers: allMaskers };

/** What the detector is to know of a row. */
export function driftInput(row: DriftRow, lineNumber: number, { detector, kinds }: RowReader): DriftInput {
  const fallbackId = `line-${lineNumber}`;
  if (isFeatureRow(row)) {
    const { at, model, version, session: sessionKey } = row;
    const features = kinds.read(row.features);
    const signature = isTelling(row.features) ? JSON.stringify(features) : fallbackId;
    return { model, version, sessionKey, event: { atMs: Date.parse(at), signature, features } };
  }
  const occurredAtMs = Date.parse(row.occurred_at);
  const interaction = maskInteraction(row, { fallbackId, modelKey: 0, occurredAtMs, ...masking });
  const event = driftEvent(interaction, scanInteraction(interaction, detector));
  const { session, actor, model } = interaction;
  return { model: model.id, version: model.version, sessionKey: session ?? actor, event };
}

export function isFeatureRow(row: DriftRow): row is z.infer<typeof featureRowSchema> {
  return 'features' in row && 'at' in row;
}

/** Whether two rows that are the same are a retry, not chance: at least one value is finer than a count. */
function isTelling(features: Readonly<Record<string, RawValue>>): boolean {
  for (const name in features) {
    const value = features[name];
    if (typeof value === 'number' && (!Number.isInteger(value) || Math.abs(value) >= 1_000)) return true;
  }
  return false;
}
