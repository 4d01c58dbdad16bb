import { type z } from 'zod';
import { ProblemException } from './problem.js';

/** A place in a sorted list as opaque text. */
function writeCursor(place: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** The place that a cursor names; undefined without one. Ends the request with 400 where it is not one of ours. */
export function readCursor<Schema extends z.ZodType>(
  cursor: string | undefined,
  schema: Schema,
): z.infer<Schema> | undefined {
  if (cursor === undefined) return undefined;
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const parsed = schema.safeParse(jsonOf(text));
  // Postgres has no text with a zero in it.
  if (!parsed.success || text.includes('\\u0000'))
    throw new ProblemException(400, 'cursor: take it from `next` of the page before');
  return parsed.data;
}

/** A page of `limit` items out of rows that were read one beyond it. */
export function pageOfRows<Row, Item>(
  rows: readonly Row[],
  limit: number,
  of: { readonly item: (row: Row) => Item; readonly place: (row: Row) => readonly (string | number)[] },
): { items: Item[]; next: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last !== undefined ? writeCursor(of.place(last)) : null;
  return { items: shown.map(of.item), next };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
