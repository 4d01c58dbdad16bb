import { findHeldIncident, hold, openDatabase, release } from '#database';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { HoldsService } from '../../apps/api/src/retention/holds.service.js';
import { type Storage, createStorage, day, storageSettings } from '../support/create-storage.js';
import { maskedRecord, scanRecords } from '../support/scan-records.js';

describe('storage', () => {
  let on: Storage;
  beforeEach(async () => {
    on = await createStorage();
  });

  describe('the day partitions', () => {
    it('are there a week ahead, and rows that came before them move there', async () => {
      await on.scan([on.attack('early', { occurredAtMs: day(-20) })], day(-20));
      expect(await on.count('evidence_default')).toBe(1);
      expect(await on.count('buckets_default')).toBe(1);

      await on.job(day(0)).run();
      expect(await on.partitionsOf('evidence')).toEqual([
        'evidence_default',
        'evidence_p20260209',
        ...['01', '02', '03', '04', '05', '06', '07', '08'].map((on) => `evidence_p202603${on}`),
      ]);
      expect(await on.count('evidence_p20260209')).toBe(1);
      expect(await on.count('buckets_p20260209')).toBe(1);
      expect(await on.count('evidence_default')).toBe(0);
      expect(await on.count('finding_evidence')).toBe(1);
    });

    it('go when all of their day is older than what is kept, texts long before counters', async () => {
      await on.job(day(0)).run();
      await on.scan([on.attack('old')], day(0));
      await on.seal();
      await on.job(day(30)).run();
      expect([await on.count('evidence'), await on.count('vault_entries')]).toEqual([1, 1]);

      const run = await on.job(day(31)).run();
      expect(run?.tables.find(({ table }) => table === 'evidence')).toMatchObject({ dropped: 1, held: 0 });
      // Not a table of its own either: what is only detached is kept.
      expect(
        await on.database.rows(`SELECT relname FROM pg_class WHERE relname LIKE 'evidence\\_p20260301%'`),
      ).toEqual([]);
      for (const table of ['evidence', 'vault_entries', 'finding_evidence'])
        expect(await on.count(table)).toBe(0);
      expect([await on.count('buckets'), await on.count('findings')]).toEqual([1, 1]);

      await on.job(day(401)).run();
      expect(await on.count('buckets')).toBe(0);
    });

    it('are not needed for a row to go: one of a day that never had one is deleted when its time is over', async () => {
      await on.scan([on.attack('old', { occurredAtMs: day(-40) })], day(-40));
      const run = await on.job(day(0)).run();
      expect(run?.tables.find(({ table }) => table === 'evidence')).toMatchObject({
        deleted: 1,
        homeless: 0,
      });
      expect(await on.count('evidence')).toBe(0);
      expect(await on.partitionsOf('evidence')).not.toContain('evidence_p20260120');
    });

    it('are made and dropped once by replicas that try at the same time', async () => {
      await on.job(day(0)).run();
      await on.scan([on.attack('old')], day(0));
      const replicas = await Promise.all(
        [1, 2, 3].map(() => openDatabase({ url: on.url, applicationName: 'replica', poolSize: 2 })),
      );
      const runs = await Promise.all(replicas.map((replica) => on.job(day(40), replica).run()));
      await Promise.all(replicas.map((replica) => replica.close()));
      const done = runs.filter((run) => run !== undefined);
      expect(done).toHaveLength(1);
      const evidence = done[0]!.tables.find(({ table }) => table === 'evidence');
      expect(evidence).toMatchObject({ created: 8, dropped: 8 });
      // Nor is it due again at once; whoever died at work is taken over after its lease.
      expect(await on.job(day(40) + 59_000).run()).toBeUndefined();
      expect(await on.job(day(40) + 60_000).run()).toBeDefined();
    });

    it('are tried again after a failure, which the job remembers', async () => {
      await on.database.rows(`ALTER TABLE evidence RENAME TO evidence_away`);
      await expect(on.job(day(0)).run()).rejects.toMatchObject({ code: 'database.refused' });
      expect(await on.database.rows('SELECT failed_at, error, finished_at FROM storage_jobs')).toEqual([
        { failed_at: new Date(day(0)), error: 'database.refused', finished_at: null },
      ]);
      await on.database.rows(`ALTER TABLE evidence_away RENAME TO evidence`);
      expect(await on.job(day(0)).run()).toBeDefined();
      expect(await on.database.rows('SELECT failed_at, error FROM storage_jobs')).toEqual([
        { failed_at: null, error: null },
      ]);
    });

    it('let the same log event be read again, before and after midnight, and keep it once', async () => {
      await on.job(day(0)).run();
      await on.scan([on.attack('once')], day(0));
      await on.forgetScans();
      // Read again the day after: later in the masked topic, the same place in the source.
      const again = maskedRecord(on.attack('once'), { offset: 7, sourceOffset: 0, loggedMs: day(0) });
      const record = { ...again, timestampMs: day(1) };
      const retention = { retainOf: () => 'evidence' as const, samplePerDay: 0 };
      await scanRecords(on.database, on.detector, { records: [record], retention });
      expect([
        await on.count('evidence'),
        await on.count('findings'),
        await on.count('finding_evidence'),
      ]).toEqual([1, 1, 1]);
    });
  });

  describe('what is kept', () => {
    it('is what was flagged with the turns around it, and nothing else', async () => {
      const other = { session: 'session:other', actor: 'actor:other' };
      await on.scan([
        ...['1', '2', '3', '4', '5'].map((id) => on.turn(id)),
        on.turn('stranger', other),
        on.attack('6'),
        ...['7', '8', '9', '10', '11'].map((id) => on.turn(id)),
      ]);
      expect(await on.stored()).toEqual({
        3: 'context',
        4: 'context',
        5: 'context',
        6: 'flagged',
        7: 'context',
        8: 'context',
        9: 'context',
      });
    });

    it('goes on with the turns after a flagged one over a restart', async () => {
      await on.scan([on.attack('1'), on.turn('2')]);
      await on.scan([on.turn('3'), on.turn('4'), on.turn('5')]);
      expect(Object.keys(await on.stored())).toEqual(['1', '2', '3', '4']);
    });

    it('is everything where the model says so, each with the way back to its log event', async () => {
      await on.scan([on.turn('1'), on.turn('2')], day(0), 'all');
      expect(await on.stored()).toEqual({ 1: 'all', 2: 'all' });
      const rows = await on.database.rows(
        `SELECT source_topic, source_partition, source_offset, left(traceparent, 5) AS trace, stored_on::text
         FROM evidence ORDER BY source_offset`,
      );
      const place = { source_topic: 'logs', source_partition: 0, trace: '00-aa', stored_on: '2026-03-01' };
      expect(rows).toEqual([
        { ...place, source_offset: '0' },
        { ...place, source_offset: '1' },
      ]);
    });

    it('is a sample that is the same however the traffic was cut up, and as large as it should be', async () => {
      const traffic = Array.from({ length: 60 }, (_, i) => on.turn(`t${i}`, { session: `session:${i}` }));
      const samples = async (): Promise<string[]> =>
        Object.entries(await on.stored()).flatMap(([id, why]) => (why === 'sample' ? [id] : []));
      await on.scan(traffic, day(0), 'sample');
      await on.job(day(0)).run();
      const whole = await samples();
      expect(whole).toHaveLength(storageSettings.samplePerDay);

      await on.database.rows('TRUNCATE evidence');
      await on.forgetScans();
      for (let at = 0; at < traffic.length; at += 7)
        await on.scan(traffic.slice(at, at + 7), day(0), 'sample');
      expect((await samples()).length).toBeGreaterThan(storageSettings.samplePerDay);
      const run = await on.job(day(0) + storageSettings.everyMs).run();
      expect(run?.trimmed).toBeGreaterThan(0);
      expect(await samples()).toEqual(whole);
    });
  });

  describe('a legal hold', () => {
    it('keeps an incident’s conversation and originals over the drop of its day, until it is released', async () => {
      await on.job(day(0)).run();
      await on.scan([on.turn('before'), on.attack('held'), on.turn('after')]);
      const held = await on.openIncident();
      await on.scan([on.attack('free', { session: 'session:free', actor: 'actor:free' })]);
      await on.seal();
      const incident = (await findHeldIncident(on.database, held))!;
      const order = { by: 'counsel', door: 'cli' as const };
      await on.database.transaction((tx) => hold(tx, incident, { ...order, reason: 'case 7' }));

      const run = await on.job(day(40)).run();
      expect(run?.tables.find(({ table }) => table === 'evidence')).toMatchObject({ held: 3, homeless: 3 });
      expect(Object.keys(await on.stored())).toEqual(['before', 'held', 'after']);
      expect(await on.count('vault_entries')).toBe(3);
      expect(await on.count('finding_evidence')).toBe(1);
      await on.job(day(50)).run();
      expect(await on.count('evidence')).toBe(3);

      await on.database.transaction((tx) => release(tx, incident, { ...order, reason: 'closed' }));
      await on.job(day(51)).run();
      for (const table of ['evidence', 'vault_entries', 'finding_evidence'])
        expect(await on.count(table)).toBe(0);
      expect(await on.database.rows('SELECT who, action FROM audit_log ORDER BY entry_id')).toEqual([
        { who: 'counsel', action: 'hold' },
        { who: 'counsel', action: 'hold-release' },
      ]);
    });

    it('is put and ended by way of the API, once each, and only by those whose tenant it is', async () => {
      await on.job(day(0)).run();
      await on.scan([on.attack('held')]);
      const incident = await on.openIncident();
      const holds = new HoldsService(on.database);
      const [ada, stranger] = [
        { who: 'ada', tenant: 'default' },
        { who: 'eve', tenant: 'other' },
      ];
      expect(await holds.hold(incident, 'case 8', stranger)).toEqual({ ok: false, error: 'no-incident' });
      const made = { incidentId: incident, tenant: 'default', reason: 'case 8', by: 'ada', evidence: 1 };
      expect(await holds.hold(incident, 'case 8', ada)).toMatchObject({ ok: true, value: made });
      expect(await holds.hold(incident, 'case 9', ada)).toEqual({ ok: false, error: 'held-already' });
      expect([await holds.list(ada), await holds.list(stranger)]).toMatchObject([[made], []]);
      expect(await holds.release(incident, 'closed', ada)).toMatchObject({ ok: true, value: made });
      expect(await holds.release(incident, 'closed', ada)).toEqual({ ok: false, error: 'not-held' });
      expect(
        await on.database.rows('SELECT event, who, door FROM incident_timeline ORDER BY entry_id'),
      ).toEqual([
        { event: 'held', who: 'ada', door: 'api' },
        { event: 'released from its hold', who: 'ada', door: 'api' },
      ]);
      expect(await on.count('audit_log')).toBe(2);
    });
  });
});
