import { z } from 'zod';
import type { RawValue } from './infer-kinds.js';
import { readTime } from './read-time.js';

/** Values of features by name, as somebody computed them: any numeric, boolean or categorical one can be watched. */
export interface FeatureRow {
  readonly atMs: number;
  readonly model: string;
  readonly version: string;
  readonly session: string | undefined;
  readonly actor: string | undefined;
  /** The row's own id: a second row with it is the same one. */
  readonly id: string | undefined;
  readonly features: Readonly<Record<string, RawValue>>;
}

/** The names that logs have for what a row needs; the first that is there counts. */
const namesOf = {
  at: ['at', 'timestamp', 'time', 'ts', 'occurred_at', 'created_at', 'datetime', '@timestamp'],
  model: ['model', 'model_id', 'model_name'],
  version: ['version', 'model_version'],
  session: ['session', 'session_id', 'conversation', 'conversation_id', 'thread_id'],
  actor: ['actor', 'actor_id', 'user', 'user_id'],
  id: ['id', 'event_id', 'request_id', 'interaction_id'],
} as const;
const ownNames: ReadonlySet<string> = new Set(Object.values(namesOf).flat());

const featureName = /^[\p{L}_][^\p{Cc}]{0,99}$/u;
const longestName = 200;

/** A row of features: under `features`, or flat, where every other column that is a plain value is one. */
export const featureRowSchema = z.record(z.string(), z.unknown()).transform((row, context): FeatureRow => {
  const problem = (path: string, message: string): never => {
    context.addIssue({ code: 'custom', path: [path], message });
    return z.NEVER;
  };
  const atName = firstOf(row, 'at');
  if (atName === undefined) return problem('at', `no time: want one of ${namesOf.at.join(', ')}`);
  const atMs = readTime(row[atName]);
  if (atMs === undefined) return problem(atName, 'is no time: want ISO 8601, or a number since 1970');
  const values = row['features'] ?? row;
  if (!isRecord(values)) return problem('features', 'want an object of values by name');
  return {
    atMs,
    model: nameOf(row, 'model') ?? 'model',
    version: nameOf(row, 'version') ?? 'unversioned',
    session: nameOf(row, 'session'),
    actor: nameOf(row, 'actor'),
    id: nameOf(row, 'id'),
    features: plainValues(values, values === row),
  };
});

function firstOf(row: Readonly<Record<string, unknown>>, what: keyof typeof namesOf): string | undefined {
  return namesOf[what].find((name) => row[name] !== undefined && row[name] !== null);
}

function nameOf(row: Readonly<Record<string, unknown>>, what: keyof typeof namesOf): string | undefined {
  const value = row[firstOf(row, what) ?? ''];
  const isName = (typeof value === 'string' && value !== '') || typeof value === 'number';
  return isName ? String(value).slice(0, longestName) : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Nested values are no features; neither are, in a flat row, its own columns. */
function plainValues(
  values: Readonly<Record<string, unknown>>,
  isFlat: boolean,
): Readonly<Record<string, RawValue>> {
  const plain: Record<string, RawValue> = {};
  for (const [name, value] of Object.entries(values)) {
    if (!featureName.test(name) || name === '__proto__' || (isFlat && ownNames.has(name))) continue;
    const isPlain = typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string';
    if (isPlain || value === null) plain[name] = value;
  }
  return plain;
}
