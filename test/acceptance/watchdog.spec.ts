import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { cleanUp } from '../support/clean-up.js';
import { eventually } from '../support/eventually.js';
import { sandboxState } from '../support/faults/sandbox-state.js';
import { type Pipeline, createPipeline } from '../support/run-pipeline.js';
import type { SpawnedApp } from '../support/spawn-app.js';

let pipeline: Pipeline;
let sandboxUrl: string;
let analyzer: SpawnedApp;
/** When the dead man's switch was called, and with what. */
const heartbeats: { readonly type: string }[] = [];

beforeAll(async () => {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      heartbeats.push(JSON.parse(body) as { type: string });
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUp(() => new Promise<void>((resolve) => server.close(() => resolve())));
  pipeline = await createPipeline({
    WATCHDOG_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/alive`,
    WATCHDOG_SECRET: `whsec_${Buffer.from('watchdog secret').toString('base64')}`,
    WATCHDOG_EVERY_SECONDS: '3',
    WATCHDOG_SILENCE_SECONDS: '12',
  });
  sandboxUrl = (await pipeline.startSandbox()).url;
  await pipeline.start('collector');
  analyzer = await pipeline.start('analyzer');
  await pipeline.start('alerting');
}, 90_000);

const opened = (): number => heartbeats.filter(({ type }) => type === 'incident.open').length;

describe('the watchdog', () => {
  it('sends a canary through collector, analyzer and alerting to the dead man’s switch, again and again', async () => {
    await eventually(() => expect(opened()).toBeGreaterThanOrEqual(3), { deadlineMs: 60_000 });
    const incidents = await pipeline.database.rows(`SELECT FROM incidents`);
    expect(incidents).toHaveLength(1);
    const { slack, pagerduty } = await sandboxState(sandboxUrl);
    expect([slack, pagerduty]).toEqual([[], []]);
  }, 90_000);

  it('pages by its second path where no canary comes through, and ends it when one does', async () => {
    await analyzer.kill('SIGKILL');
    await eventually(
      async () =>
        expect((await sandboxState(sandboxUrl)).pagerduty).toMatchObject([
          {
            dedupKey: `${pipeline.topicPrefix}tunewarden-watchdog`,
            status: 'triggered',
            severity: 'critical',
          },
        ]),
      { deadlineMs: 60_000 },
    );
    const before = opened();
    await pipeline.start('analyzer');
    await eventually(
      async () =>
        expect((await sandboxState(sandboxUrl)).pagerduty).toMatchObject([{ status: 'resolved', opened: 1 }]),
      { deadlineMs: 60_000 },
    );
    expect(opened()).toBeGreaterThan(before);
  }, 150_000);
});
