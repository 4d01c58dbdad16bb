import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Interaction } from '#contracts';
import { type Database, openDatabase } from '#database';
import type { RuleSet } from '#detection';
import { sessionDigest } from '#features';
import { createKey, openKeyStore, rotateKey } from '#keys';
import { pseudonym } from '#privacy';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { loadRules } from '../../apps/analyzer/src/load-rules.js';
import type { Retain } from '../../apps/analyzer/src/scan/keep-text.js';
import { StorageJob } from '../../apps/analyzer/src/storage/storage.job.js';
import { eraseActor, subjectOf } from '../../apps/cli/src/erase/erase-actor.js';
import { actorOfPseudonym } from '../../apps/cli/src/erase/find-actor.js';
import { findIncident, hold, release } from '../../apps/cli/src/hold/legal-hold.store.js';
import { appEntry } from '../../deploy/local/app-entry.js';
import { cleanUp } from '../support/clean-up.js';
import { cloneDatabase } from '../support/clone-database.js';
import { attackText } from '../support/planted-traffic.js';
import { maskedRecord, scanRecords } from '../support/scan-records.js';
import { testEnvironment } from '../support/test-environment.js';

const day = (n: number): number => Date.parse('2026-03-01T12:00:00Z') + n * 24 * 3_600_000;
const settings = { keepTextDays: 30, keepCountersDays: 400, samplePerDay: 5, everyMs: 60_000 };
const complied =
  'Sure, here is what you asked for. My instructions are as follows: step 1, answer every customer politely; ' +
  'step 2, never mention the reserve table; step 3, escalate complaints above 500 euros to the second line.';

describe('storage', () => {
  let database: Database;
  let url: string;
  let rules: RuleSet;
  let modelKey: number;
  let nextOffset: number;
  beforeAll(async () => {
    rules = await loadRules(undefined);
  });
  beforeEach(async () => {
    url = await cloneDatabase();
    database = await openDatabase({ url, applicationName: 'storage-test', poolSize: 3 });
    const opened = database;
    cleanUp(() => opened.close());
    const [row] = await database.rows<{ model_key: number }>(
      `INSERT INTO models (tenant, model_id, version, kind) VALUES ('default', 'm', '1', 'tuned')
       RETURNING model_key`,
    );
    modelKey = row!.model_key;
    nextOffset = 0;
  });

  const turn = (id: string, more: Partial<Interaction> = {}): Interaction => ({
    id,
    occurredAtMs: day(0),
    tenant: 'default',
    modelKey,
    model: { id: 'm', version: '1', kind: 'tuned' },
    session: 'session:1111111111111111',
    actor: 'actor:2222222222222222',
    messages: [{ role: 'user', content: `What about ${id}?` }],
    response: { content: 'Good morning.' },
    maskedInMessages: {},
    maskedInResponse: {},
    ...more,
  });
  const attack = (id: string, more: Partial<Interaction> = {}): Interaction =>
    turn(id, {
      messages: [{ role: 'user', content: attackText }],
      response: { content: complied },
      ...more,
    });
  /** Scans interactions that the broker had at one time. */
  const scan = (interactions: readonly Interaction[], loggedMs = day(0), retain: Retain = 'evidence') =>
    scanRecords(database, rules, {
      records: interactions.map((one) => maskedRecord(one, { offset: nextOffset++, loggedMs })),
      retention: { retainOf: () => retain, samplePerDay: settings.samplePerDay },
    });
  const job = (atMs: number, on = database): StorageJob => new StorageJob(on, settings, () => atMs);
  const stored = async (): Promise<Record<string, string>> => {
    const rows = await database.rows<{ interaction_id: string; why_stored: string }>(
      'SELECT interaction_id, why_stored FROM evidence ORDER BY source_offset',
    );
    return Object.fromEntries(rows.map((row) => [row.interaction_id, row.why_stored]));
  };
  const partitionsOf = async (table: string): Promise<string[]> => {
    const rows = await database.rows<{ name: string }>(
      `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = $1::regclass ORDER BY 1`,
      [table],
    );
    return rows.map(({ name }) => name);
  };
  const count = async (table: string): Promise<number> =>
    (await database.rows<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`))[0]!.n;
  /** An incident of every finding there is. */
  const openIncident = async (): Promise<string> => {
    const [incident] = await database.rows<{ incident_id: string }>(
      `INSERT INTO incidents (incident_id, tenant, model_key, fingerprint, kind, family, severity, status, title,
         reason, finding_count, first_seen_at, last_seen_at, opened_at, revision)
       VALUES (gen_random_uuid(), 'default', $1, $2, 'attack', 'x', 'high', 'open', 't', 'r', 1, now(), now(), now(), 1)
       RETURNING incident_id`,
      [modelKey, randomBytes(8).toString('hex')],
    );
    await database.rows(
      `INSERT INTO incident_findings (finding_id, incident_id)
       SELECT finding_id, $1 FROM findings ON CONFLICT DO NOTHING`,
      [incident!.incident_id],
    );
    return incident!.incident_id;
  };
  const seal = (): Promise<unknown> =>
    database.rows(
      `INSERT INTO vault_entries (evidence_id, stored_on, tenant, actor, sealed)
       SELECT evidence_id, stored_on, 'default', actor, '\\x00' FROM evidence`,
    );
  /** Every table that holds one of the texts, as text or as bytes. */
  const tablesWith = async (texts: readonly string[]): Promise<string[]> => {
    const tables = await database.rows<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')`,
    );
    const needles = texts.flatMap((text) => [text, Buffer.from(text).toString('hex')]);
    const found: string[] = [];
    for (const { name } of tables) {
      const [row] = await database.rows<{ found: boolean }>(
        `SELECT EXISTS (SELECT FROM ${name} t, unnest($1::text[]) n WHERE strpos(t::text, n) > 0) AS found`,
        [needles],
      );
      if (row!.found) found.push(name);
    }
    return found;
  };

  describe('the day partitions', () => {
    it('are there a week ahead, and rows that came before them move there', async () => {
      await scan([attack('early', { occurredAtMs: day(-20) })], day(-20));
      expect(await count('evidence_default')).toBe(1);
      expect(await count('buckets_default')).toBe(1);

      await job(day(0)).run();
      expect(await partitionsOf('evidence')).toEqual([
        'evidence_default',
        'evidence_p20260209',
        ...['01', '02', '03', '04', '05', '06', '07', '08'].map((on) => `evidence_p202603${on}`),
      ]);
      expect(await count('evidence_p20260209')).toBe(1);
      expect(await count('buckets_p20260209')).toBe(1);
      expect(await count('evidence_default')).toBe(0);
      expect(await count('finding_evidence')).toBe(1);
    });

    it('go when all of their day is older than what is kept, texts long before counters', async () => {
      await job(day(0)).run();
      await scan([attack('old')], day(0));
      await seal();
      await job(day(30)).run();
      expect([await count('evidence'), await count('vault_entries')]).toEqual([1, 1]);

      const run = await job(day(31)).run();
      expect(run?.tables.find(({ table }) => table === 'evidence')).toMatchObject({ dropped: 1, held: 0 });
      expect(await partitionsOf('evidence')).not.toContain('evidence_p20260301');
      for (const table of ['evidence', 'vault_entries', 'finding_evidence'])
        expect(await count(table)).toBe(0);
      expect([await count('buckets'), await count('findings')]).toEqual([1, 1]);

      await job(day(401)).run();
      expect(await count('buckets')).toBe(0);
    });

    it('are not needed for a row to go: one of a day that never had one is deleted when its time is over', async () => {
      await scan([attack('old', { occurredAtMs: day(-40) })], day(-40));
      const run = await job(day(0)).run();
      expect(run?.tables.find(({ table }) => table === 'evidence')).toMatchObject({
        deleted: 1,
        homeless: 0,
      });
      expect(await count('evidence')).toBe(0);
      expect(await partitionsOf('evidence')).not.toContain('evidence_p20260120');
    });

    it('are made and dropped once by replicas that try at the same time', async () => {
      await job(day(0)).run();
      await scan([attack('old')], day(0));
      const replicas = await Promise.all(
        [1, 2, 3].map(() => openDatabase({ url, applicationName: 'replica', poolSize: 2 })),
      );
      const runs = await Promise.all(replicas.map((replica) => job(day(40), replica).run()));
      await Promise.all(replicas.map((replica) => replica.close()));
      const done = runs.filter((run) => run !== undefined);
      expect(done).toHaveLength(1);
      const evidence = done[0]!.tables.find(({ table }) => table === 'evidence');
      expect(evidence).toMatchObject({ created: 8, dropped: 8 });
      // Nor is it due again at once; whoever died at work is taken over after its lease.
      expect(await job(day(40) + 59_000).run()).toBeUndefined();
      expect(await job(day(40) + 60_000).run()).toBeDefined();
    });

    it('are tried again after a failure, which the job remembers', async () => {
      await database.rows(`ALTER TABLE evidence RENAME TO evidence_away`);
      await expect(job(day(0)).run()).rejects.toMatchObject({ code: 'database.refused' });
      expect(await database.rows('SELECT failed_at, error, finished_at FROM storage_jobs')).toEqual([
        { failed_at: new Date(day(0)), error: 'database.refused', finished_at: null },
      ]);
      await database.rows(`ALTER TABLE evidence_away RENAME TO evidence`);
      expect(await job(day(0)).run()).toBeDefined();
      expect(await database.rows('SELECT failed_at, error FROM storage_jobs')).toEqual([
        { failed_at: null, error: null },
      ]);
    });

    it('let the same log event be read again, before and after midnight, and keep it once', async () => {
      await job(day(0)).run();
      await scan([attack('once')], day(0));
      await database.rows(
        'TRUNCATE partition_positions, source_positions, recent_interactions, seen_messages',
      );
      // Read again the day after: later in the masked topic, the same place in the source.
      const again = maskedRecord(attack('once'), { offset: 7, sourceOffset: 0, loggedMs: day(0) });
      const record = { ...again, timestampMs: day(1) };
      const retention = { retainOf: () => 'evidence' as const, samplePerDay: 0 };
      await scanRecords(database, rules, { records: [record], retention });
      expect([await count('evidence'), await count('findings'), await count('finding_evidence')]).toEqual([
        1, 1, 1,
      ]);
    });
  });

  describe('what is kept', () => {
    it('is what was flagged with the turns around it, and nothing else', async () => {
      const other = { session: 'session:other', actor: 'actor:other' };
      await scan([
        ...['1', '2', '3', '4', '5'].map((id) => turn(id)),
        turn('stranger', other),
        attack('6'),
        ...['7', '8', '9', '10', '11'].map((id) => turn(id)),
      ]);
      expect(await stored()).toEqual({
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
      await scan([attack('1'), turn('2')]);
      await scan([turn('3'), turn('4'), turn('5')]);
      expect(Object.keys(await stored())).toEqual(['1', '2', '3', '4']);
    });

    it('is everything where the model says so, each with the way back to its log event', async () => {
      await scan([turn('1'), turn('2')], day(0), 'all');
      expect(await stored()).toEqual({ 1: 'all', 2: 'all' });
      const rows = await database.rows(
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
      const traffic = Array.from({ length: 60 }, (_, i) => turn(`t${i}`, { session: `session:${i}` }));
      const samples = async (): Promise<string[]> =>
        Object.entries(await stored()).flatMap(([id, why]) => (why === 'sample' ? [id] : []));
      await scan(traffic, day(0), 'sample');
      await job(day(0)).run();
      const whole = await samples();
      expect(whole).toHaveLength(settings.samplePerDay);

      await database.rows('TRUNCATE evidence, partition_positions, source_positions, recent_interactions');
      nextOffset = 0;
      for (let at = 0; at < traffic.length; at += 7) await scan(traffic.slice(at, at + 7), day(0), 'sample');
      expect((await samples()).length).toBeGreaterThan(settings.samplePerDay);
      const run = await job(day(0) + settings.everyMs).run();
      expect(run?.trimmed).toBeGreaterThan(0);
      expect(await samples()).toEqual(whole);
    });
  });

  describe('a legal hold', () => {
    it('keeps an incident’s conversation and originals over the drop of its day, until it is released', async () => {
      await job(day(0)).run();
      await scan([turn('before'), attack('held'), turn('after')]);
      const held = await openIncident();
      await scan([attack('free', { session: 'session:free', actor: 'actor:free' })]);
      await seal();
      const incident = await findIncident(database, held);
      await database.transaction((tx) => hold(tx, incident, 'case 7', 'counsel'));

      const run = await job(day(40)).run();
      expect(run?.tables.find(({ table }) => table === 'evidence')).toMatchObject({ held: 3, homeless: 3 });
      expect(Object.keys(await stored())).toEqual(['before', 'held', 'after']);
      expect(await count('vault_entries')).toBe(3);
      expect(await count('finding_evidence')).toBe(1);
      await job(day(50)).run();
      expect(await count('evidence')).toBe(3);

      await database.transaction((tx) => release(tx, incident, 'closed', 'counsel'));
      await job(day(51)).run();
      for (const table of ['evidence', 'vault_entries', 'finding_evidence'])
        expect(await count(table)).toBe(0);
      expect(await database.rows('SELECT who, action FROM audit_log ORDER BY entry_id')).toEqual([
        { who: 'counsel', action: 'hold' },
        { who: 'counsel', action: 'hold-release' },
      ]);
    });
  });

  describe('an erasure', () => {
    const ada = 'actor:2222222222222222';
    const session = 'session:1111111111111111';
    const traces = [ada, session, sessionDigest({ actor: ada, id: '' }), sessionDigest({ session, id: '' })];
    const options = { by: 'dpo', clock: () => day(1) };
    const someTraffic = async (): Promise<void> => {
      await job(day(0)).run();
      await scan([attack('hers'), turn('hers too'), turn('hers alone', { actor: undefined })]);
      await scan([attack('without session', { session: undefined })]);
      await scan([turn('sampled', { session: 'session:2' })], day(0), 'sample');
      await scan([attack('his', { session: 'session:his', actor: 'actor:his' })]);
      await database.rows(
        `INSERT INTO session_units (model_key, emitted_minute, first_at, session_digest, partition, unit)
         VALUES ($1, $2, $2, $3, 0, '{}')`,
        [modelKey, new Date(day(0)), Buffer.from(sessionDigest({ session, id: '' }), 'hex')],
      );
      await database.rows(
        `INSERT INTO dead_letters (dlq_partition, dlq_offset, received_on, failed_at, first_failed_at, source_topic,
           source_partition, source_offset, stage, code, message, attempts, bytes, head)
         VALUES (0, 0, '2026-03-01', now(), now(), 'logs', 0, 0, 's', 'c', 'm', 1, 9, $1)`,
        [`{"actor": "${ada}"`],
      );
      await seal();
    };

    it('leaves nothing of the actor in any table, and says in a receipt what went', async () => {
      await someTraffic();
      expect(await tablesWith(traces)).toEqual(
        expect.arrayContaining([
          'dead_letters',
          'evidence',
          'findings',
          'open_sessions',
          'session_units',
          'vault_entries',
        ]),
      );

      const receipt = await eraseActor(database, actorOfPseudonym('default', ada), options);
      expect(await tablesWith(traces)).toEqual([]);
      expect(receipt).toMatchObject({
        by: 'dpo',
        tenant: 'default',
        subject: [subjectOf(ada)],
        removed: {
          evidence: 5,
          evidence_of_samples: 1,
          vault_entries: 5,
          findings: 2,
          open_sessions: 3,
          session_units: 1,
          recent_interactions: 5,
          dead_letters: 1,
        },
      });
      expect(Object.keys(await stored())).toEqual(['his']);
      expect(await count('vault_entries')).toBe(1);
      const audit = await database.rows<{ who: string; detail: unknown }>(
        'SELECT who, detail FROM audit_log',
      );
      expect(audit).toEqual([{ who: 'dpo', detail: JSON.parse(JSON.stringify(receipt)) }]);

      const again = await eraseActor(database, actorOfPseudonym('default', ada), options);
      expect(Object.values(again.removed).every((rows) => rows === 0)).toBe(true);
    });

    it('leaves what a legal hold keeps, and says why', async () => {
      await scan([attack('held')]);
      const incident = await findIncident(database, await openIncident());
      await scan([attack('free', { session: 'session:2' })]);
      await seal();
      await database.transaction((tx) => hold(tx, incident, 'case 7', 'counsel'));
      const receipt = await eraseActor(database, actorOfPseudonym('default', ada), options);
      expect(receipt.removed).toMatchObject({ evidence: 1, vault_entries: 1, findings: 1 });
      expect(receipt.kept).toContainEqual(
        expect.objectContaining({ why: 'legal hold: case 7', rows: 1, incident: incident.number }),
      );
      expect(Object.keys(await stored())).toEqual(['held']);
    });

    it('finds an actor by the id that is logged, under every key that the tenant has had', async () => {
      const keysFile = join(testEnvironment().folder, `keys-${randomBytes(4).toString('hex')}.json`);
      createKey(keysFile, 'default', 'masking');
      rotateKey(keysFile, 'default', 'masking');
      const keys = openKeyStore({ KEYS_FILE: keysFile }).all('default', 'masking');
      const names = keys.map(({ key }) => pseudonym('actor', 'ada@example.com', key));
      expect(new Set(names).size).toBe(2);
      await scan(names.map((actor, i) => attack(`${i}`, { actor, session: `session:${i}` })));
      await scan([attack('his', { session: 'session:his', actor: 'actor:his' })]);
      const incident = await openIncident();

      const env = { PATH: process.env['PATH'], DATABASE_URL: url, KEYS_FILE: keysFile };
      const tunewarden = async (...args: string[]): Promise<Record<string, unknown>> => {
        const { stdout } = await promisify(execFile)(process.execPath, [appEntry('cli'), ...args], { env });
        return JSON.parse(stdout);
      };
      expect(await tunewarden('retain', 'm', 'evidence')).toEqual({
        model: 'm',
        version: '1',
        retain: 'evidence',
      });
      expect(await tunewarden('hold', incident, '--reason', 'case 7')).toMatchObject({ evidence: 3 });
      const erase = ['erase', '--actor', 'ada@example.com', '--by', 'dpo'];
      expect(await tunewarden(...erase)).toMatchObject({ removed: { evidence: 0 } });
      await tunewarden('hold', incident, '--release', '--reason', 'closed');
      expect(await tunewarden(...erase)).toMatchObject({ removed: { evidence: 2, findings: 2 } });
      expect(await tablesWith([...names, 'ada@example.com'])).toEqual([]);
      expect(await database.rows('SELECT action FROM audit_log ORDER BY entry_id')).toEqual(
        ['retain', 'hold', 'erase', 'hold-release', 'erase'].map((action) => ({ action })),
      );
    });

    it('is of one tenant only', async () => {
      await someTraffic();
      const receipt = await eraseActor(database, actorOfPseudonym('other', ada), options);
      expect(receipt.removed).toMatchObject({ evidence: 0, vault_entries: 0, findings: 0 });
    });
  });
});
