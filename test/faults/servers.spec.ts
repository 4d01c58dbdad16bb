import { setTimeout as pause } from 'node:timers/promises';
import { openDatabase } from '#database';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { judge, nothingWrong } from '../support/faults/judge.js';
import { type BreakableServers, startBreakableServers } from '../support/faults/own-servers.js';
import {
  type Ledger,
  emptyLedger,
  plant,
  plantModel,
  plantedFinding,
} from '../support/faults/planted-findings.js';
import { type Pipeline, createPipeline } from '../support/run-pipeline.js';
import type { SpawnedApp } from '../support/spawn-app.js';

/** How long a server is away; TUNEWARDEN_DOWN_SECONDS=60 for the long way. */
const downMs = Number(process.env['TUNEWARDEN_DOWN_SECONDS'] ?? 10) * 1_000;

let servers: BreakableServers;
let pipeline: Pipeline;
let alerting: SpawnedApp;
let sandboxUrl: string;
let ledger: Ledger;

beforeAll(async () => {
  servers = await startBreakableServers();
  pipeline = await createPipeline({}, servers);
  sandboxUrl = (await pipeline.startSandbox()).url;
  await plantModel(pipeline);
  ledger = emptyLedger();
  alerting = await pipeline.start('alerting');
}, 120_000);

/** Three findings of one new cause; sent until Kafka acknowledges them, the same ones each time. */
async function plantCause(family: string): Promise<void> {
  const findings = Array.from({ length: 3 }, () => plantedFinding(family));
  await eventually(() => plant(pipeline, ledger, findings), { deadlineMs: 120_000, everyMs: 500 });
}

/** A new cause every second until `work` is done. */
async function whilePlanting(name: string, work: () => Promise<void>): Promise<void> {
  const working = work();
  let isDone = false;
  void working.finally(() => (isDone = true));
  for (let number = 0; !isDone; number++) {
    await plantCause(`${name}-${number}`);
    await pause(1_000);
  }
  await working;
}

/**
 * From when a server takes calls again until a new cause was told in Slack: by a message of its own, or by the digest of
 * what came while it was away.
 */
async function recovery(name: string): Promise<void> {
  const startedAt = performance.now();
  const family = `after-${name}`;
  await plantCause(family);
  await eventually(
    async () =>
      expect(
        await pipeline.database.rows(
          `SELECT n.state FROM notifications n JOIN incidents USING (incident_id)
           WHERE family = $1 AND channel = 'slack'`,
          [family],
        ),
      ).toEqual([{ state: 'delivered' }]),
    { deadlineMs: 120_000 },
  );
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  process.stdout.write(`recovery: ${seconds} s from ${name} answering to the next finding in Slack\n`);
}

async function nothingIsWrong(label: string): Promise<void> {
  await eventually(
    async () =>
      expect(
        await pipeline.database.rows(`SELECT FROM notifications WHERE state <> 'delivered'`),
      ).toHaveLength(0),
    { deadlineMs: 180_000, everyMs: 500 },
  );
  expect(await judge(pipeline, ledger, { sandboxUrl, label })).toEqual(nothingWrong);
  // No process ends for it, and none is started anew.
  expect(() => process.kill(alerting.pid, 0)).not.toThrow();
}

describe('alerting goes on by itself, without loss and without a second message, after', () => {
  it('all connections to Postgres were ended, three times', async () => {
    await whilePlanting('terminated', async () => {
      for (let round = 0; round < 3; round++) {
        await pause(2_000);
        const admin = await openDatabase({ url: servers.adminUrl, applicationName: 'test', poolSize: 1 });
        await admin.rows(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tunewarden-alerting'`,
        );
        await admin.close();
      }
    });
    await recovery('terminated');
    await nothingIsWrong('pg_terminate_backend');
  }, 300_000);

  it('Postgres was killed and was away for a while', async () => {
    await whilePlanting('postgres', async () => {
      await pause(2_000);
      await servers.killPostgres();
      await pause(downMs);
      await servers.startPostgres();
    });
    await recovery('Postgres');
    await nothingIsWrong('Postgres restart');
  }, 300_000);

  it('Kafka was killed and was away for a while', async () => {
    const away = async (): Promise<void> => {
      await pause(2_000);
      await servers.killKafka();
      await pause(downMs);
      await servers.startKafka();
    };
    await whilePlanting('kafka', away);
    await recovery('Kafka');
    await nothingIsWrong('Kafka restart');
  }, 300_000);
});
