import type { Interaction } from '#contracts';
import type { Sql } from '#database';
import type { DriftAlarm } from '#drift';
import { nameTerms } from '#features';

/** So many of the newest texts say which words have risen. */
const textsToRead = 300;

/** The words that an alarm's terms stand for, by what is kept of the model's masked texts since the change. */
export async function readWords(
  tx: Sql,
  modelKey: number,
  { feature, terms, changeAtMs, atMs }: DriftAlarm,
): Promise<readonly string[]> {
  if (terms === undefined) return [];
  const rows = await tx.rows<{ body: Buffer }>(
    `SELECT body FROM evidence
     WHERE model_key = $1 AND occurred_at >= $2 AND occurred_at < $3
       AND stored_on >= ($2::timestamptz AT TIME ZONE 'UTC')::date
     ORDER BY occurred_at DESC LIMIT $4`,
    [modelKey, new Date(changeAtMs), new Date(atMs), textsToRead],
  );
  const interactions = rows.map(({ body }) => JSON.parse(body.toString('utf8')) as Interaction);
  const texts = interactions.map(({ messages, response }) =>
    feature === 'response_vocabulary'
      ? (response?.content ?? '')
      : (messages.findLast(({ role }) => role === 'user')?.content ?? ''),
  );
  return nameTerms(texts, terms);
}
