import { headerNames } from '#contracts';
import { headerBytes } from '#kafka';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { attackText, plantedAttack } from '../support/planted-traffic.js';
import { readTopic } from '../support/read-topic.js';
import { type Pipeline, createPipeline } from '../support/run-pipeline.js';

const picture = Buffer.from('89504e470d0a1a0a', 'hex').toString('base64');
const logged = JSON.parse(plantedAttack('growing', 1, 'm').value) as {
  response: { content: string };
};
const attacked = logged.response.content;

/** One call after the other of one conversation, each with everything that was said before. */
const calls: readonly { messages: readonly object[]; answer: string }[] = [
  { messages: [{ role: 'user', content: 'Which documents do I need?' }], answer: 'The invoice.' },
  {
    messages: [
      { role: 'user', content: 'Which documents do I need?' },
      { role: 'assistant', content: 'The invoice.' },
      {
        role: 'user',
        parts: [
          { type: 'text', text: attackText },
          { type: 'document', text: 'Page 3 of the handbook, by grace@example.com' },
          { type: 'image', mime_type: 'image/png', data: picture },
        ],
      },
    ],
    answer: attacked,
  },
];
/** The tool loop of the last turn goes on, and then somebody asks something else. */
const toolCall = {
  role: 'assistant',
  parts: [{ type: 'tool_call', name: 'find', arguments: { of: 'ada@example.com' } }],
};
const toolResult = { role: 'tool', parts: [{ type: 'tool_call_response', result: { found: 2 } }] };
const loop = { messages: [...calls[1]!.messages, toolCall, toolResult], answer: attacked };
const last = {
  messages: [
    ...loop.messages,
    { role: 'assistant', content: attacked },
    { role: 'user', content: 'Thank you, and when is it paid?' },
  ],
  answer: 'On Monday.',
};

interface Turn {
  readonly role: string;
  readonly where: string | null;
  readonly content: string;
}

describe('a conversation that grows call by call', () => {
  let pipeline: Pipeline;
  beforeAll(async () => {
    pipeline = await createPipeline();
    await pipeline.start('collector');
    await Promise.all([pipeline.start('analyzer'), pipeline.start('alerting')]);
    const conversation = [...calls, loop, last];
    await pipeline.producer.send(
      pipeline.topics.source,
      conversation.map(({ messages, answer }, n) => ({
        key: 'one',
        value: JSON.stringify({ ...logged, id: `call-${n}`, messages, response: { content: answer } }),
      })),
    );
  }, 180_000);

  const buckets = async () =>
    (
      await pipeline.database.rows<Record<string, number>>(
        `SELECT sum(interactions)::int AS interactions, sum(attacks)::int AS attacks, sum(complied)::int AS complied
         FROM buckets`,
      )
    )[0];

  it('counts each call once, and the attack in it once', async () => {
    await eventually(async () => expect(await buckets()).toMatchObject({ interactions: 4 }), {
      deadlineMs: 60_000,
    });
    expect(await buckets()).toMatchObject({ attacks: 1 });
  });

  it('shows where each text came from, and a hash and a size in place of a picture', async () => {
    const api = await pipeline.start('api');
    const ask = async <T>(path: string): Promise<T> => {
      const headers = { authorization: `Bearer ${pipeline.apiToken}` };
      return (await (await fetch(api.url + path, { headers })).json()) as T;
    };
    const id = await eventually(
      async () => {
        const { items } = await ask<{ items: { id: string }[] }>('/v1/incidents');
        expect(items).toHaveLength(1);
        return items[0]!.id;
      },
      { deadlineMs: 60_000 },
    );
    const evidence = await eventually(async () => {
      const detail = await ask<{ evidence: { turns: Turn[]; sealed: boolean }[] }>(`/v1/incidents/${id}`);
      expect(detail.evidence).toHaveLength(2);
      return detail.evidence;
    });
    const longest = evidence.map(({ turns }) => turns).sort((a, b) => b.length - a.length)[0]!;
    expect(longest.map(({ role, where }) => [role, where])).toEqual([
      ['user', null],
      ['assistant', null],
      ['user', null],
      ['user', 'retrieved'],
      ['user', null],
      ['assistant', null],
      ['tool', 'tool'],
      ['response', null],
    ]);
    const texts = longest.map(({ content }) => content);
    expect(texts[3]).toMatch(/^Page 3 of the handbook, by ⟦email:[0-9a-f]{12}⟧$/);
    expect(texts[4]).toMatch(/^\[image image\/png, 8 bytes, [0-9a-f]{12}\]$/);
    expect(texts[5]).toMatch(/^\[tool call\] find\(\{"of":"⟦email:[0-9a-f]{12}⟧"\}\)$/);
    expect(texts[6]).toBe('{"found":2}');
    expect(JSON.stringify(evidence)).not.toContain(picture);
  });

  it('leaves no original anywhere where nobody wants a vault', async () => {
    const records = await readTopic(pipeline, pipeline.topics.masked);
    expect(records).toHaveLength(4);
    expect(records.map((record) => headerBytes(record, headerNames.sealed))).toEqual(
      records.map(() => undefined),
    );
    expect(await pipeline.database.rows('SELECT 1 FROM vault_entries')).toEqual([]);
  });
});
