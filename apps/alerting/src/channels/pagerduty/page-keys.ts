import { createHash } from 'node:crypto';
import type { Receiver } from '#incidents';
import { AppError } from '#kernel';
import type { ProviderRef } from '../../claim.store.js';
import { type Environment, type SecretRef, listSecrets } from '../../routing/read-secret.js';

/** A routing key, and how it is written down: a hash of it and where it stood, never the key. */
export interface PageKey {
  readonly key: string;
  readonly id: string;
  /** `env NAME` or `file PATH`. */
  readonly place: string;
}

/** The keys of a receiver's pages. */
export interface PageKeys {
  /** What opens a page now. */
  readonly current: PageKey;
  /** The key of a page that was opened before; undefined where nobody has it any more. */
  find(pin: PagePin): PageKey | undefined;
}

/** Which key a page was opened with. */
export type PagePin = Pick<PageKey, 'id' | 'place'>;

/** A key is 32 random characters: half a SHA-256 tells keys apart and gives none away. */
const idLength = 32;

/**
 * The keys of a place: the first one it lists opens pages, and all others that the place or any receiver lists end what
 * they opened. Throws an AppError where the place lists none.
 */
export function readPageKeys(
  place: SecretRef,
  receivers: readonly Receiver[],
  environment: Environment,
): PageKeys {
  const [current] = keysOf(place, environment);
  if (current === undefined) {
    throw new AppError('alerting.no-secret', `There is no secret in ${place.env ?? place.file}`, false);
  }
  const find = (pin: PagePin): PageKey | undefined => {
    if (pin.id === current.id) return current;
    const places = receivers.flatMap(({ pagerduty }) => pagerduty?.routing_key ?? []);
    return [placeOf(pin), place, ...places]
      .flatMap((one) => keysOf(one, environment))
      .find(({ id }) => id === pin.id);
  };
  return { current, find };
}

/** What is kept of a page's key beside its `dedup_key`. */
export function refOf({ id, place }: PagePin, dedupKey: string): ProviderRef {
  return { dedupKey, keyId: id, keyPlace: place };
}

/** Which key a page was opened with, as it was kept; undefined for one from before keys were. */
export function pinOf(ref: ProviderRef | null): PagePin | undefined {
  const { keyId: id, keyPlace: place } = ref ?? {};
  return id === undefined || place === undefined ? undefined : { id, place };
}

function keysOf(place: SecretRef, environment: Environment): readonly PageKey[] {
  const name = place.env === undefined ? `file ${place.file}` : `env ${place.env}`;
  return listSecrets(place, environment).map((key) => ({ key, id: idOf(key), place: name }));
}

function idOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, idLength);
}

function placeOf({ place }: PagePin): SecretRef {
  const [kind, name] = [place.slice(0, place.indexOf(' ')), place.slice(place.indexOf(' ') + 1)];
  return kind === 'env' ? { env: name } : { file: name };
}
