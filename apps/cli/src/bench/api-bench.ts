import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '#database';
import { AppError } from '#kernel';
import { z } from 'zod';
import { percentile } from './percentile.js';

export interface ApiBenchOptions {
  /** Open incidents to be there while it is asked. */
  readonly incidents: number;
  /** Questions of each kind. */
  readonly requests: number;
}

/** The API that is asked, and the database behind it. */
export interface ApiUnderBench {
  readonly url: string;
  readonly token: string;
  readonly database: Database;
}

/** Milliseconds from request to the last byte of the answer, asked one after the other. */
export interface ApiFigures {
  readonly question: string;
  readonly n: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

const pageSchema = z.object({ next: z.string().nullable() });
/** A page far down, so that a list that is counted through would show. */
const deepPages = 200;
const families = ['persona', 'prompt-leak', 'encoded-payload', 'jailbreak', 'override'];

/**
 * Figures of the questions that the console asks of `incidents` open incidents, which are made under a tenant of their
 * own and removed again.
 */
export async function benchApi(api: ApiUnderBench, options: ApiBenchOptions): Promise<ApiFigures[]> {
  const tenant = `bench-${randomUUID()}`;
  await plant(api.database, tenant, options.incidents);
  try {
    const deep = await cursorOfPage(api, deepPages);
    const questions: readonly (readonly [string, string])[] = [
      ['first page', '/v1/incidents?limit=100'],
      ['page far down', `/v1/incidents?limit=100${deep === null ? '' : `&cursor=${deep}`}`],
      ['everything, resolved too', '/v1/incidents?limit=100&status=all'],
      ['one model', '/v1/incidents?limit=100&model=bench-3'],
      ['two severities and a family', '/v1/incidents?limit=100&severity=low,info&family=override'],
      ['a word of many titles', '/v1/incidents?limit=100&q=planted'],
      ['a word of one title', '/v1/incidents?limit=100&q=number77'],
      ['failed deliveries (none)', '/v1/incidents?limit=100&delivery=failed'],
      ['how many', '/v1/incident-groups'],
      ['groups by model and family', '/v1/incident-groups?by=model,family'],
    ];
    const figures: ApiFigures[] = [];
    for (const [question, path] of questions) {
      figures.push({ question, ...(await measure(api, path, options.requests)) });
    }
    return figures;
  } finally {
    await removePlanted(api.database, tenant);
  }
}

async function measure(
  api: ApiUnderBench,
  path: string,
  requests: number,
): Promise<Omit<ApiFigures, 'question'>> {
  const times: number[] = [];
  for (let request = 0; request < requests; request++) {
    times.push((await get(api, path)).ms);
  }
  times.sort((a, b) => a - b);
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((q) => Math.round(percentile(times, q) * 10) / 10);
  return { n: times.length, p50: p50 ?? NaN, p95: p95 ?? NaN, p99: p99 ?? NaN };
}

/** An answer, and milliseconds to its last byte. One that the rate limit refuses is asked for again, uncounted. */
async function get({ url, token }: ApiUnderBench, path: string) {
  for (;;) {
    const startedAt = performance.now();
    const response = await fetch(url + path, { headers: { authorization: `Bearer ${token}` } });
    const text = await response.text();
    if (response.ok) return { text, ms: performance.now() - startedAt };
    if (response.status !== 429)
      throw new AppError('bench.refused', `The API answered ${response.status} to ${path}`, false);
    await pause(Number(response.headers.get('retry-after') ?? 1) * 1_000);
  }
}

async function cursorOfPage(api: ApiUnderBench, page: number): Promise<string | null> {
  let next: string | null = null;
  for (let at = 0; at < page; at++) {
    const cursor = next === null ? '' : `&cursor=${next}`;
    const answer = pageSchema.parse(JSON.parse((await get(api, `/v1/incidents?limit=200${cursor}`)).text));
    if (answer.next === null) break;
    next = answer.next;
  }
  return next;
}

async function plant(database: Database, tenant: string, incidents: number): Promise<void> {
  await database.rows(
    `INSERT INTO models (tenant, model_id, version, kind) SELECT $1, 'bench-' || n, 'v1', 'tuned' FROM generate_series(1, 20) n`,
    [tenant],
  );
  await database.rows(
    `INSERT INTO incidents (incident_id, tenant, model_key, fingerprint, kind, family, severity, status, outcome, title,
       reason, finding_count, first_seen_at, last_seen_at, opened_at, revision)
     SELECT gen_random_uuid(), $1, keys[1 + n % 20], $1 || n, 'attack', ($3::text[])[1 + n % ${families.length}],
       (ARRAY['info', 'low', 'medium', 'high', 'critical'])[1 + n % 5], 'open', 'complied',
       'A planted incident, number' || n, 'The response complied with a planted attack; rule planted-rule, score 0.9.',
       1 + n % 40, seen - interval '1 hour', seen, seen, 1
     FROM (SELECT array_agg(model_key) AS keys FROM models WHERE tenant = $1) of_bench,
       LATERAL (SELECT n, now() - n * interval '1 second' AS seen FROM generate_series(1, $2::int) n) numbered`,
    [tenant, incidents, families],
  );
  await database.rows('ANALYZE incidents');
}

async function removePlanted(database: Database, tenant: string): Promise<void> {
  await database.rows('DELETE FROM incidents WHERE tenant = $1', [tenant]);
  // The analyzer that runs beside it watches the planted models, too.
  await database.rows(
    `WITH planted AS (SELECT model_key FROM models WHERE tenant = $1),
       states AS (DELETE FROM drift_states USING planted WHERE drift_states.model_key = planted.model_key)
     DELETE FROM models USING planted WHERE models.model_key = planted.model_key`,
    [tenant],
  );
}
