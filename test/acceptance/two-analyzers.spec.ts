import { expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { ordinaryInteraction } from '../support/planted-traffic.js';
import { type Pipeline, countedByModel, createPipeline } from '../support/run-pipeline.js';

it('shares partitions between two analyzers, and moves them when one stops, without changing a count', async () => {
  const pipeline = await createPipeline();
  await pipeline.start('collector');
  const one = await pipeline.start('analyzer');
  const two = await pipeline.start('analyzer');

  await eventually(async () => expect(await partitionsOf([one.url, two.url])).toEqual([2, 2]), {
    deadlineMs: 30_000,
  });
  await send(pipeline, 0, 2_000);
  await eventually(async () => expect(await countedByModel(pipeline.database)).toEqual({ shared: 2_000 }), {
    deadlineMs: 30_000,
  });

  await one.kill('SIGKILL');
  const killedAt = performance.now();
  await send(pipeline, 2_000, 2_000);
  await eventually(async () => expect(await partitionsOf([two.url])).toEqual([4]), { deadlineMs: 15_000 });
  await eventually(async () => expect(await countedByModel(pipeline.database)).toEqual({ shared: 4_000 }), {
    deadlineMs: Math.max(1, 15_000 - (performance.now() - killedAt)) + 10_000,
  });
}, 180_000);

async function send(pipeline: Pipeline, from: number, count: number): Promise<void> {
  const records = Array.from({ length: count }, (_, i) => ordinaryInteraction('share', from + i, 'shared'));
  await pipeline.producer.send(pipeline.topics.source, records);
}

/** How many masked partitions each analyzer says it owns, from its metrics. */
async function partitionsOf(urls: readonly string[]): Promise<number[]> {
  const pages = await Promise.all(urls.map(async (url) => (await fetch(`${url}/metrics`)).text()));
  return pages.map((page) => Number(/^tunewarden_partitions_owned\S* (\d+)/m.exec(page)?.[1] ?? 0));
}
