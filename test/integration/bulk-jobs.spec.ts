import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { type Pipeline, createPipeline } from '../support/run-pipeline.js';

interface Job {
  readonly id: string;
  readonly state: string;
  readonly total: number;
  readonly done: number;
  readonly refused: number;
}

let pipeline: Pipeline;
let url: string;

beforeAll(async () => {
  pipeline = await createPipeline();
  url = (await pipeline.start('api')).url;
  await pipeline.database.rows(
    `INSERT INTO models (tenant, model_id, version, kind) VALUES ('default', 'claims', 'v1', 'tuned')`,
  );
  await pipeline.database.rows(
    `INSERT INTO incidents (incident_id, tenant, model_key, fingerprint, kind, family, severity, status, title, reason,
       finding_count, first_seen_at, last_seen_at, opened_at, revision)
     SELECT gen_random_uuid(), 'default', 1, 'f' || n, 'attack', 'persona', (ARRAY['low', 'high'])[1 + n % 2], 'open',
       'title', 'reason', 1, now(), now(), now(), 1 FROM generate_series(1, 240) n`,
  );
}, 60_000);

const send = (path: string, body: object = {}) =>
  fetch(url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${pipeline.apiToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const finished = async (job: Job): Promise<Job> =>
  eventually(
    async () => {
      const answer = await fetch(`${url}/v1/bulk-jobs/${job.id}`, {
        headers: { authorization: `Bearer ${pipeline.apiToken}` },
      });
      const now = (await answer.json()) as Job;
      expect(now.state).toBe('finished');
      return now;
    },
    { deadlineMs: 60_000 },
  );
const run = async (path: string, body?: object): Promise<Job> =>
  finished((await (await send(path, body)).json()) as Job);
const counts = async (): Promise<Record<string, number>> => {
  const rows = await pipeline.database.rows<{ status: string; n: number }>(
    `SELECT status, count(*)::int AS n FROM incidents GROUP BY 1`,
  );
  return Object.fromEntries(rows.map(({ status, n }) => [status, n]));
};
const idsOf = async (condition: string): Promise<string[]> => {
  const rows = await pipeline.database.rows<{ incident_id: string }>(
    `SELECT incident_id FROM incidents WHERE ${condition} ORDER BY number`,
  );
  return rows.map(({ incident_id: id }) => id);
};

describe('a job over many incidents', () => {
  it('goes with its items when it has been over for 30 days, and not before', async () => {
    const jobs = ['29 days', '31 days'];
    await pipeline.database.rows(
      `WITH old AS (INSERT INTO bulk_jobs (job_id, action, requested_by, total, finished_at)
         SELECT gen_random_uuid(), '{"kind": "reopen"}', age, 1, now() - age::interval FROM unnest($1::text[]) age
         RETURNING job_id)
       INSERT INTO bulk_items (job_id, place, incident_id) SELECT job_id, 1, gen_random_uuid() FROM old`,
      [jobs],
    );
    await run('/v1/bulk-jobs', { action: { kind: 'acknowledge' }, ids: [randomUUID()] });
    const left = `SELECT requested_by FROM bulk_jobs JOIN bulk_items USING (job_id) WHERE requested_by = ANY($1)`;
    expect(await pipeline.database.rows(left, [jobs])).toEqual([{ requested_by: '29 days' }]);
  });

  it('does with all that match what a person would do with each, and takes it back', async () => {
    const filter = { severity: 'high' };
    const job = await run('/v1/bulk-jobs', { action: { kind: 'close', verdict: 'false-positive' }, filter });
    expect(job).toMatchObject({ total: 120, done: 120, refused: 0 });
    expect(await counts()).toEqual({ open: 120, resolved: 120 });
    const undone = await run(`/v1/bulk-jobs/${job.id}/undo`);
    expect(undone).toMatchObject({ total: 120, done: 120, undoes: job.id });
    expect(await counts()).toEqual({ open: 240 });
    expect((await send(`/v1/bulk-jobs/${job.id}/undo`)).status).toBe(409);
    const [audited] = await pipeline.database.rows<{ n: number }>(
      `SELECT count(*)::int AS n FROM audit_log WHERE action = 'incidents.act'`,
    );
    expect(audited?.n).toBeGreaterThanOrEqual(240);
  });

  it('says with which it was not possible, and does the others', async () => {
    const ids = await idsOf('number <= 4');
    await run('/v1/bulk-jobs', { action: { kind: 'acknowledge' }, ids: ids.slice(0, 1) });
    const job = await run('/v1/bulk-jobs', { action: { kind: 'acknowledge' }, ids });
    expect(job).toMatchObject({ total: 4, done: 3, refused: 1 });
  });

  it('gives back to whom it was assigned before', async () => {
    const ids = await idsOf('number BETWEEN 10 AND 11');
    await run('/v1/bulk-jobs', { action: { kind: 'assign', assignee: 'mia' }, ids });
    const job = await run('/v1/bulk-jobs', { action: { kind: 'assign', assignee: 'bo' }, ids });
    await run(`/v1/bulk-jobs/${job.id}/undo`);
    expect(await idsOf(`assignee = 'mia'`)).toEqual(ids);
  });

  it('is taken up by another process where the first one was killed', async () => {
    await pipeline.database.rows(
      `WITH job AS (INSERT INTO bulk_jobs (job_id, action, requested_by, total, lease_until)
         VALUES (gen_random_uuid(), '{"kind": "close", "verdict": "unknown", "note": ""}', 'somebody', 5,
           clock_timestamp() + interval '1 second') RETURNING job_id)
       INSERT INTO bulk_items (job_id, place, incident_id)
       SELECT job_id, number, incident_id FROM job, incidents WHERE number BETWEEN 50 AND 54`,
    );
    await eventually(
      async () => expect(await idsOf(`number BETWEEN 50 AND 54 AND status = 'resolved'`)).toHaveLength(5),
      { deadlineMs: 30_000 },
    );
  });

  it.each([
    { action: { kind: 'close' }, ids: [] },
    { action: { kind: 'acknowledge' } },
    { action: { kind: 'acknowledge' }, filter: { statuss: 'open' } },
    { action: { kind: 'delete' }, filter: {} },
    { action: { kind: 'acknowledge' }, ids: ['x'] },
  ])('is not started by %j', async (body) => {
    expect((await send('/v1/bulk-jobs', body)).status).toBe(400);
  });
});
