import { type TenantKey, keyedToken } from './keyed-token.js';
import type { FoundEntity, Masker } from './masker.js';
import { allMaskers } from './maskers/all-maskers.js';

/** A text without what was masked, and how many entities of each type that was. */
export interface MaskedText {
  readonly text: string;
  readonly counts: Readonly<Record<string, number>>;
}

/** What is masked: where it stands, and as what. */
export interface Claim extends FoundEntity {
  readonly type: string;
}

/**
 * The text with every entity replaced by its keyed token. Brackets that could pose as a token's are replaced first,
 * so that a token in the answer is always one that was made here.
 */
export function maskText(text: string, key: TenantKey, maskers: readonly Masker[] = allMaskers): MaskedText {
  const plain = /[⟦⟧]/.test(text) ? text.replaceAll('⟦', '[').replaceAll('⟧', ']') : text;
  const claims = findEntities(plain, maskers);
  if (claims.length === 0) return { text: plain, counts: {} };
  const pieces: string[] = [];
  const counts: Record<string, number> = {};
  let at = 0;
  for (const claim of claims) {
    pieces.push(plain.slice(at, claim.start), keyedToken(claim.type, claim.normalised, key));
    counts[claim.type] = (counts[claim.type] ?? 0) + 1;
    at = claim.end;
  }
  pieces.push(plain.slice(at));
  return { text: pieces.join(''), counts };
}

/** Everything in a text that is to be masked, in its order and without overlaps. */
export function findEntities(text: string, maskers: readonly Masker[] = allMaskers): readonly Claim[] {
  const readable = withoutEscapes(text);
  const claims: (Claim & { readonly rank: number })[] = [];
  for (let rank = 0; rank < maskers.length; rank++) {
    const masker = maskers[rank]!;
    if (!masker.mayHold(readable)) continue;
    for (const found of masker.find(readable)) claims.push({ ...found, type: masker.type, rank });
  }
  if (claims.length === 0) return claims;
  claims.sort((a, b) => a.rank - b.rank || a.start - b.start);
  return withoutOverlaps(claims).sort((a, b) => a.start - b.start);
}

/**
 * Line ends and tabs that are written as escapes become blanks, two characters for two: in quoted JSON and code, the
 * `n` of `\\n` would else be the first letter of what follows.
 */
function withoutEscapes(text: string): string {
  return text.includes('\\') ? text.replace(/\\[nrt]/g, ' \n') : text;
}

/** Keeps the claims that come first. One masker's claims never overlap, so each is checked against those of others. */
function withoutOverlaps(claims: readonly (Claim & { readonly rank: number })[]): Claim[] {
  const types = new Set(claims.map((claim) => claim.rank));
  if (types.size < 2) return [...claims];
  const taken: Claim[] = [];
  for (const rank of types) {
    const own = claims.filter((claim) => claim.rank === rank);
    const free = own.filter((claim) => !overlapsAny(taken, claim));
    taken.push(...free);
    taken.sort((a, b) => a.start - b.start);
  }
  return taken;
}

/** `sorted` does not overlap in itself: the last claim that starts before the end of `claim` decides. */
function overlapsAny(sorted: readonly Claim[], claim: Claim): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.start ?? Infinity) < claim.end) low = middle + 1;
    else high = middle;
  }
  const last = sorted[low - 1];
  return last !== undefined && last.end > claim.start;
}
