import { wilsonInterval } from '#kernel';
import { seasonCell } from './drift-settings.js';
import { packNumbers, unpackNumbers } from './packed-numbers.js';
import type { SessionUnit } from './session-unit.js';

/** Words are told apart by so many numbers. */
export const termBuckets = 2_048;

/** How many documents of a baseline have each term. A document is the first text of a session. Plain JSON. */
export interface VocabularySums {
  /** Documents by block of the week. */
  readonly documents: number[];
  /** Documents with a term, at `block * termBuckets + term`. */
  readonly counts: number[];
}

/** What a vocabulary is held against, and what has been gathered since. Plain JSON. */
export interface VocabularyWatch {
  /** Share of documents with the term, and the share that is still nothing worth an alarm; packed. */
  readonly p: string;
  readonly m: string;
  /** Shiryaev–Roberts statistics by term and bet; packed. */
  readonly r: string;
  /** Terms whose CUSUM has left its zero: [term, CUSUM, documents with it and documents since, since when]. */
  readonly rising: readonly (readonly [number, number, number, number, number])[];
  /** Terms that have alarmed: [term, documents with it, documents] of the stretch under way. */
  readonly latched: readonly (readonly [number, number, number])[];
}

/** Bets on each term. */
export const termBets = 2;

/** Six hours of weekdays or of weekends: what is asked at night is not what is asked at noon. */
const blocks = 8;
/** Fewer documents say nothing of a block. */
const fewestOfBlock = 200;
const errors = 2.5;
const pointGate = 0.02;
const ratioGate = 1.5;
/** A term of every text says nothing by being there. */
const mostCommon = 0.9;

export function emptyVocabulary(): VocabularySums {
  return {
    documents: new Array<number>(blocks).fill(0),
    counts: new Array<number>(blocks * termBuckets).fill(0),
  };
}

/** Adds a document, in place: `sums` belongs to the fold that calls this. */
export function addDocument(sums: VocabularySums, unit: SessionUnit, terms: readonly number[]): void {
  const block = blockOf(unit.firstAtMs);
  sums.documents[block]! += 1;
  for (const term of terms) if (isTerm(term)) sums.counts[block * termBuckets + term]! += 1;
}

export function isTerm(term: number): boolean {
  return Number.isInteger(term) && term >= 0 && term < termBuckets;
}

function blockOf(atMs: number): number {
  return Math.floor(seasonCell(atMs) / 6);
}

/**
 * The vocabulary of a baseline, to be watched: the null of a term is the largest of its share and a gate (+2 points,
 * x1.5) and of its Wilson bounds (Wilson, JASA 1927), over all documents and over each block of the week that has
 * enough of them. `before`: evidence that goes on where a baseline gives way to a better one.
 */
export function freezeVocabulary(sums: VocabularySums, before?: VocabularyWatch): VocabularyWatch {
  const [p, m] = [new Float32Array(termBuckets), new Float32Array(termBuckets)];
  const documents = sums.documents.reduce((sum, n) => sum + n, 0);
  for (let term = 0; term < termBuckets; term++) {
    const counts = sums.documents.map((_, block) => sums.counts[block * termBuckets + term]!);
    const count = counts.reduce((sum, n) => sum + n, 0);
    p[term] = documents > 0 ? count / documents : 0;
    const bounds = counts.map((n, block) => {
      const of = sums.documents[block]!;
      return of >= fewestOfBlock ? wilsonInterval(n / of, of, errors).high : 0;
    });
    const whole = documents > 0 ? wilsonInterval(p[term]!, documents, errors).high : 1;
    const bare = Math.max(p[term]! + pointGate, ratioGate * p[term]!, whole, ...bounds);
    m[term] = p[term]! > mostCommon ? 1 : Math.min(1, Number(bare.toPrecision(6)));
  }
  const r = before?.r ?? packNumbers(new Float32Array(termBuckets * termBets));
  const { rising = [], latched = [] } = before ?? {};
  return { p: packNumbers(p), m: packNumbers(m), r, rising, latched };
}

/** The vocabulary with the terms that have alarmed taken for usual, as often as they are now. */
export function acceptTerms(watch: VocabularyWatch): VocabularyWatch {
  const m = unpackNumbers(watch.m);
  for (const [term, hits, documents] of watch.latched) {
    if (documents === 0) continue;
    const { high: upper } = wilsonInterval(hits / documents, documents, errors);
    m[term] = Math.min(1, Math.max(m[term]!, upper, (ratioGate * hits) / documents));
  }
  return { ...watch, m: packNumbers(m), latched: [] };
}
