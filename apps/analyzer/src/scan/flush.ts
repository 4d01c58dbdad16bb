import { type Database, type Sql, addBuckets, addSessionUnits, insertFindings } from '#database';
import { AppError } from '#kernel';
import { arriveCanaries } from '../canary/canary.store.js';
import type { BatchEffects } from './batch-effects.js';
import { insertEvidence } from './evidence.store.js';
import { insertGuardrailResults } from './guardrail.store.js';
import { insertFlaggedAsks } from './flagged-asks.store.js';
import type { PartitionMemory } from './partition-memory.js';
import { type FlushTarget, movePosition, saveMemory } from './partition.store.js';
import { insertVaultEntries } from './vault.store.js';

/**
 * Commits a batch: its effects and the position behind it, in one transaction. The position only moves from the
 * offset that this process believes in; where another analyzer has moved it, everything rolls back and the error is
 * retriable, so that the caller loads the partition anew.
 */
export async function flush(
  database: Database,
  target: FlushTarget,
  effects: BatchEffects,
  memory: PartitionMemory,
): Promise<void> {
  await database.transaction(async (tx) => {
    if (!(await movePosition(tx, target, memory))) {
      throw new AppError('analyzer.fenced', 'Another analyzer has moved this partition on', true);
    }
    await saveMemory(tx, target, memory);
    await writeEffects(tx, effects);
  });
  memory.nextOffset = target.nextOffset;
  memory.committed();
}

async function writeEffects(tx: Sql, effects: BatchEffects): Promise<void> {
  await addBuckets(tx, [...effects.buckets.values()]);
  await addSessionUnits(tx, effects.units);
  await insertEvidence(tx, effects.evidence);
  await insertVaultEntries(tx, effects.evidence);
  await insertFindings(tx, effects.findings);
  await insertGuardrailResults(tx, effects.guardrails);
  await insertFlaggedAsks(tx, effects.flaggedAsks);
  await arriveCanaries(
    tx,
    effects.canaries.map(({ canary }) => canary),
  );
}
