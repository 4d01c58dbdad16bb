import { type Database, openDatabase } from '#database';
import { dayMs, newDriftState, writeDriftState } from '#drift';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { readPredecessor } from '../../apps/analyzer/src/drift/predecessor.store.js';
import { cleanUp } from '../support/clean-up.js';
import { cloneDatabase } from '../support/clone-database.js';

const startMs = Date.UTC(2026, 0, 5);
const onDay = (day: number): number => startMs + day * dayMs;

/** A version, when it began, and when its baseline is settled, or would be. */
interface Version {
  readonly version: string;
  readonly beganOn: number;
  readonly settledOn: number;
  readonly baseline?: 'settled' | 'provisional';
  readonly tenant?: string;
  readonly modelId?: string;
}

describe('the predecessor of a version', () => {
  let database: Database;

  beforeEach(async () => {
    const url = await cloneDatabase();
    const opened = await openDatabase({ url, applicationName: 'predecessor-test', poolSize: 2 });
    cleanUp(() => opened.close());
    database = opened;
    const versions: readonly Version[] = [
      { version: '1', beganOn: 0, settledOn: 14 },
      { version: '2', beganOn: 20, settledOn: 34 },
      { version: '3', beganOn: 26, settledOn: 40, baseline: 'provisional' },
      { version: '9', beganOn: 25, settledOn: 30, modelId: 'another' },
      { version: '8', beganOn: 25, settledOn: 30, tenant: 'somebody-else' },
    ];
    for (const version of versions) await add(version);
  });

  const add = async ({ version, beganOn, settledOn, ...rest }: Version): Promise<number> => {
    const { tenant = 'default', modelId = 'm', baseline = 'settled' } = rest;
    const [row] = await database.rows<{ model_key: number }>(
      `INSERT INTO models (tenant, model_id, version, kind) VALUES ($1, $2, $3, 'tuned') RETURNING model_key`,
      [tenant, modelId, version],
    );
    const state = writeDriftState({ ...newDriftState(), startMs: onDay(beganOn) });
    const summary = { baseline, baselineFromMs: onDay(beganOn), baselineUntilMs: onDay(settledOn) };
    await database.rows(`INSERT INTO drift_states (model_key, state, summary) VALUES ($1, $2, $3)`, [
      row!.model_key,
      Buffer.from(state),
      JSON.stringify(summary),
    ]);
    return row!.model_key;
  };

  it.each([
    ['before any was settled', 13, undefined],
    ['as one is settled', 14, '1'],
    ['while a later one is learnt, which is settled by now', 33, '1'],
    ['when two are settled', 34, '2'],
    ['while a later one has a provisional baseline', 41, '2'],
  ])('that begins %s is the latest of its model that was settled by then', async (_what, day, wanted) => {
    const modelKey = await add({ version: '4', beganOn: day, settledOn: day - 1 });
    const claimed = { modelKey, tenant: 'default', modelId: 'm', version: '4' };
    const found = await readPredecessor(
      database,
      { ...claimed, state: null, foldedThroughMs: 0 },
      onDay(day),
    );
    expect(found?.version).toBe(wanted);
  });
});
