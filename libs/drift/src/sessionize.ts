import type { FeatureValues } from '#contracts';
import { minuteMs } from './drift-settings.js';
import { logBin } from './log-grid.js';
import { type OpenSession, type RecentPrompt, type SessionUnit, unitCap } from './session-unit.js';

const idleMs = 10 * minuteMs;
const retryMs = 10 * minuteMs;
/** Signatures remembered of one session. */
const mostRecent = 32;

/** One interaction as drift sees it. */
export interface SessionEvent {
  readonly atMs: number;
  /** What is the same for an exact retry: a hash of actor and prompt. */
  readonly signature: string;
  /** What nearly equal prompts share but for three of its 64 bits, as two numbers of 32. */
  readonly simHash?: readonly [number, number];
  /** Terms of its texts by text, as small numbers. With them the session counts its events and repeats, too. */
  readonly terms?: Readonly<Record<string, readonly number[]>>;
  readonly features: FeatureValues;
  /** Who asks, as one of 4,096 numbers. */
  readonly actor?: number;
}

/** A session after an event, and what that emitted. */
export interface Sessionized {
  readonly session: OpenSession;
  /** Usually none; two where an idle session ended and one event fills the cap of the next. */
  readonly units: readonly SessionUnit[];
  /** The event repeats one of the last ten minutes, exactly or nearly, which is counted but is no evidence. */
  readonly duplicate: boolean;
}

/**
 * The session `key` after one more event. A unit is emitted at the 16th event or once ten minutes passed without
 * one; its minute follows from the events alone, so that live, replayed, by one worker or four, it is the same.
 */
export function addToSession(
  key: string,
  session: OpenSession | undefined,
  event: SessionEvent,
): Sessionized {
  const closed = session === undefined ? undefined : closeIdleSession(key, session, event.atMs);
  const units = closed?.unit === undefined ? [] : [closed.unit];
  const open = session === undefined || closed !== undefined ? newSession(event) : session;
  const recent = open.recent.filter(([, atMs]) => event.atMs - atMs < retryMs);
  const duplicate = recent.some((prompt) => isRepeat(prompt, event));
  const seen: OpenSession = {
    ...open,
    lastAtMs: Math.max(open.lastAtMs, event.atMs),
    recent: remember(recent, event),
    ...(open.repeats !== undefined && { repeats: open.repeats + (duplicate ? 1 : 0) }),
  };
  if (duplicate || open.emitted) return { session: seen, units, duplicate };
  const grown = withEvidence(seen, event);
  if (grown.n < unitCap) return { session: grown, units, duplicate };
  const emitted = {
    ...emptySession(grown.firstAtMs),
    lastAtMs: grown.lastAtMs,
    recent: grown.recent,
    emitted: true,
  };
  return { session: emitted, units: [...units, unitOf(key, grown, event.atMs)], duplicate };
}

/** Undefined while the session may still grow; else its unit, unless it gave one before. */
export function closeIdleSession(
  key: string,
  session: OpenSession,
  watermarkMs: number,
): { readonly unit?: SessionUnit } | undefined {
  const idleAtMs = session.lastAtMs + idleMs;
  if (watermarkMs < idleAtMs) return undefined;
  return session.emitted || session.n === 0 ? {} : { unit: unitOf(key, session, idleAtMs) };
}

function emptySession(atMs: number): OpenSession {
  const evidence = { rates: {}, numbers: {}, categories: {} };
  return { ...evidence, firstAtMs: atMs, lastAtMs: atMs, n: 0, emitted: false, recent: [] };
}

function newSession({ atMs, terms, actor }: SessionEvent): OpenSession {
  const who = actor !== undefined && { actor };
  return { ...emptySession(atMs), ...(terms && { terms, repeats: 0 }), ...who };
}

/** Bits in which fingerprints of near-duplicates differ at most (Manku, Jain, Das Sarma, WWW 2007). */
const nearBits = 3;

function isRepeat([signature, , high, low]: RecentPrompt, event: SessionEvent): boolean {
  if (signature === event.signature) return true;
  if (high === undefined || low === undefined || event.simHash === undefined) return false;
  return bitCount(high ^ event.simHash[0]) + bitCount(low ^ event.simHash[1]) <= nearBits;
}

/** Bits set in 32 (Warren, Hacker's Delight, figure 5-2). */
function bitCount(bits: number): number {
  let n = bits - ((bits >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

function remember(recent: OpenSession['recent'], event: SessionEvent): OpenSession['recent'] {
  const others = recent.filter(([signature]) => signature !== event.signature);
  return [...others.slice(1 - mostRecent), [event.signature, event.atMs, ...(event.simHash ?? [])]];
}

function withEvidence(session: OpenSession, event: SessionEvent): OpenSession {
  const rates = { ...session.rates };
  const numbers = { ...session.numbers };
  const categories = { ...session.categories };
  for (const [name, value] of Object.entries(event.features)) {
    if (typeof value === 'boolean') {
      const [trueCount, n] = rates[name] ?? [0, 0];
      rates[name] = [trueCount + (value ? 1 : 0), n + 1];
    } else if (typeof value === 'number') {
      if (Number.isFinite(value)) numbers[name] = [...(numbers[name] ?? []), logBin(value)];
    } else {
      const counts = categories[name] ?? {};
      categories[name] = { ...counts, [`is:${value}`]: (counts[`is:${value}`] ?? 0) + 1 };
    }
  }
  const firstAtMs = Math.min(session.firstAtMs, event.atMs);
  return { ...session, firstAtMs, n: session.n + 1, rates, numbers, categories };
}

function unitOf(key: string, session: OpenSession, emittedAtMs: number): SessionUnit {
  const { firstAtMs, rates, numbers, categories, terms, repeats, n, actor } = session;
  const who = actor !== undefined && { actor };
  const emittedMinuteMs = Math.floor(emittedAtMs / minuteMs) * minuteMs;
  if (terms === undefined) return { key, firstAtMs, emittedMinuteMs, rates, numbers, categories, ...who };
  return {
    key,
    firstAtMs,
    emittedMinuteMs,
    rates: { ...rates, session_repeats: [repeats !== undefined && repeats > 0 ? 1 : 0, 1] },
    numbers: { ...numbers, session_events: [logBin(n)] },
    categories,
    terms,
    ...who,
  };
}
