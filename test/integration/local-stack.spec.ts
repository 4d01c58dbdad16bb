import { openDatabase } from '#database';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../../deploy/local/postgres-server.js';
import { cloneDatabase } from '../support/clone-database.js';

describe('the local PostgreSQL', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tunewarden-test-'));
    await chmod(folder, 0o711);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('keeps its data and its password when it is killed and started again', async () => {
    const options = { dataDir: join(folder, 'postgres'), logFile: join(folder, 'postgres.log') };
    const first = await startPostgres(options);
    const before = await openDatabase({ url: first.url, applicationName: 'test' });
    await before.rows('CREATE TABLE kept AS SELECT 42 AS answer');
    await before.close();
    await first.kill();

    const second = await startPostgres(options);
    const after = await openDatabase({ url: second.url, applicationName: 'test' });
    expect(await after.rows('SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    await after.close();
    expect(await second.stop()).toEqual({ code: 0, signal: null });
  });
});

describe('a cloned database', () => {
  it('is migrated, empty and nobody else’s', async () => {
    const [one, other] = [await cloneDatabase(), await cloneDatabase()];
    expect(one).not.toBe(other);
    const database = await openDatabase({ url: one, applicationName: 'test' });
    expect(await database.migrate()).toEqual([]);
    expect(await database.rows('SELECT * FROM incidents')).toEqual([]);
    await database.close();
  });
});
