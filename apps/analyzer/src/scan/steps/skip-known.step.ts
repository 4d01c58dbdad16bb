import { type Step, drop, proceed } from '#pipeline';
import type { PartitionMemory } from '../partition-memory.js';
import type { Parsed } from '../scanned.js';

/** Leaves out what has had its effects: redelivered records, and an interaction that was logged twice. */
export function skipKnownStep(memory: PartitionMemory): Step<Parsed, Parsed> {
  return (parsed) => {
    if (memory.hasSource(parsed.source)) return drop('redelivered');
    memory.rememberSource(parsed.source);
    const { id, tenant, model } = parsed.interaction;
    const isNew = memory.rememberId(JSON.stringify([tenant, model.id, id]), parsed.record.timestampMs);
    return isNew ? proceed(parsed) : drop('logged-twice');
  };
}
