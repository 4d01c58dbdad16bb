import { nativeInteractionSchema } from '#contracts';
import { type Detector, scanInteraction } from '#detection';
import type { SessionEvent } from '#drift';
import { actorSlot, driftEvent } from '#features';
import { allMaskers, maskInteraction } from '#privacy';
import { z } from 'zod';
import { type FeatureRow, featureRowSchema } from './feature-row.js';
import type { KindInference, RawValue } from './infer-kinds.js';

/** A line of the input: a native interaction, which has messages, or a feature row. */
export const driftRowSchema = z.record(z.string(), z.unknown()).transform((row, context): DriftRow => {
  const parsed = ('messages' in row ? nativeInteractionSchema : featureRowSchema).safeParse(row);
  if (parsed.success) return parsed.data;
  for (const { path, message } of parsed.error.issues) context.addIssue({ code: 'custom', path, message });
  return z.NEVER;
});
export type DriftRow = FeatureRow | z.infer<typeof nativeInteractionSchema>;

/** A row as the detector takes it. */
export interface DriftInput {
  readonly model: string;
  readonly version: string;
  /** What a second row with it repeats; undefined: rows have none. */
  readonly id: string | undefined;
  /** The session, else who asks; undefined: neither was logged. */
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
    const { atMs, model, version, session, actor, id } = row;
    const features = kinds.read(row.features);
    const signature = isTelling(row.features) ? JSON.stringify(features) : fallbackId;
    const sessionKey = session ?? (actor === undefined ? undefined : ` actor ${actor}`);
    const who = actor !== undefined && { actor: actorSlot(actor) };
    return { model, version, id, sessionKey, event: { atMs, signature, features, ...who } };
  }
  const occurredAtMs = Date.parse(row.occurred_at);
  const interaction = maskInteraction(row, { fallbackId, modelKey: 0, occurredAtMs, ...masking });
  const event = driftEvent(interaction, scanInteraction(interaction, detector));
  const { session, actor, model } = interaction;
  return {
    model: model.id,
    version: model.version,
    id: row.id,
    sessionKey: session ?? actor,
    event,
  };
}

export function isFeatureRow(row: DriftRow): row is FeatureRow {
  return 'atMs' in row;
}

/** Whether two rows that are the same are a retry, not chance: at least one value is finer than a count. */
function isTelling(features: Readonly<Record<string, RawValue>>): boolean {
  for (const name in features) {
    const value = features[name];
    if (typeof value === 'number' && (!Number.isInteger(value) || Math.abs(value) >= 1_000)) return true;
  }
  return false;
}
