import { randomUUID } from 'node:crypto';
import { type AuditEntry, type Database, type Sql, appendAudit } from '#database';
import type { Login } from '../auth/login.js';
import { conditionOf, openParameters } from '../incidents/incident-filter.js';
import type { BulkAction, BulkJob, BulkRequest } from './bulk-job.schema.js';
import type { Before } from './steps-of-action.js';

const leaseSeconds = 30;
const shownRefusals = 5;
const keptDays = 30;

/** A job that this process has in hand until its lease ends. */
export interface ClaimedJob {
  readonly jobId: string;
  readonly action: BulkAction;
  readonly who: string;
  readonly tenant: string | null;
  readonly isUndo: boolean;
}

/** An incident that a job has yet to look at. */
export interface WaitingItem {
  readonly place: number;
  readonly incidentId: string;
  /** Of an undo: what it goes back to; else what it is now. */
  readonly before: Before;
}

interface JobRow {
  readonly job_id: string;
  readonly action: BulkAction;
  readonly requested_by: string;
  readonly tenant: string | null;
  readonly requested_at: Date;
  readonly undoes: string | null;
  readonly total: number;
  readonly finished_at: Date | null;
  readonly done: string;
  readonly refused: string;
  readonly refusals: string[] | null;
}

/** Whose job it is, and which tenant's incidents they may change. */
type Requester = Pick<Login, 'who' | 'tenant'>;

/** Jobs over many incidents and where each stands. */
export class BulkJobsStore {
  constructor(private readonly database: Database) {}

  /** The id of a new job over the incidents that are meant now. */
  async create(request: BulkRequest, requester: Requester): Promise<string> {
    const jobId = randomUUID();
    await this.database.transaction(async (tx) => {
      await tx.rows(
        `DELETE FROM bulk_jobs WHERE finished_at < clock_timestamp() - make_interval(days => ${keptDays})`,
      );
      await insertJob(tx, { jobId, action: request.action, requester, undoes: null });
      const { values, take } = openParameters();
      const job = take(jobId);
      const condition =
        'ids' in request
          ? `i.incident_id = ANY(${take(request.ids)}::uuid[]) AND (${take(requester.tenant)}::text IS NULL OR i.tenant = ${take(requester.tenant)})`
          : conditionOf(request.filter, requester.tenant, take);
      await tx.rows(
        `INSERT INTO bulk_items (job_id, place, incident_id)
         SELECT ${job}::uuid, row_number() OVER (ORDER BY i.severity_rank DESC, i.last_seen_at DESC, i.incident_id DESC),
           i.incident_id FROM incidents i WHERE ${condition}`,
        values,
      );
      await countItems(tx, jobId);
      await appendAudit(tx, jobAsked(jobId, requester, request.action.kind));
    });
    return jobId;
  }

  /** The id of a job that takes another back; undefined where there is none, or it was taken back before. */
  async createUndo(of: string, requester: Requester): Promise<string | undefined> {
    const jobId = randomUUID();
    return this.database.transaction(async (tx) => {
      const [job] = await tx.rows<{ action: BulkAction }>(
        `SELECT action FROM bulk_jobs b WHERE job_id = $1 AND undoes IS NULL AND finished_at IS NOT NULL
           AND ($2::text IS NULL OR tenant = $2)
           AND NOT EXISTS (SELECT FROM bulk_jobs u WHERE u.undoes = b.job_id) FOR UPDATE`,
        [of, requester.tenant],
      );
      if (job === undefined) return undefined;
      await insertJob(tx, { jobId, action: job.action, requester, undoes: of });
      await tx.rows(
        `INSERT INTO bulk_items (job_id, place, incident_id, was)
         SELECT $1, place, incident_id, was FROM bulk_items WHERE job_id = $2 AND state = 'done'`,
        [jobId, of],
      );
      await countItems(tx, jobId);
      await appendAudit(tx, jobAsked(jobId, requester, `undo ${job.action.kind}`));
      return jobId;
    });
  }

  async find(jobId: string, tenant: string | null): Promise<BulkJob | undefined> {
    const [row] = await this.database.rows<JobRow>(
      `SELECT b.*, count(*) FILTER (WHERE state = 'done') AS done, count(*) FILTER (WHERE state = 'refused') AS refused,
         (array_agg(DISTINCT refusal) FILTER (WHERE refusal IS NOT NULL))[1:${shownRefusals}] AS refusals
       FROM bulk_jobs b LEFT JOIN bulk_items USING (job_id)
       WHERE job_id = $1 AND ($2::text IS NULL OR b.tenant = $2) GROUP BY job_id`,
      [jobId, tenant],
    );
    return row && jobOf(row);
  }

  /** An unfinished job that nobody has in hand. */
  async claim(): Promise<ClaimedJob | undefined> {
    const [row] = await this.database.rows<JobRow>(
      `UPDATE bulk_jobs SET lease_until = clock_timestamp() + make_interval(secs => ${leaseSeconds})
       WHERE job_id = (SELECT job_id FROM bulk_jobs WHERE finished_at IS NULL
           AND (lease_until IS NULL OR lease_until < clock_timestamp())
         ORDER BY requested_at LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING *`,
    );
    if (row === undefined) return undefined;
    const { job_id: jobId, action, requested_by: who, tenant, undoes } = row;
    return { jobId, action, who, tenant, isUndo: undoes !== null };
  }

  /** The next items of a claimed job, whose lease is renewed. */
  async nextItems(jobId: string, limit: number): Promise<readonly WaitingItem[]> {
    await this.database.rows(
      `UPDATE bulk_jobs SET lease_until = clock_timestamp() + make_interval(secs => ${leaseSeconds}) WHERE job_id = $1`,
      [jobId],
    );
    const rows = await this.database.rows<{ place: number; incident_id: string; was: Before }>(
      `SELECT b.place, b.incident_id,
         coalesce(b.was, jsonb_build_object('status', i.status, 'assignee', i.assignee)) AS was
       FROM bulk_items b JOIN incidents i USING (incident_id)
       WHERE b.job_id = $1 AND b.state = 'waiting' ORDER BY b.place LIMIT $2`,
      [jobId, limit],
    );
    return rows.map(({ place, incident_id, was }) => ({ place, incidentId: incident_id, before: was }));
  }

  /** Notes what became of an item. `refusal` undefined: it was done. */
  async settle(jobId: string, { place, before }: WaitingItem, refusal: string | undefined): Promise<void> {
    await this.database.rows(
      `UPDATE bulk_items SET state = $3, was = $4::jsonb, refusal = $5 WHERE job_id = $1 AND place = $2`,
      [jobId, place, refusal === undefined ? 'done' : 'refused', JSON.stringify(before), refusal],
    );
  }

  async finish(jobId: string): Promise<void> {
    await this.database.rows(`UPDATE bulk_jobs SET finished_at = clock_timestamp() WHERE job_id = $1`, [
      jobId,
    ]);
  }
}

/** What each incident became has rows of its own. */
function jobAsked(jobId: string, { who, tenant }: Requester, kind: string): AuditEntry {
  return { tenant, who, action: 'incidents.act', subject: `bulk job ${jobId}`, detail: { kind } };
}

interface NewJob {
  readonly jobId: string;
  readonly action: BulkAction;
  readonly requester: Requester;
  readonly undoes: string | null;
}

async function insertJob(tx: Sql, { jobId, action, requester, undoes }: NewJob): Promise<void> {
  await tx.rows(
    `INSERT INTO bulk_jobs (job_id, action, requested_by, tenant, undoes, total)
     VALUES ($1, $2::jsonb, $3, $4, $5, 0)`,
    [jobId, JSON.stringify(action), requester.who, requester.tenant, undoes],
  );
}

async function countItems(tx: Sql, jobId: string): Promise<void> {
  await tx.rows(
    `UPDATE bulk_jobs SET total = (SELECT count(*) FROM bulk_items WHERE job_id = $1) WHERE job_id = $1`,
    [jobId],
  );
}

function jobOf(row: JobRow): BulkJob {
  return {
    id: row.job_id,
    action: row.action.kind,
    state: row.finished_at === null ? 'running' : 'finished',
    total: row.total,
    done: Number(row.done),
    refused: Number(row.refused),
    refusals: row.refusals ?? [],
    requestedBy: row.requested_by,
    requestedAt: row.requested_at.toISOString(),
    undoes: row.undoes,
  };
}
