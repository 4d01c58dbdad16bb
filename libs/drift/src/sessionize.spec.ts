import { describe, expect, it } from '@jest/globals';
import { minuteMs } from './drift-settings.js';
import type { OpenSession, SessionUnit } from './session-unit.js';
import { addToSession, closeIdleSession } from './sessionize.js';

const startMs = Date.UTC(2026, 10, 24, 12);

/** Feeds events at these minutes; `signature` decides what is a retry. */
function feed(minutes: readonly number[], signature: (index: number) => string = String) {
  let session: OpenSession | undefined;
  const units: SessionUnit[] = [];
  let duplicates = 0;
  for (const [index, minute] of minutes.entries()) {
    const event = {
      atMs: startMs + minute * minuteMs,
      signature: signature(index),
      features: { refusal: index === 0, latency_ms: 100, language: 'de' },
    };
    const added = addToSession('s', session, event);
    session = JSON.parse(JSON.stringify(added.session)) as OpenSession;
    units.push(...added.units);
    duplicates += added.duplicate ? 1 : 0;
  }
  return { session: session!, units, duplicates };
}

const minutes = (count: number, step = 0.1): number[] => Array.from({ length: count }, (_, i) => i * step);

describe('a session', () => {
  it('emits at its 16th event, in that minute, and its rest is no evidence', () => {
    const { units, session } = feed(minutes(40, 1));
    expect(units).toHaveLength(1);
    expect(units[0]).toMatchObject({
      firstAtMs: startMs,
      emittedMinuteMs: startMs + 15 * minuteMs,
      rates: { refusal: [1, 16] },
      categories: { language: { 'is:de': 16 } },
    });
    expect(units[0]?.numbers['latency_ms']).toHaveLength(16);
    expect(closeIdleSession('s', session, Infinity)).toEqual({});
  });

  it('emits after ten idle minutes, in a minute that follows from its last event', () => {
    const { session } = feed([0, 0.5, 1.25]);
    expect(closeIdleSession('s', session, startMs + 11.2 * minuteMs)).toBeUndefined();
    const closed = closeIdleSession('s', session, startMs + 500 * minuteMs);
    expect(closed?.unit?.emittedMinuteMs).toBe(startMs + 11 * minuteMs);
    expect(closed?.unit?.rates['refusal']).toEqual([1, 3]);
  });

  it('begins anew when its next event comes after that', () => {
    const { units, session } = feed([0, 1, 20, 21]);
    expect(units.map((unit) => unit.rates['refusal'])).toEqual([[1, 2]]);
    expect(session).toMatchObject({ firstAtMs: startMs + 20 * minuteMs, n: 2 });
  });

  it('counts exact retries within ten minutes, and takes none for evidence', () => {
    const { session, duplicates } = feed([0, 1, 2, 3], () => 'same');
    expect([session.n, duplicates]).toEqual([1, 3]);
    expect(session.lastAtMs).toBe(startMs + 3 * minuteMs);
  });

  it.each([
    ['three bits away, a repeat', 0b111, [1, 1]],
    ['four bits away, another', 0b1111, [2, 0]],
  ])('takes a prompt whose fingerprint is %s', (_what, low, [n, repeats]) => {
    const event = { atMs: startMs, signature: 'a', features: {}, terms: {} };
    const first = addToSession('s', undefined, { ...event, simHash: [0xffff_ffff, 0] }).session;
    const stored = JSON.parse(JSON.stringify(first)) as OpenSession;
    const next = { ...event, atMs: startMs + minuteMs, signature: 'b', simHash: [0xffff_ffff, low] as const };
    const { session } = addToSession('s', stored, next);
    expect([session.n, session.repeats]).toEqual([n, repeats]);
    const unit = closeIdleSession('s', session, Infinity)?.unit;
    expect(unit?.rates['session_repeats']).toEqual([repeats, 1]);
    expect(unit?.numbers['session_events']).toHaveLength(1);
  });

  it('has the terms of its first event, however many follow', () => {
    const event = (atMs: number, term: number) => ({
      atMs,
      signature: String(term),
      features: {},
      terms: { prompt_vocabulary: [term] },
    });
    const first = addToSession('s', undefined, event(startMs, 1)).session;
    const { session } = addToSession('s', first, event(startMs + 1, 2));
    expect(closeIdleSession('s', session, Infinity)?.unit?.terms).toEqual({ prompt_vocabulary: [1] });
  });

  it('has a smaller n for a feature that an event lacks', () => {
    const event = { atMs: startMs, signature: 'a', features: { refusal: true } };
    const first = addToSession('s', undefined, event).session;
    const { session } = addToSession('s', first, {
      atMs: startMs + 1,
      signature: 'b',
      features: { latency_ms: 3 },
    });
    expect(session).toMatchObject({ n: 2, rates: { refusal: [1, 1] } });
    expect(session.numbers['latency_ms']).toHaveLength(1);
  });
});
