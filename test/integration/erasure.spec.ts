import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findHeldIncident, hold } from '#database';
import { actorDigest, sessionDigest } from '#features';
import { createKey, openKeyStore, rotateKey } from '#keys';
import { pseudonym } from '#privacy';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { eraseActor, subjectOf } from '../../apps/cli/src/erase/erase-actor.js';
import { actorOfPseudonym } from '../../apps/cli/src/erase/find-actor.js';
import { appEntry } from '../../deploy/local/app-entry.js';
import { type Storage, createStorage, day } from '../support/create-storage.js';
import { testEnvironment } from '../support/test-environment.js';

describe('an erasure', () => {
  let on: Storage;
  beforeEach(async () => {
    on = await createStorage();
  });

  const ada = 'actor:2222222222222222';
  const session = 'session:1111111111111111';
  const traces = [
    ada,
    session,
    sessionDigest({ actor: ada, id: '' }),
    sessionDigest({ session, id: '' }),
    ...[{ actor: ada }, { session }].flatMap((who) => actorDigest({ tenant: 'default', ...who }) ?? []),
  ];
  const options = { by: 'dpo', clock: () => day(1) };
  const someTraffic = async (): Promise<void> => {
    await on.job(day(0)).run();
    await on.scan([on.attack('hers'), on.turn('hers too'), on.turn('hers alone', { actor: undefined })]);
    await on.scan([on.attack('without session', { session: undefined })]);
    await on.scan([on.turn('sampled', { session: 'session:2' })], day(0), 'sample');
    await on.scan([on.attack('his', { session: 'session:his', actor: 'actor:his' })]);
    await on.database.rows(
      `INSERT INTO session_units (model_key, emitted_minute, first_at, session_digest, partition, unit)
         VALUES ($1, $2, $2, $3, 0, '{}')`,
      [on.modelKey, new Date(day(0)), Buffer.from(sessionDigest({ session, id: '' }), 'hex')],
    );
    await on.database.rows(
      `INSERT INTO dead_letters (dlq_partition, dlq_offset, received_on, failed_at, first_failed_at, source_topic,
           source_partition, source_offset, stage, code, message, attempts, bytes, head)
         VALUES (0, 0, '2026-03-01', now(), now(), 'logs', 0, 0, 's', 'c', 'm', 1, 9, $1)`,
      [`{"actor": "${ada}"`],
    );
    await on.database.rows(
      `INSERT INTO guardrail_results (interaction_id, tenant, policy, verdict, source_topic, source_partition,
           source_offset, source_index, place, stored_on)
         SELECT id, 'default', 'pii', 'blocked', 'verdicts', 0, n, 0, 0, '2026-03-01'
         FROM unnest(ARRAY['hers', 'his']) WITH ORDINALITY AS said (id, n)`,
    );
    await on.seal();
  };

  it('leaves nothing of the actor in any table, and says in a receipt what went', async () => {
    await someTraffic();
    expect(await on.tablesWith(traces)).toEqual(
      expect.arrayContaining([
        'actor_states',
        'dead_letters',
        'evidence',
        'findings',
        'flagged_asks',
        'open_sessions',
        'session_units',
        'vault_entries',
      ]),
    );

    const receipt = await eraseActor(on.database, actorOfPseudonym('default', ada), options);
    expect(await on.tablesWith(traces)).toEqual([]);
    expect(receipt).toMatchObject({
      by: 'dpo',
      tenant: 'default',
      subject: [subjectOf(ada)],
      removed: {
        evidence: 5,
        evidence_of_samples: 1,
        vault_entries: 5,
        guardrail_results: 1,
        findings: 2,
        open_sessions: 3,
        session_units: 1,
        actor_states: 2,
        flagged_asks: 2,
        recent_interactions: 5,
        dead_letters: 1,
        idempotency_keys: 0,
      },
    });
    expect(Object.keys(await on.stored())).toEqual(['his']);
    expect(await on.count('vault_entries')).toBe(1);
    expect(await on.database.rows('SELECT interaction_id FROM guardrail_results')).toEqual([
      { interaction_id: 'his' },
    ]);
    const audit = await on.database.rows<{ who: string; detail: unknown }>(
      'SELECT who, detail FROM audit_log',
    );
    expect(audit).toEqual([{ who: 'dpo', detail: JSON.parse(JSON.stringify(receipt)) }]);

    const again = await eraseActor(on.database, actorOfPseudonym('default', ada), options);
    expect(Object.values(again.removed).every((rows) => rows === 0)).toBe(true);
  });

  it('leaves what a legal hold keeps, and says why', async () => {
    await on.scan([on.attack('held')]);
    const incident = (await findHeldIncident(on.database, await on.openIncident()))!;
    await on.scan([on.attack('free', { session: 'session:2' })]);
    await on.seal();
    await on.database.transaction((tx) =>
      hold(tx, incident, { reason: 'case 7', by: 'counsel', door: 'cli' }),
    );
    const receipt = await eraseActor(on.database, actorOfPseudonym('default', ada), options);
    expect(receipt.removed).toMatchObject({ evidence: 1, vault_entries: 1, findings: 1 });
    expect(receipt.kept).toContainEqual(
      expect.objectContaining({ why: 'legal hold: case 7', rows: 1, incident: incident.number }),
    );
    expect(Object.keys(await on.stored())).toEqual(['held']);
  });

  it('finds an actor by the id that is logged, under every key that the tenant has had', async () => {
    const keysFile = join(testEnvironment().folder, `keys-${randomBytes(4).toString('hex')}.json`);
    createKey(keysFile, 'default', 'masking');
    rotateKey(keysFile, 'default', 'masking');
    const keys = openKeyStore({ KEYS_FILE: keysFile }).all('default', 'masking');
    const names = keys.map(({ key }) => pseudonym('actor', 'ada@example.com', key));
    expect(new Set(names).size).toBe(2);
    await on.scan(names.map((actor, i) => on.attack(`${i}`, { actor, session: `session:${i}` })));
    await on.scan([on.attack('his', { session: 'session:his', actor: 'actor:his' })]);
    const incident = await on.openIncident();

    const env = { PATH: process.env['PATH'], DATABASE_URL: on.url, KEYS_FILE: keysFile };
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
    expect(await tunewarden('keys', 'rotate', '--tenant', 'default', '--by', 'dpo')).toMatchObject({
      current: true,
    });
    expect(await on.tablesWith([...names, 'ada@example.com'])).toEqual([]);
    expect(await on.database.rows('SELECT action FROM audit_log ORDER BY entry_id')).toEqual(
      ['retain', 'hold', 'erase', 'hold-release', 'erase', 'keys'].map((action) => ({ action })),
    );
  });

  it('is of one tenant only', async () => {
    await someTraffic();
    const receipt = await eraseActor(on.database, actorOfPseudonym('other', ada), options);
    expect(receipt.removed).toMatchObject({ evidence: 0, vault_entries: 0, findings: 0 });
  });
});
