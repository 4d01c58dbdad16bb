import { type Database, appendAudit, openDatabase } from '#database';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { verifyAudit } from '../../apps/cli/src/audit/verify-audit.js';
import { cleanUp } from '../support/clean-up.js';
import { cloneDatabase } from '../support/clone-database.js';
import { startCommand } from '../support/run-command.js';

describe('the audit log', () => {
  let database: Database;
  let url: string;

  beforeEach(async () => {
    url = await cloneDatabase();
    const opened = await openDatabase({ url, applicationName: 'audit-test', poolSize: 10 });
    cleanUp(() => opened.close());
    database = opened;
  });

  const add = (subject: string, tenant: string | null = null) =>
    appendAudit(database, {
      tenant,
      who: 'ada',
      action: 'test',
      subject,
      detail: { note: 'Käse ☃', n: 1.5 },
    });
  /** As somebody would who owns the table. */
  const tamper = async (statement: string) => {
    await database.rows('ALTER TABLE audit_log DISABLE TRIGGER USER');
    await database.rows(statement);
    await database.rows('ALTER TABLE audit_log ENABLE TRIGGER USER');
  };

  it('is one unbroken chain whoever writes at the same time, and whatever rolls back', async () => {
    await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        database
          .transaction(async (tx) => {
            await appendAudit(tx, { who: 'ada', action: 'test', subject: `s-${index}`, detail: {} });
            if (index % 3 === 0) throw new TypeError('rolled back');
          })
          .catch((error: unknown) => {
            if (!(error instanceof TypeError)) throw error;
          }),
      ),
    );
    expect(await verifyAudit(database)).toMatchObject({ ok: true, rows: 40 });
  });

  it.each([[`UPDATE audit_log SET who = 'bob'`], [`DELETE FROM audit_log`], [`TRUNCATE audit_log`]])(
    'refuses %s',
    async (statement) => {
      await add('one');
      await expect(database.rows(statement)).rejects.toMatchObject({ code: 'database.refused' });
      expect(await verifyAudit(database)).toMatchObject({ ok: true, rows: 1 });
    },
  );

  it.each([
    ['a changed reason', `UPDATE audit_log SET detail = '{"note": "x"}' WHERE entry_id = 3`, '3', 'changed'],
    [
      'a changed time',
      `UPDATE audit_log SET at = at + interval '1 microsecond' WHERE entry_id = 4`,
      '4',
      'changed',
    ],
    ['a moved tenant', `UPDATE audit_log SET tenant = NULL WHERE entry_id = 5`, '5', 'changed'],
    ['a row that is gone', `DELETE FROM audit_log WHERE entry_id = 2`, '2', 'missing'],
    ['the first row gone', `DELETE FROM audit_log WHERE entry_id = 1`, '1', 'missing'],
    ['an end that was cut off', `DELETE FROM audit_log WHERE entry_id > 4`, '5', 'cut off'],
    ['everything gone', `DELETE FROM audit_log`, '1', 'cut off'],
  ])('shows %s', async (_what, statement, brokenAt, why) => {
    for (let index = 0; index < 6; index += 1) await add(`s-${index}`, 'acme');
    await tamper(statement);
    expect(await verifyAudit(database)).toMatchObject({ ok: false, brokenAt, why });
  });

  it('shows a chain that was made anew to whoever noted a row of the old one', async () => {
    await add('one');
    await add('two');
    const noted = await verifyAudit(database);
    await tamper('DELETE FROM audit_log');
    await database.rows(`UPDATE audit_head SET entry_id = 0, digest = decode(repeat('00', 32), 'hex')`);
    for (const subject of ['one', 'forged', 'three']) await add(subject);
    expect(await verifyAudit(database)).toMatchObject({ ok: true, rows: 3 });
    expect(await verifyAudit(database, { rows: BigInt(noted.rows), digest: noted.digest })).toMatchObject({
      ok: false,
      brokenAt: '2',
      why: 'not the noted one',
    });
  });

  it('is verified from the command line, with exit code 1 where it is broken', async () => {
    await add('one');
    await add('two');
    const verify = (...args: string[]) =>
      startCommand(['audit', 'verify', ...args], { DATABASE_URL: url }).done;
    const whole = await verify();
    expect([whole.code, JSON.parse(whole.stdout)]).toEqual([
      0,
      expect.objectContaining({ ok: true, rows: 2 }),
    ]);
    const { digest } = JSON.parse(whole.stdout) as { digest: string };
    expect((await verify('--noted', `2:${digest}`)).code).toBe(0);
    expect((await verify('--noted', `2:${'0'.repeat(64)}`)).code).toBe(1);
    await tamper(`UPDATE audit_log SET who = 'bob' WHERE entry_id = 2`);
    const broken = await verify();
    expect([broken.code, JSON.parse(broken.stdout)]).toEqual([
      1,
      expect.objectContaining({ ok: false, brokenAt: '2', why: 'changed' }),
    ]);
  });
});
