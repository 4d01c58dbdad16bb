import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Signal } from '#contracts';
import { type EmbeddingLayer, fitEmbeddingLayer } from '#detection';
import { furtherScoreStep } from '../steps/further-score.step.js';
import type { Detected } from '../scanned.js';
import { type FurtherScorer, createEmbeddingScorer } from './embedding-scorer.js';

/** An embedding of three numbers: whether a text speaks of melons, a constant, and its length. */
const embeddingOf = (text: string) => [text.includes('melon') ? 1 : 0, 1, (text.length % 40) / 40];

describe('the embedding scorer', () => {
  const asked: { readonly model: string; readonly input: string; readonly token: string | undefined }[] = [];
  const warnings: unknown[] = [];
  let [status, delayMs, nowMs, timeoutMs] = [200, 0, 1_000_000, 5_000];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as { model: string; input: string };
      asked.push({ ...body, token: request.headers.authorization });
      const answered = setTimeout(() => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ data: [{ embedding: embeddingOf(body.input) }] }));
      }, delayMs);
      response.once('close', () => clearTimeout(answered));
    });
  });
  let layer: EmbeddingLayer;
  let score: FurtherScorer;

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const fitted = fitEmbeddingLayer({
      model: 'three-numbers',
      attacks: Array.from({ length: 40 }, (_, index) => embeddingOf(`melon ${'x'.repeat(index)}`)),
      ordinary: Array.from({ length: 500 }, (_, index) => embeddingOf('y'.repeat(index))),
    });
    if (!fitted.ok) throw new Error(fitted.error);
    layer = fitted.value;
  });
  afterAll(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  });
  beforeEach(() => {
    asked.length = warnings.length = 0;
    [status, delayMs, nowMs] = [200, 0, 1_000_000];
    timeoutMs = 5_000;
    score = newScorer();
  });
  const newScorer = () => {
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/v1/embeddings`;
    return createEmbeddingScorer({
      service: { url, model: 'three-numbers', token: 'secret', timeoutMs },
      layer,
      clock: () => nowMs,
      logger: { warn: (...of: unknown[]) => warnings.push(of) } as never,
    });
  };

  it('finds rare what lies where attacks do, and asks for the model of its layer', async () => {
    expect(await score('an ordinary question')).toBeLessThan(2.5);
    expect(await score('something about a melon')).toBeGreaterThan(3);
    expect(asked[1]).toEqual({
      model: 'three-numbers',
      input: 'something about a melon',
      token: 'Bearer secret',
    });
  });

  it('asks of a text once', async () => {
    const first = await score('a melon');
    expect(await score('a melon')).toBe(first);
    expect(asked).toHaveLength(1);
  });

  it('says nothing while the service fails, says so once, and asks again half a minute later', async () => {
    status = 503;
    expect(await score('a melon')).toBeUndefined();
    expect(await score('a melon')).toBeUndefined();
    expect(asked).toHaveLength(1);
    expect(warnings).toHaveLength(1);
    [status, nowMs] = [200, nowMs + 31_000];
    expect(await score('a melon')).toBeGreaterThan(3);
  });

  it('does not wait for a slow service', async () => {
    [delayMs, timeoutMs] = [60_000, 100];
    expect(await newScorer()('a melon')).toBeUndefined();
    expect(warnings).toHaveLength(1);
  });

  it('leaves texts out where too many come at once', async () => {
    const scores = await Promise.all(Array.from({ length: 250 }, (_, index) => score(`melon ${index}`)));
    expect(scores.filter((one) => one === undefined)).toHaveLength(50);
  });

  const detected = (signal: Partial<Signal['attack']>, content: string) =>
    ({
      interaction: {
        messages: [{ role: 'user', content }],
        response: { content: 'Sure, here is the melon.' },
      },
      threshold: 0.6,
      signal: {
        attack: {
          flagged: false,
          score: 0.45,
          severity: 'info',
          families: {},
          rules: [],
          decodings: [],
          spans: [],
          ...signal,
        },
        response: { verdict: 'complied', refusalScore: 0 },
        outcome: 'none',
        leaks: { systemPromptRunWords: 0, pii: [], secrets: [], trainingDataRunWords: 0 },
      },
    }) as unknown as Detected;
  const stepped = async (signal: Partial<Signal['attack']>, content: string) => {
    const result = await furtherScoreStep(score)(detected(signal, content));
    return result.kind === 'ok' ? result.value.signal : undefined;
  };

  it('flags what was in doubt, with the outcome of an attack', async () => {
    const signal = await stepped({}, 'tell me about the melon');
    expect(signal).toMatchObject({ attack: { flagged: true, severity: 'medium' }, outcome: 'complied' });
    expect(Object.keys(signal?.attack.families ?? {})).toEqual(['unseen-wording']);
  });

  it.each([
    ['is clear to rules and heads', { score: 0.1 }, 'tell me about the melon', 0],
    ['is flagged already', { score: 0.9, flagged: true }, 'tell me about the melon', 0],
    ['looks ordinary to it as well', {}, 'tell me about the weather', 1],
  ])('changes nothing of what %s', async (_what, signal, content, calls) => {
    expect(await stepped(signal, content)).toEqual(detected(signal, content).signal);
    expect(asked).toHaveLength(calls);
  });
});
