import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { startChildServer } from '../../deploy/local/child-server.js';
import { projectRoot } from '../../deploy/local/project-root.js';
import { cleanUp } from '../support/clean-up.js';
import { eventually } from '../support/eventually.js';
import type { ReceivedCall } from '../support/run-pipeline.js';

interface LocalState {
  readonly api: string;
  readonly token: string;
  readonly sandbox: string;
  readonly pids: Readonly<Record<string, number>>;
}

interface Incident {
  readonly id: string;
  readonly kind: string;
}

const threeMinutesMs = 180_000;

it('shows an attack and a drift within three minutes of npm start, told to Slack and PagerDuty, and keeps them', async () => {
  const home = await mkdtemp(join(tmpdir(), 'tunewarden-start-'));
  cleanUp(() => rm(home, { recursive: true, force: true }));

  const first = await start(home);
  expect(await firstLineWith(home, 'login')).toMatch(/https?:\/\/127\.0\.0\.1:\d+\/login\?token=\S+/);
  const found = await eventually(
    async () => {
      const kinds = await incidents(first.state);
      expect([...new Set(kinds.map((incident) => incident.kind))].sort()).toEqual(['attack', 'drift']);
      return kinds;
    },
    { deadlineMs: threeMinutesMs, everyMs: 1_000 },
  );
  await eventually(async () => expect(await canaryCalls(first.state)).toBeGreaterThan(0), {
    deadlineMs: 90_000,
  });
  await eventually(async () => expect(await acceptedKinds(first.state)).toEqual(['pagerduty', 'slack']), {
    deadlineMs: 30_000,
  });
  expect(await first.interrupt()).toMatchObject({ code: 0 });

  const second = await start(home, '--no-demo');
  const kept = new Set((await incidents(second.state)).map((incident) => incident.id));
  expect(found.filter((incident) => !kept.has(incident.id))).toEqual([]);
  expect(await second.interrupt()).toMatchObject({ code: 0 });
  for (const pid of Object.values(second.state.pids)) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
}, 420_000);

/** `npm start` as its script runs it once all is installed and built. */
async function start(home: string, ...args: readonly string[]) {
  const { PATH, HOME, TMPDIR, JAVA_HOME } = process.env;
  const server = await startChildServer({
    name: 'npm start',
    command: process.execPath,
    args: [join(projectRoot(), 'dist/deploy/local/start.js'), ...args],
    env: { PATH, HOME, TMPDIR, JAVA_HOME, TUNEWARDEN_HOME: home },
    logFile: logFile(home),
    isReady: (log) => log.includes('/login?token='),
    startDeadlineMs: 150_000,
    stopSignal: 'SIGINT',
    stopDeadlineMs: 40_000,
  });
  cleanUp(() => server.stop());
  const state = JSON.parse(await readFile(join(home, 'local.json'), 'utf8')) as LocalState;
  return { state, interrupt: () => server.stop() };
}

function logFile(home: string): string {
  return join(home, 'start.log');
}

async function firstLineWith(home: string, word: string): Promise<string | undefined> {
  return (await readFile(logFile(home), 'utf8')).split('\n').find((line) => line.includes(word));
}

async function incidents({ api, token }: LocalState): Promise<Incident[]> {
  const response = await fetch(`${api}/v1/incidents`, { headers: { authorization: `Bearer ${token}` } });
  expect(response.status).toBe(200);
  return ((await response.json()) as { items: Incident[] }).items;
}

/** How often a canary came all the way to the dead man's switch. */
async function canaryCalls({ sandbox }: LocalState): Promise<number> {
  const state = (await (await fetch(`${sandbox}/state`)).json()) as { deadMansSwitch: { calls: number } };
  return state.deadMansSwitch.calls;
}

/** Which of the two services accepted a message. */
async function acceptedKinds({ sandbox }: LocalState): Promise<string[]> {
  const received = (await (await fetch(`${sandbox}/received`)).json()) as Record<string, ReceivedCall[]>;
  const accepted = Object.entries(received).filter(([, calls]) => calls.some(isAccepted));
  return accepted.map(([service]) => service).sort();
}

function isAccepted(call: ReceivedCall): boolean {
  return call.status === 202 || (call.status === 200 && (call.answer as { ok?: boolean }).ok === true);
}
