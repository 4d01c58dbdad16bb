import { brotliCompressSync, gzipSync } from 'node:zlib';
import { expect, it } from '@jest/globals';
import { openConsole } from '../support/open-console.js';
import { createPipeline } from '../support/run-pipeline.js';

const most = 250_000;

it('the first view takes 250 kB of compressed JavaScript at most', async () => {
  const pipeline = await createPipeline();
  const { url } = await pipeline.start('api');
  const { page } = await openConsole({ url, token: pipeline.apiToken });
  const scripts: Promise<Buffer>[] = [];
  page.on('response', (response) => {
    if (response.url().endsWith('.js')) scripts.push(response.body());
  });
  await page.reload();
  await page.getByText('Nothing is open.').waitFor();
  const bodies = await Promise.all(scripts);
  const gzipped = bodies.reduce((sum, body) => sum + gzipSync(body).length, 0);
  const brotli = bodies.reduce((sum, body) => sum + brotliCompressSync(body).length, 0);
  expect(bodies.length).toBeGreaterThan(0);
  expect({ gzipped, brotli, isSmall: gzipped <= most }).toMatchObject({ isSmall: true });
}, 120_000);
