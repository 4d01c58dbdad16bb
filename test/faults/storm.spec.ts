import { expect, it } from '@jest/globals';
import type { AttackFinding } from '#contracts';
import { eventually } from '../support/eventually.js';
import { judge, nothingWrong } from '../support/faults/judge.js';
import {
  type Ledger,
  emptyLedger,
  plant,
  plantModel,
  plantedFinding,
} from '../support/faults/planted-findings.js';
import { sandboxState, setFault } from '../support/faults/sandbox-state.js';
import { type Pipeline, type ReceivedCall, createPipeline } from '../support/run-pipeline.js';

const findings = 10_000;
const sendsOf = 500;

interface Storm {
  readonly pipeline: Pipeline;
  readonly sandboxUrl: string;
  readonly ledger: Ledger;
}

/** Alerting that runs, and 10,000 findings in Kafka. */
async function raise(causeOf: (number: number) => AttackFinding, fault?: object): Promise<Storm> {
  const pipeline = await createPipeline();
  const { url: sandboxUrl } = await pipeline.startSandbox();
  if (fault !== undefined) await setFault(sandboxUrl, fault);
  await plantModel(pipeline);
  await pipeline.start('alerting');
  const ledger = emptyLedger();
  for (let sent = 0; sent < findings; sent += sendsOf) {
    const batch = Array.from({ length: sendsOf }, (_, number) => causeOf(sent + number));
    await plant(pipeline, ledger, batch);
  }
  return { pipeline, sandboxUrl, ledger };
}

const untilTaken = ({ pipeline }: Storm): Promise<void> =>
  eventually(
    async () => {
      const [row] = await pipeline.database.rows<{ taken: string }>(
        'SELECT count(*) AS taken FROM incident_findings',
      );
      expect(row?.taken).toBe(String(findings));
    },
    { deadlineMs: 240_000, everyMs: 500 },
  );

const untold = ({ pipeline }: Storm): Promise<object[]> =>
  pipeline.database.rows(`SELECT FROM notifications WHERE state <> 'delivered'`);

async function writesToSlack({ pipeline }: Storm): Promise<readonly ReceivedCall[]> {
  const { slack } = await pipeline.received();
  return slack.filter(({ method, status }) => method.startsWith('chat.') && status === 200);
}

it('10,000 findings of one cause are one incident, one page and one message, edited every five seconds at most', async () => {
  const storm = await raise(() => plantedFinding('one'));
  await untilTaken(storm);
  await eventually(
    async () => {
      const { slack } = await sandboxState(storm.sandboxUrl);
      expect(JSON.stringify(slack)).toContain(`Findings\\n${findings}`);
    },
    { deadlineMs: 60_000 },
  );
  const [post, ...edits] = await writesToSlack(storm);
  expect(post?.method).toBe('chat.postMessage');
  const times = [post!, ...edits].map(({ at }) => Date.parse(at));
  const pauses = times.slice(1).map((at, index) => at - times[index]!);
  expect(Math.min(...pauses)).toBeGreaterThanOrEqual(5_000);
  expect((await storm.pipeline.received()).pagerduty).toHaveLength(1);
  const { ledger, pipeline, sandboxUrl } = storm;
  expect(await judge(pipeline, ledger, { sandboxUrl, label: 'storm of one cause' })).toEqual(nothingWrong);
}, 360_000);

it('10,000 findings of 100 causes: criticals first, the rest in a digest, at most 60 a minute', async () => {
  const isCritical = (number: number): boolean => number % 100 >= 90;
  const storm = await raise(
    (number) =>
      plantedFinding(
        `cause${isCritical(number) ? 'critical' : ''}-${number % 100}`,
        isCritical(number) ? 'critical' : 'high',
      ),
    // The digest itself is posted, and nobody hears so: it must be found again, not posted a second time.
    { service: 'slack', kind: 'reset-although-posted', matching: 'told+together' },
  );
  await untilTaken(storm);
  await eventually(async () => expect(await untold(storm)).toHaveLength(0), {
    deadlineMs: 240_000,
    everyMs: 1_000,
  });
  const writes = await writesToSlack(storm);
  const posts = writes.filter(({ method }) => method === 'chat.postMessage');
  const criticals = posts.flatMap(({ body }, place) =>
    JSON.stringify(body).includes('causecritical') ? [place] : [],
  );
  // Those that were posted before the first critical one was there take nothing from it.
  expect(criticals).toHaveLength(10);
  expect(Math.max(...criticals)).toBeLessThan(20);
  expect(posts.length).toBeLessThan(50);
  expect(posts.filter(({ body }) => String(body['text']).includes('told together')).length).toBeGreaterThan(
    0,
  );
  expect(mostInAMinute(writes)).toBeLessThanOrEqual(60);
  expect((await storm.pipeline.received()).slack.filter(({ status }) => status === 429)).toHaveLength(0);
  const { ledger, pipeline, sandboxUrl } = storm;
  expect(await judge(pipeline, ledger, { sandboxUrl, label: 'storm of 100 causes' })).toEqual(nothingWrong);
}, 480_000);

function mostInAMinute(calls: readonly ReceivedCall[]): number {
  const times = calls.map(({ at }) => Date.parse(at));
  return Math.max(...times.map((start) => times.filter((at) => at >= start && at < start + 60_000).length));
}
