import type { KeyStore } from '#keys';
import { type MaskingOf, maskText, pseudonym } from '#privacy';

/** A person, key or service that is to be forgotten. */
export interface Actor {
  readonly tenant: string;
  /** What stands for it in rows: one pseudonym of each key that the tenant has had. */
  readonly pseudonyms: readonly string[];
  /** What may stand for it in the masked beginning of a dead letter. */
  readonly spellings: readonly string[];
}

/** True of what is a pseudonym already, and so needs no key. */
export function isPseudonym(id: string): boolean {
  return /^actor:[0-9a-f]{16}$/.test(id);
}

/** An actor by its pseudonym. */
export function actorOfPseudonym(tenant: string, id: string): Actor {
  return { tenant, pseudonyms: [id], spellings: [id] };
}

/** An actor by the id that the application logs of it, under every key of its tenant that was not destroyed. */
export function actorOfId(tenant: string, id: string, keys: KeyStore, maskingOf: MaskingOf): Actor {
  const all = keys.all(tenant, 'masking');
  // To ask how a tenant masks makes the key of one that has none.
  const maskers = all.length === 0 ? [] : maskingOf(tenant).maskers;
  const pseudonyms = all.map(({ key }) => pseudonym('actor', id, key));
  const masked = all.map(({ key }) => maskText(id, key, maskers).text);
  const inJson = JSON.stringify(id).slice(1, -1);
  return { tenant, pseudonyms, spellings: [...new Set([id, inJson, ...masked, ...pseudonyms])] };
}
