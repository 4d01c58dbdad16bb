import { readFile } from 'node:fs/promises';
import { deadLetterHeaderNames, headerNames } from '#contracts';
import { headerText } from '#kafka';
import { expect, it } from '@jest/globals';
import { collectRecords } from '../support/collect-records.js';
import { eventually } from '../support/eventually.js';
import { ordinaryInteraction, plantedAttack } from '../support/planted-traffic.js';
import { type Pipeline, countedByModel, createPipeline } from '../support/run-pipeline.js';

const filler = 'The parcel left the warehouse on Tuesday and arrives before the weekend. ';
const largeBytes = 9_900_000;
const larges = 6;
const smalls = 60;
/** What a collector and an analyzer may take on a busy machine; the bench has the exact figures. */
const mostResidentMegabytes = 1_200;

it('takes messages of 10 MB in order beside small ones, and stores the attacks in them', async () => {
  const pipeline = await createPipeline();
  const apps = await Promise.all([pipeline.start('collector'), pipeline.start('analyzer')]);
  const masked = collectRecords(pipeline, pipeline.topics.masked);
  const deadLetters = collectRecords(pipeline, pipeline.topics.deadLetters);

  for (let number = 0; number < larges; number++) {
    await send(pipeline, 0, [small('between', number), large(number, largeBytes)]);
  }
  // Over the limit, and so a dead letter of the same lane.
  await send(pipeline, 0, [large(larges, 11_000_000), small('between', larges)]);
  for (let partition = 1; partition < 4; partition++) {
    const numbers = Array.from({ length: smalls / 3 }, (_, i) => partition * 100 + i);
    await send(
      pipeline,
      partition,
      numbers.map((number) => small('beside', number)),
    );
  }

  await eventually(
    async () => {
      const counted = await countedByModel(pipeline.database);
      expect(counted).toEqual({ large: larges, between: larges + 1, beside: smalls });
    },
    { deadlineMs: 150_000, everyMs: 500 },
  );
  await eventually(() => expect(deadLetters).toHaveLength(1), { deadlineMs: 30_000 });
  expect(headerText(deadLetters[0]!, deadLetterHeaderNames.exceptionClass)).toBe('too-large');
  const offsets = masked
    .filter((record) => headerText(record, headerNames.sourcePartition) === '0')
    .map((record) => ({
      at: record.timestampMs,
      offset: Number(headerText(record, headerNames.sourceOffset)),
    }))
    .sort((a, b) => a.at - b.at || a.offset - b.offset)
    .map(({ offset }) => offset);
  expect(offsets).toEqual([...Array(2 * larges).keys(), 2 * larges + 1]);
  expect(await storedEvidence(pipeline)).toBe(larges);
  for (const { pid } of apps) expect(await mostResident(pid)).toBeLessThan(mostResidentMegabytes);
}, 300_000);

function small(modelId: string, number: number): string {
  return ordinaryInteraction(modelId, number, modelId).value;
}

/** An attack behind ten megabytes of ordinary words. */
function large(number: number, bytes: number): string {
  const words = filler.repeat(Math.ceil(bytes / filler.length)).slice(0, bytes - 2_000);
  const { value } = plantedAttack('large', number, 'large');
  return value.replace('"content":"', `"content":"${words}`);
}

async function send({ producer, topics }: Pipeline, partition: number, values: readonly string[]) {
  for (const value of values) await producer.send(topics.source, [{ key: null, value, partition }]);
}

async function storedEvidence({ database }: Pipeline): Promise<number> {
  const [row] = await database.rows<{ count: string }>(
    `SELECT count(*) FROM evidence JOIN models USING (model_key) WHERE model_id = 'large'`,
  );
  return Number(row?.count);
}

/** The most memory that a process had so far, in MiB: it has not been started anew meanwhile. */
async function mostResident(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024;
}
