import { beforeEach, describe, expect, it } from '@jest/globals';
import { ExemplarsQuery } from '../../apps/api/src/models/exemplars.query.js';
import { RetentionQuery } from '../../apps/api/src/retention/retention.query.js';
import { type Storage, createStorage, day, storageSettings } from '../support/create-storage.js';

describe('what is stored, as the API shows it', () => {
  let on: Storage;
  beforeEach(async () => {
    on = await createStorage();
  });

  describe('what the API says of retention', () => {
    it('is nothing before the job has run, then its policy, and days that the job then drops', async () => {
      const at = (ms: number) => new RetentionQuery(on.database, () => ms).read();
      expect(await at(day(0))).toMatchObject({ lastRunAt: null, samplePerDay: null, tables: [] });
      await on.job(day(0)).run();
      await on.scan([on.attack('old')], day(0));
      const evidence = (await at(day(29))).tables.find(({ table }) => table === 'evidence');
      expect(evidence).toMatchObject({
        keeps: 'text',
        keepDays: 30,
        firstDay: '2026-03-01',
        lastDay: '2026-03-08',
      });
      const [first] = evidence!.goesNext;
      expect(first).toMatchObject({ day: '2026-03-01', at: '2026-04-01T00:00:00.000Z' });
      expect(first!.bytes).toBeGreaterThan(0);

      const run = async (ms: number) =>
        (await on.job(ms).run())?.tables.find(({ table }) => table === 'evidence')?.dropped;
      expect(await run(Date.parse(first!.at) - 1)).toBe(0);
      expect(await run(Date.parse(first!.at) + storageSettings.everyMs)).toBe(1);
    });
  });

  describe('exemplars of a model', () => {
    const learnt = (from: number, until: number) =>
      on.database.rows(`INSERT INTO drift_states (model_key, summary) SELECT model_key, $1 FROM models`, [
        JSON.stringify({ baselineFromMs: from, baselineUntilMs: until }),
      ]);
    const find = (tenant: string | null = null) =>
      new ExemplarsQuery(on.database, () => day(0)).find(1, 24, { who: 'ada', tenant });

    it('are drawn from what was logged, however much else is kept since it was flagged', async () => {
      await on.job(day(0)).run();
      const flagged = Array.from({ length: 40 }, (_, n) =>
        on.attack(`bad-${n}`, { session: `session:${n}` }),
      );
      const plain = Array.from({ length: 40 }, (_, n) => on.turn(`good-${n}`, { session: `session:p${n}` }));
      const atMs = day(0) - 3_600_000;
      const logged = [...flagged, ...plain].map((one) => ({ ...one, occurredAtMs: atMs }));
      await on.scan(logged, atMs, 'sample');
      await on.job(day(0) + storageSettings.everyMs).run();
      expect(await on.count('evidence')).toBeGreaterThan(40);
      const found = await find();
      // Five of the day are its sample: of 40 flagged and 40 others, and not of 40 flagged and five others.
      expect(found!.now.texts).toBeLessThanOrEqual(5);
      expect(found!.now.exemplars.some(({ interactionId }) => interactionId.startsWith('good'))).toBe(true);
      expect(found).toMatchObject({ retain: 'sample', words: null, baseline: { from: null, exemplars: [] } });
      expect(await find('other')).toBeUndefined();
    });

    it('stand beside those of the baseline, with the words that came and went', async () => {
      await on.job(day(0)).run();
      const said = (word: string, atMs: number) =>
        on.scan(
          Array.from({ length: 30 }, (_, n) =>
            on.turn(`${word}-${n}`, {
              session: `session:${word}-${n}`,
              messages: [{ role: 'user', content: `About my ${word} number` }],
              occurredAtMs: atMs,
            }),
          ),
          atMs,
          'all',
        );
      await said('parcel', day(-10));
      await said('refund', day(0) - 3_600_000);
      await learnt(day(-12), day(-5));
      const found = await find();
      expect([found!.baseline, found!.now].map(({ texts, exemplars }) => [texts, exemplars.length])).toEqual([
        [30, 10],
        [30, 10],
      ]);
      expect(found!.baseline.exemplars[0]).toMatchObject({
        prompt: 'About my parcel number',
        outcome: 'none',
      });
      expect(found!.words?.prompts).toEqual({
        came: [{ word: 'refund', then: 0, now: 1 }],
        went: [{ word: 'parcel', then: 1, now: 0 }],
      });
    });
  });
});
