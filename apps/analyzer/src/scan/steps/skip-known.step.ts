import { interactionName } from '#features';
import { type Step, drop, proceed } from '#pipeline';
import type { PartitionMemory } from '../partition-memory.js';
import type { Located, Parsed } from '../scanned.js';

/** Leaves out records that have had their effects: they were sent again. */
export function skipRedeliveredStep(memory: PartitionMemory): Step<Located, Located> {
  return (located) => {
    if (memory.hasSource(located.writtenFor)) return drop('redelivered');
    memory.rememberSource(located.writtenFor);
    return proceed(located);
  };
}

/** Leaves out an interaction that its producer logged twice. */
export function skipLoggedTwiceStep(memory: PartitionMemory): Step<Parsed, Parsed> {
  return (parsed) => {
    const { id, tenant, model } = parsed.interaction;
    const isNew = memory.rememberId(interactionName(tenant, model.id, id), parsed.record.timestampMs);
    return isNew ? proceed(parsed) : drop('logged-twice');
  };
}
