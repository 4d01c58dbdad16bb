import type { Sql, SqlParameter } from './database.js';

/** Counters by the names of their columns in `buckets`, and the minute, model and partition they belong to. */
export interface BucketRow {
  readonly modelKey: number;
  readonly minuteMs: number;
  readonly partition: number;
  readonly counts: Readonly<Record<CountName, number>>;
}

/** A session's evidence for the drift test; `unit` is plain JSON of numbers and our own names. */
export interface SessionUnitRow {
  readonly modelKey: number;
  readonly emittedMinuteMs: number;
  readonly firstAtMs: number;
  /** Hexadecimal. */
  readonly sessionDigest: string;
  readonly partition: number;
  readonly unit: object;
}

const countColumns = {
  interactions: 'interactions',
  attacks: 'attacks',
  refusals: 'refusals',
  refused: 'refused',
  partial: 'partial',
  complied: 'complied',
  leaked: 'leaked',
  errors: 'errors',
  duplicates: 'duplicates',
  inputTokens: 'input_tokens',
  outputTokens: 'output_tokens',
  responseChars: 'response_chars',
  latencyMs: 'latency_ms',
  latencyCount: 'latency_count',
} as const;
type CountName = keyof typeof countColumns;

const columns = Object.values(countColumns);
const addBucketsStatement = `
  INSERT INTO buckets (model_key, minute, partition, ${columns.join(', ')})
  SELECT * FROM unnest($1::int[], $2::timestamptz[], $3::int[],
    ${columns.map((column, i) => `$${i + 4}::${column === 'latency_ms' ? 'float8' : 'bigint'}[]`).join(', ')})
  ON CONFLICT (model_key, minute, partition) DO UPDATE SET
    ${columns.map((column) => `${column} = buckets.${column} + excluded.${column}`).join(', ')}`;

/** Adds counters to their buckets. Each bucket may stand once in `rows`. */
export async function addBuckets(tx: Sql, rows: readonly BucketRow[]): Promise<void> {
  if (rows.length === 0) return;
  const names = Object.keys(countColumns) as CountName[];
  const counts = names.map((name) => rows.map((row) => row.counts[name]));
  await tx.rows(addBucketsStatement, [
    rows.map((row) => row.modelKey),
    rows.map((row) => new Date(row.minuteMs)),
    rows.map((row) => row.partition),
    ...counts,
  ]);
}

/** Adds session units; one that is there already stays as it is. */
export async function addSessionUnits(tx: Sql, rows: readonly SessionUnitRow[]): Promise<void> {
  if (rows.length === 0) return;
  const parameters: SqlParameter[] = [
    rows.map((row) => row.modelKey),
    rows.map((row) => new Date(row.emittedMinuteMs)),
    rows.map((row) => new Date(row.firstAtMs)),
    rows.map((row) => Buffer.from(row.sessionDigest, 'hex')),
    rows.map((row) => row.partition),
    rows.map((row) => JSON.stringify(row.unit)),
  ];
  await tx.rows(
    `INSERT INTO session_units (model_key, emitted_minute, first_at, session_digest, partition, unit)
     SELECT * FROM unnest($1::int[], $2::timestamptz[], $3::timestamptz[], $4::bytea[], $5::int[], $6::jsonb[])
     ON CONFLICT DO NOTHING`,
    parameters,
  );
}
