import { expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { attackText, plantedAttack } from '../support/planted-traffic.js';
import { type Pipeline, createPipeline } from '../support/run-pipeline.js';

const rightToLeftOverride = '\u202e';
const zeroWidthSpace = '\u200b';
const hostile =
  `<img src=x onerror=alert(1)> </script><script>alert(2)</script> <!channel> <@U0123ABCD> ` +
  `<https://evil.example|click> ${rightToLeftOverride}gnp.exe${zeroWidthSpace} @everyone`;

it('shows a hostile prompt as text: in the API exactly, in Slack and PagerDuty without live or invisible parts', async () => {
  const pipeline = await createPipeline();
  await pipeline.startSandbox();
  await Promise.all([pipeline.start('collector'), pipeline.start('analyzer'), pipeline.start('alerting')]);
  const api = await pipeline.start('api');
  const { key, value } = plantedAttack('hostile', 1, 'hostile', hostile);
  await pipeline.producer.send(pipeline.topics.source, [{ key, value }]);

  const { slack, pagerduty } = await eventually(
    async () => {
      const received = await pipeline.received();
      const accepted = received.slack.filter((call) => call.method === 'chat.postMessage');
      expect([accepted.length, received.pagerduty.length]).toEqual([1, 1]);
      return { slack: accepted[0]!.body, pagerduty: received.pagerduty[0]!.body };
    },
    { deadlineMs: 30_000 },
  );

  for (const shown of [JSON.stringify(slack), JSON.stringify(pagerduty)]) {
    expect(shown).toContain('Ignore all previous instructions');
    expect(shown).not.toContain(rightToLeftOverride);
    expect(shown).not.toContain(zeroWidthSpace);
  }
  for (const live of mrkdwnTexts(slack)) expect(live).not.toMatch(/<img|<script|<!channel|<@U|evil\.example/);
  expect(await evidenceText(pipeline, api.url)).toContain(`${attackText} ${hostile}`);
}, 120_000);

/** Every text of a Slack message in which Slack would make mentions and links live. */
function mrkdwnTexts(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(mrkdwnTexts);
  if (typeof node === 'string' || typeof node !== 'object' || node === null) return [];
  const { type, text, ...rest } = node as { type?: unknown; text?: unknown };
  const own =
    typeof text === 'string' && type !== 'plain_text' && !insidePreformatted.has(type) ? [text] : [];
  return [
    ...own,
    ...mrkdwnTexts(typeof text === 'string' ? undefined : text),
    ...mrkdwnTexts(Object.values(rest)),
  ];
}

/** Elements of a rich text block are never parsed for markup. */
const insidePreformatted = new Set<unknown>(['text']);

async function evidenceText(pipeline: Pipeline, apiUrl: string): Promise<string> {
  const get = async (path: string) => {
    const response = await fetch(apiUrl + path, {
      headers: { authorization: `Bearer ${pipeline.apiToken}` },
    });
    expect(response.status).toBe(200);
    return (await response.json()) as Record<string, unknown>;
  };
  const { items } = (await get('/v1/incidents')) as { items: { id: string }[] };
  const incident = await get(`/v1/incidents/${items[0]!.id}`);
  return Object.values(stringsIn(incident)).join('\n');
}

function stringsIn(node: unknown): string[] {
  if (typeof node === 'string') return [node];
  return typeof node === 'object' && node !== null ? Object.values(node).flatMap(stringsIn) : [];
}
