import { describe, expect, it } from '@jest/globals';
import { demoModels } from './demo-models.js';
import { planHistory } from './history.js';
import { liveTraffic } from './live-traffic.js';

const startMs = Date.UTC(2026, 2, 1, 12);

function liveFor(seconds: number, seed = 1) {
  const turns = [];
  for (const turn of liveTraffic({ seed, startMs, rate: 8 })) {
    if (turn.atMs > startMs + seconds * 1000) return turns;
    turns.push(turn);
  }
  return turns;
}

describe('live traffic', () => {
  it('is in time order and as much as was asked for', () => {
    const times = liveFor(300).map(({ atMs }) => atMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.length / 300).toBeGreaterThan(7);
    expect(times.length / 300).toBeLessThan(9);
  });

  it('is the same for the same seed and start, and other traffic for another seed', () => {
    const text = (seed: number): string => JSON.stringify(liveFor(20, seed));
    expect(text(1)).toBe(text(1));
    expect(text(1)).not.toBe(text(2));
  });

  it('brings a dozen sessions of the drifting model to their sixteenth turn within 90 seconds', () => {
    const sixteenth = liveFor(90).filter(
      ({ session, index }) => session.model.model.id === 'triage-nurse' && index === 15,
    );
    expect(sixteenth.length).toBeGreaterThanOrEqual(12);
  });

  it('has an attack that works within half a minute', () => {
    const works = liveFor(30).filter(({ session, index }) => {
      const turn = session.turns[index];
      return turn?.kind === 'attack' && turn.succeeds;
    });
    expect(works.length).toBeGreaterThanOrEqual(1);
  });

  it('shares itself out among all models', () => {
    expect(demoModels.reduce((sum, { live }) => sum + live.share, 0)).toBeCloseTo(1);
  });
});

describe('history', () => {
  const history = planHistory(1, startMs);

  it('ends now, in time order, with three weeks of every model', () => {
    const times = history.map(({ atMs }) => atMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(startMs - (times.at(-1) ?? 0)).toBeLessThan(3600_000);
    expect(startMs - (times[0] ?? 0)).toBeGreaterThan(20.9 * 24 * 3600_000);
    for (const model of demoModels) {
      const ofModel = history.filter(({ session }) => session.model === model).length;
      expect(ofModel / 21).toBeGreaterThan(290);
      expect(ofModel / 21).toBeLessThan(310);
    }
  });

  it('has about one attack in a hundred and none that works', () => {
    const attacks = history.flatMap(({ session, index }) => {
      const turn = session.turns[index];
      return turn?.kind === 'attack' ? [turn] : [];
    });
    expect(attacks.length / history.length).toBeGreaterThan(0.008);
    expect(attacks.length / history.length).toBeLessThan(0.012);
    expect(attacks.filter(({ succeeds }) => succeeds)).toEqual([]);
  });
});
