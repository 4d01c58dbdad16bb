import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, it } from '@jest/globals';
import { dayMs } from './drift-settings.js';
import { newDriftState } from './drift-state.js';
import { changeOrigin, withOrigin } from './explain-segments.js';
import { withWords } from './explain-vocabulary.js';
import { foldMinutes } from './fold-minutes.js';
import type { SessionUnit } from './session-unit.js';
import { simulateModel, simulationStartMs, usualTraffic } from './simulated-model.js';
import { emptySample, findTopics, sampleDocument, topicOf } from './topics.js';

const shares = [0.4, 0.3, 0.2, 0.1];
const ownWords = 60;

/** A document of a topic: words of all topics, and some of its own. */
function documentOf(topic: number, random: () => number): number[] {
  const terms = new Set<number>();
  for (let i = 0; i < 15; i++) terms.add(Math.floor(200 * random() ** 2));
  for (let i = 0; i < 10; i++) terms.add(400 + topic * ownWords + Math.floor(ownWords * random() ** 2));
  return [...terms].sort((a, b) => a - b);
}

function draw(weights: readonly number[], random: () => number): number {
  let left = random() * weights.reduce((sum, weight) => sum + weight, 0);
  return Math.max(
    0,
    weights.findIndex((weight) => (left -= weight) < 0),
  );
}

describe('findTopics', () => {
  const generator = xoroshiro128plus(1);
  const random = (): number => uniformFloat64(generator);
  const drawn = Array.from({ length: 1_500 }, () => draw(shares, random));
  const documents = drawn.map((topic) => documentOf(topic, random));
  const sample = documents.reduce((grown, one) => sampleDocument(grown, one), emptySample);

  it('keeps an even sample of what came, however much it was', () => {
    expect(sample.documents.length).toBeGreaterThan(256);
    expect(sample.documents.length).toBeLessThanOrEqual(512);
    expect(sample.documents.at(-1)).toEqual(documents[(sample.documents.length - 1) * sample.stride]);
  });

  it('puts documents of one topic together, and knows one that is like none', () => {
    const topics = findTopics(sample);
    const found = documents.map((document) => topicOf(topics, document));
    const purity = ['t1', 't2', 't3', 't4', 't5', 't6', 't7', 't8', 'none'].reduce((sum, topic) => {
      const own = drawn.filter((_, i) => found[i] === topic);
      return sum + Math.max(0, ...shares.map((_, wanted) => own.filter((one) => one === wanted).length));
    }, 0);
    expect(purity / documents.length).toBeGreaterThan(0.95);
    expect(topicOf(topics, [1_900, 1_901, 1_902, 1_903])).toBe('none');
    expect(findTopics({ ...sample, documents: sample.documents.slice(0, 50) })).toEqual([]);
  });
});

describe('topicOf', () => {
  const topics = [[[1, 0.9] as const, [2, 0.4] as const], [[3, 1] as const]];

  it.each([
    ['the one that most of it is like', [1, 2, 50], 't1'],
    ['another', [2, 3], 't2'],
    [
      'none, though one of many words is of a topic',
      [2, ...Array.from({ length: 30 }, (_, i) => 50 + i)],
      'none',
    ],
    ['none where it has no words', [], 'none'],
  ])('is %s', (_what, document, topic) => {
    expect(topicOf(topics, document)).toBe(topic);
  });
});

describe('the topics of a model', () => {
  const after = [0.3, 0.2, 0.15, 0.35];
  const refusalOf = [0.02, 0.02, 0.02, 0.2];

  /** Sessions that refuse by their topic; from a day on the topics' shares are others. */
  function sessions(seed: number, days: number, changeDay: number): SessionUnit[] {
    const model = simulateModel(seed);
    const generator = xoroshiro128plus(seed);
    const random = (): number => uniformFloat64(generator);
    return Array.from({ length: days }, (_, day) =>
      model.day(day, usualTraffic).map(({ key, firstAtMs, emittedMinuteMs }) => {
        const topic = draw(day < changeDay ? shares : after, random);
        const refused = random() < refusalOf[topic]! ? 1 : 0;
        const terms = { prompt_vocabulary: documentOf(topic, random) };
        const rates = { refusal: [refused, 1] as const };
        return { key, firstAtMs, emittedMinuteMs, rates, numbers: {}, categories: {}, terms };
      }),
    ).flat();
  }
  function fold(units: readonly SessionUnit[], days: number) {
    const endMs = simulationStartMs + days * dayMs;
    return foldMinutes(
      newDriftState(),
      units.filter(({ emittedMinuteMs }) => emittedMinuteMs < endMs),
      endMs,
      { prompt_topic: { label: 'Topics of prompts' } },
    );
  }

  it('are watched: a topic that grows is told by its words', () => {
    const { alarms } = fold(sessions(81, 30, 16), 30);
    const topic = alarms.find(({ feature }) => feature === 'prompt_topic')!;
    expect(topic.current).toBeGreaterThan(0.25);
    expect(topic.explanation).toMatch(/^Topics of prompts: the share of a topic rose from \d+\.\d % to /);
    expect(topic.terms!.every((term) => term >= 400 + 3 * ownWords && term < 400 + 4 * ownWords)).toBe(true);
    expect(withWords(topic, ['visa', 'passport']).explanation).toContain(
      'share of the topic "visa", "passport" rose',
    );
  });

  it('say that it is the traffic where what a topic is like stays as it was', () => {
    const units = sessions(81, 40, 16);
    const { alarms, state } = fold(units, 40);
    const refusal = alarms.find(({ feature }) => feature === 'refusal')!;
    const since = units.filter(({ emittedMinuteMs }) => emittedMinuteMs < refusal.atMs).slice(-1_000);
    const origin = changeOrigin(refusal, state, since);
    expect(origin).toEqual({ cause: 'traffic', mixOf: 'prompt_topic' });
    expect(withOrigin(refusal, origin, { prompt_topic: { label: 'Topics of prompts' } }).explanation).toMatch(
      /; the mix by topics of prompts changed, not the model$/,
    );
  });

  it('say nothing while they stay as they are', () => {
    expect(fold(sessions(82, 44, 100), 44).alarms).toEqual([]);
  });
});
