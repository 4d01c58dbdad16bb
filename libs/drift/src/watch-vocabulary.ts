import { packNumbers, unpackNumbers } from './packed-numbers.js';
import { type VocabularyWatch, isTerm, termBets, termBuckets } from './vocabulary.js';

// A global is slow to find in the contexts that Jest runs simulations in: hot loops take theirs from here.
const { max, min } = Math;

/** How much likelier a term has become: one bet each, `termBets` of them. */
const factors = [2, 6];
/** The worst document leaves a tenth of the evidence. */
const largestLoss = 0.9;
/** After so many documents a term that has alarmed is looked at: may it speak again? */
const stretch = 200;
/** Terms that rise with the one that alarms, with this part of its evidence at least, are the same change. */
const sameChange = 1e-4;
const shownTerms = 3;

/** A vocabulary in the hot loop of the fold, which works on its arrays in place. */
export interface OpenVocabulary {
  readonly p: Float32Array;
  readonly m: Float32Array;
  /** In single precision: a millionth of the evidence more or less, the same one everywhere. */
  readonly r: Float32Array;
  /** Factor of each bet in the minute at hand. */
  readonly e: Float64Array;
  /** What a document without the term makes of each bet, and what one with it makes of that. */
  readonly without: Float64Array;
  readonly having: Float64Array;
  readonly cusum: Float64Array;
  readonly hits: Float64Array;
  readonly documents: Float64Array;
  readonly since: Float64Array;
  /** Terms whose CUSUM is above its zero. */
  readonly rising: Set<number>;
  readonly latched: Map<number, { hits: number; documents: number }>;
}

/** A stored vocabulary for the hot loop. */
export function openVocabulary(watch: VocabularyWatch): OpenVocabulary {
  const numbers = (fill: number): Float64Array => new Float64Array(termBuckets).fill(fill);
  const m = unpackNumbers(watch.m);
  const open = {
    p: unpackNumbers(watch.p),
    m,
    r: unpackNumbers(watch.r),
    e: new Float64Array(termBuckets * termBets).fill(1),
    ...factorsOf(m),
    ...{ cusum: numbers(1), hits: numbers(0), documents: numbers(0), since: numbers(0) },
    rising: new Set(watch.rising.map(([term]) => term)),
    latched: new Map(watch.latched.map(([term, hits, documents]) => [term, { hits, documents }])),
  };
  for (const [term, cusum, hits, documents, since] of watch.rising) {
    open.cusum[term] = cusum;
    open.hits[term] = hits;
    open.documents[term] = documents;
    open.since[term] = since;
  }
  return open;
}

/** The vocabulary as plain data again. */
export function closeVocabulary(open: OpenVocabulary): VocabularyWatch {
  const rising = [...open.rising]
    .sort((a, b) => a - b)
    .map(
      (term) =>
        [term, open.cusum[term]!, open.hits[term]!, open.documents[term]!, open.since[term]!] as const,
    );
  return {
    p: packNumbers(open.p),
    m: packNumbers(open.m),
    r: packNumbers(open.r),
    rising,
    latched: [...open.latched].map(([term, { hits, documents }]) => [term, hits, documents] as const),
  };
}

function factorsOf(m: Float32Array): Pick<OpenVocabulary, 'without' | 'having'> {
  const [without, having] = [new Float64Array(m.length * termBets), new Float64Array(m.length * termBets)];
  m.forEach((null_, term) => {
    factors.forEach((factor, b) => {
      const stake = null_ < 0.98 ? min((factor - 1) / (1 - null_), largestLoss / null_) : 0;
      without[term * termBets + b] = 1 - stake * null_;
      having[term * termBets + b] = (1 + stake * (1 - null_)) / (1 - stake * null_);
    });
  });
  return { without, having };
}

/**
 * Multiplies a document into the factors of all terms, in place: 1 + λ·(x − m), x whether it has the term, an e-value
 * while the share of documents with the term is at most m (Waudby-Smith and Ramdas, JRSS B 2024).
 */
export function foldDocument(open: OpenVocabulary, terms: readonly number[], firstAtMs: number): void {
  const { e, without, having } = open;
  for (let b = 0; b < e.length; b++) e[b]! *= without[b]!;
  const present = new Set(terms.filter(isTerm));
  for (const term of present) {
    for (let b = term * termBets; b < (term + 1) * termBets; b++) e[b]! *= having[b]!;
  }
  for (const term of new Set([...present, ...open.rising])) follow(open, term, present.has(term), firstAtMs);
  for (const [term, seen] of open.latched) {
    seen.documents += 1;
    if (present.has(term)) seen.hits += 1;
  }
}

/** Page's CUSUM (Biometrika 1954) of the largest bet: where the rise begins, and what has been seen since. */
function follow(open: OpenVocabulary, term: number, has: boolean, firstAtMs: number): void {
  const bet = (term + 1) * termBets - 1;
  const was = open.cusum[term]!;
  const is = min(1e300, max(1, was * open.without[bet]! * (has ? open.having[bet]! : 1)));
  open.cusum[term] = is;
  if (is > 1) open.rising.add(term);
  else open.rising.delete(term);
  if (is > 1 && was === 1) open.since[term] = firstAtMs;
  open.documents[term] = is > 1 ? open.documents[term]! + 1 : 0;
  open.hits[term] = is > 1 ? open.hits[term]! + (has ? 1 : 0) : 0;
}

/** Ends a minute, in place: R = (minutes + R)·e. A term that has alarmed gathers nothing until it is back. */
export function closeVocabularyMinute(open: OpenVocabulary, minutes: number): void {
  const { r, e, latched } = open;
  for (let b = 0; b < r.length; b++) r[b] = (minutes + r[b]!) * e[b]!;
  e.fill(1);
  for (const [term, seen] of latched) {
    silence(open, term);
    if (seen.documents < stretch) continue;
    if (seen.hits / seen.documents <= open.m[term]!) latched.delete(term);
    else latched.set(term, { hits: 0, documents: 0 });
  }
}

/** The mean of R over all terms and bets: their share of the model's evidence is the caller's. */
export function vocabularyEvidence({ r }: OpenVocabulary): number {
  let sum = 0;
  for (let b = 0; b < r.length; b++) sum += r[b]!;
  return sum / r.length;
}

/** What a vocabulary's alarm tells: the term with most evidence, and those that rise with it. */
export interface RisenTerms {
  readonly term: number;
  /** The three with most evidence, the first of them `term`. */
  readonly terms: readonly number[];
  readonly p: number;
  readonly m: number;
  readonly hits: number;
  readonly documents: number;
  readonly sinceMs: number;
}

/** The terms that have risen, which are latched, in place; what all have gathered is the caller's to clear. */
export function takeRisen(open: OpenVocabulary): RisenTerms {
  const evidence = Array.from(open.p, (_, term) => evidenceOfTerm(open, term));
  const byEvidence = evidence.map((sum, term) => [sum, term] as const).sort(([a], [b]) => b - a);
  const [[most, term]] = byEvidence as [readonly [number, number]];
  const risen = byEvidence.filter(([sum]) => sum >= most * sameChange).map(([, one]) => one);
  const [hits, documents] = [open.hits[term]!, open.documents[term]!];
  const told = {
    term,
    terms: risen.slice(0, shownTerms),
    p: open.p[term]!,
    m: open.m[term]!,
    hits,
    documents,
  };
  const sinceMs = open.since[term]!;
  for (const one of risen) open.latched.set(one, { hits: 0, documents: 0 });
  return { ...told, sinceMs };
}

function evidenceOfTerm({ r }: OpenVocabulary, term: number): number {
  const at = term * termBets;
  return r.subarray(at, at + termBets).reduce((sum, one) => sum + one, 0);
}

/** All evidence starts again from nothing; of terms that have alarmed, the CUSUM too. */
export function clearVocabulary(open: OpenVocabulary): void {
  open.r.fill(0);
  for (const term of open.latched.keys()) silence(open, term);
}

function silence({ r, cusum, hits, documents, rising }: OpenVocabulary, term: number): void {
  rising.delete(term);
  r.fill(0, term * termBets, (term + 1) * termBets);
  cusum[term] = 1;
  hits[term] = documents[term] = 0;
}
