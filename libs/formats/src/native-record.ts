import { type NativeInteraction, validateNative } from '#contracts';
import type { Content } from './content/read-messages.js';
import type { AdaptedRecord } from './format.js';

/** Fields and content as one interaction, not yet validated. */
export function interactionOf(
  fields: Omit<NativeInteraction, 'messages' | 'response' | 'system'>,
  { system, messages, response }: Content,
): unknown {
  return withoutUndefined({ ...fields, system, messages, response });
}

/** What an adapter made, if it is an interaction; else why it is none. A part may have no message. */
export function checked(native: unknown, record: (valid: NativeInteraction) => AdaptedRecord): AdaptedRecord {
  const validated = validateNative(native);
  return validated.ok ? record(validated.value) : { kind: 'invalid', ...validated.error };
}

/** An object without the properties that are undefined. */
export function withoutUndefined<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
