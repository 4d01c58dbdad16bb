import { deadLetterHeaderNames, headerNames } from '#contracts';
import { type StepResult, deadLetter, drop, proceed } from '#pipeline';
import type { Logger } from '#telemetry';
import { describe, expect, it } from '@jest/globals';
import { type Outcome, ingestMessage } from './ingest-message.js';
import type { Adapted, Outgoing, Received } from './received.js';

const received: Received = {
  topic: 'logs',
  partition: 0,
  record: {
    offset: 7n,
    key: Buffer.from('key'),
    value: Buffer.from('bytes'),
    headers: { kept: Buffer.from('yes') },
    timestampMs: 0,
  },
  takenUpAtMs: 0,
};
const taken = (value: string): StepResult<Outgoing> =>
  proceed({ to: 'masked', record: { key: null, value } });
const refused = deadLetter('validate', 'invalid-interaction', 'messages: too_big');

/** What comes of a message whose records end like this, one after the other. */
async function outcomeOf(results: readonly (StepResult<Outgoing> | Error)[]): Promise<Outcome> {
  const outcome: Outcome = { masked: [], parts: [], deadLetters: [] };
  const records = results.map((_, index) => ({ source: { index } }) as Adapted);
  const pipeline = {
    open: () => Promise.resolve(proceed(records)),
    take: ({ source }: Adapted) => {
      const result = results[source.index]!;
      return result instanceof Error ? Promise.reject(result) : Promise.resolve(result);
    },
  };
  await ingestMessage(pipeline, received, outcome, { error: () => undefined } as unknown as Logger);
  return outcome;
}

const onlyOf = ({ deadLetters }: Outcome) =>
  deadLetters.map(({ headers }) => headers?.[headerNames.onlyRecords]);

describe('a message of several records', () => {
  it('of which some are refused is one dead letter that names them, and the others go on', async () => {
    const outcome = await outcomeOf([taken('a'), refused, taken('c'), new Error('a fault'), drop('no-text')]);
    expect(outcome.masked.map(({ value }) => value)).toEqual(['a', 'c']);
    expect(onlyOf(outcome)).toEqual(['1,3']);
    expect(outcome.deadLetters[0]).toMatchObject({
      value: received.record.value,
      key: received.record.key,
      headers: { kept: received.record.headers['kept'], [deadLetterHeaderNames.offset]: '7' },
    });
  });

  it('of which all are refused is a dead letter as a whole', async () => {
    expect(onlyOf(await outcomeOf([refused, refused]))).toEqual([undefined]);
  });

  it('of which none is refused is no dead letter', async () => {
    expect((await outcomeOf([taken('a'), drop('no-text')])).deadLetters).toEqual([]);
  });
});
