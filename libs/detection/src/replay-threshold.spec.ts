import { describe, expect, it } from '@jest/globals';
import { type ReplayedScore, replayThreshold } from './replay-threshold.js';

const none = { interactions: 0, worked: 0, confirmed: 0, falsePositives: 0 };
const at = (score: number, more: Partial<ReplayedScore> = {}): ReplayedScore => ({
  score,
  worked: false,
  incidents: [],
  ...more,
});

describe('replayThreshold', () => {
  it.each([
    ['says of the same threshold that nothing changes', { before: 0.7, after: 0.7 }, [0, 0]],
    ['lets go what a higher one does not reach', { before: 0.6, after: 0.7 }, [0, 2]],
    ['flags what a lower one reaches', { before: 0.7, after: 0.6 }, [2, 0]],
    ['flags from the threshold on', { before: 0.6, after: 0.6001 }, [0, 1]],
  ])('%s', (_name, levels, [appearing = 0, disappearing = 0]) => {
    const scores = [0.6, 0.6999, 0.7, 0.95].map((score) => at(score));
    expect(replayThreshold(scores, levels)).toEqual({
      appearing: { ...none, interactions: appearing },
      disappearing: { ...none, interactions: disappearing },
      lostIncidents: [],
    });
  });

  it('counts what worked and what people said of it', () => {
    const scores = [
      at(0.61, { worked: true, verdict: 'true-positive' }),
      at(0.62, { verdict: 'false-positive' }),
      at(0.63, { worked: true }),
    ];
    const crossing = { interactions: 3, worked: 2, confirmed: 1, falsePositives: 1 };
    expect(replayThreshold(scores, { before: 0.6, after: 0.8 }).disappearing).toEqual(crossing);
    expect(replayThreshold(scores, { before: 0.8, after: 0.6 }).appearing).toEqual(crossing);
  });

  it('names incidents once, and only where no evidence of theirs is left', () => {
    const scores = [
      at(0.61, { incidents: ['gone', 'kept'] }),
      at(0.62, { incidents: ['gone'] }),
      at(0.9, { incidents: ['kept'] }),
    ];
    expect(replayThreshold(scores, { before: 0.6, after: 0.8 }).lostIncidents).toEqual(['gone']);
    expect(replayThreshold(scores, { before: 0.65, after: 0.8 }).lostIncidents).toEqual([]);
  });
});
