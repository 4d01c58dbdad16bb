import { z } from 'zod';
import type { SourceCoordinates } from './headers.js';
import { nativeInteractionSchema } from './interaction.js';

/**
 * What is sealed of an interaction: its log in the native form, before masking; of one that was joined, the logs of
 * its span and then of its events.
 */
export const originalsSchema = z.array(nativeInteractionSchema).min(1);

/**
 * What a sealed original is bound to: its tenant and the log event that its interaction leads back to. One that was
 * moved to another row does not open.
 */
export function sealingContext(tenant: string, source: SourceCoordinates): string {
  const { topic, partition, offset, index } = source;
  return JSON.stringify(['tunewarden-original', tenant, topic, partition, offset, index]);
}
