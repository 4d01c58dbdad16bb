import type { Database } from '#database';

/** What a key names: whose it is, and what they asked for with it. */
export interface KeyedRequest {
  readonly who: string;
  readonly key: string;
  /** Of method, path and body. */
  readonly digest: Buffer;
}

/** What is known of a key: this request is its first, or what became of the first. */
export type Claim =
  | { readonly state: 'first' }
  | { readonly state: 'other request' }
  | { readonly state: 'unfinished' }
  | { readonly state: 'answered'; readonly status: number; readonly answer: Buffer | null };

const keptHours = 24;

/** Keys of requests that must not be done twice, and their answers. */
export class IdempotencyStore {
  constructor(private readonly database: Database) {}

  /** Claims a key: of several requests at once one is the first. */
  async claim({ who, key, digest }: KeyedRequest): Promise<Claim> {
    await this.database.rows(
      `DELETE FROM idempotency_keys WHERE created_at < now() - make_interval(hours => ${keptHours})`,
    );
    const claimed = await this.database.execute(
      `INSERT INTO idempotency_keys (who, key, request_digest) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
      [who, key, digest],
    );
    if (claimed === 1) return { state: 'first' };
    const [row] = await this.database.rows<{
      request_digest: Buffer;
      status: number | null;
      answer: Buffer | null;
    }>(`SELECT request_digest, status, answer FROM idempotency_keys WHERE who = $1 AND key = $2`, [who, key]);
    if (row === undefined) return { state: 'unfinished' };
    if (!row.request_digest.equals(digest)) return { state: 'other request' };
    if (row.status === null) return { state: 'unfinished' };
    return { state: 'answered', status: row.status, answer: row.answer };
  }

  /** Keeps the answer for whoever asks again; null where it must stand nowhere. */
  async finish({ who, key }: KeyedRequest, status: number, answer: Buffer | null): Promise<void> {
    await this.database.rows(
      `UPDATE idempotency_keys SET status = $3, answer = $4 WHERE who = $1 AND key = $2`,
      [who, key, status, answer],
    );
  }

  /** Nothing was done: the key may be used again. */
  async release({ who, key }: KeyedRequest): Promise<void> {
    await this.database.rows(`DELETE FROM idempotency_keys WHERE who = $1 AND key = $2 AND status IS NULL`, [
      who,
      key,
    ]);
  }
}
