import { randomUUID } from 'node:crypto';
import { type Database, appendAudit } from '#database';
import { type Clock, type Result, err, ok } from '#kernel';
import type { Doer } from '../auth/login.js';
import { type InboundEvent, isFirstTime } from '../inbound/inbox.store.js';
import type { Silence, SilenceQuery, SilenceRequest } from './silence.schema.js';

interface Row {
  readonly silence_id: string;
  readonly tenant: string;
  readonly matchers: string[];
  readonly starts_at: Date;
  readonly ends_at: Date;
  readonly author: string;
  readonly comment: string;
  readonly state: Silence['state'];
  readonly holding: string;
}

const longestMs = 31 * 86_400_000;
const mostShown = 500;
const columns = `s.*, CASE WHEN ends_at <= $1 THEN 'expired' WHEN starts_at > $1 THEN 'pending' ELSE 'active' END AS state,
  (SELECT count(*) FROM notifications n
   WHERE n.state = 'pending' AND n.last_reason LIKE 'silenced by %(' || s.silence_id || ')') AS holding`;

/** Time-boxed mutes. They are never deleted: an ended one still says who kept what still, and why. */
export class SilencesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The newest first, 500 at most. */
  async list({ state, tenant }: SilenceQuery, by: Doer): Promise<Silence[]> {
    const rows = await this.database.rows<Row>(
      `SELECT * FROM (SELECT ${columns} FROM silences s
         WHERE ($2::text IS NULL OR s.tenant = $2) AND ($4::text IS NULL OR s.tenant = $4)) AS known
       WHERE $3 = 'all' OR state = $3 OR $3 = 'unexpired' AND state <> 'expired'
       ORDER BY created_at DESC, silence_id LIMIT ${mostShown}`,
      [new Date(this.clock()), tenant, state, by.tenant],
    );
    return rows.map(silenceOf);
  }

  /** The new silence, or what is wrong with its times. */
  async create(request: SilenceRequest, by: Doer, event?: InboundEvent): Promise<Result<Silence, string>> {
    if (by.tenant !== null && by.tenant !== request.tenant) return err('this login is of another tenant');
    const nowMs = this.clock();
    const startsMs = request.startsAt === undefined ? nowMs : Date.parse(request.startsAt);
    const endsMs = Date.parse(request.endsAt);
    if (endsMs <= Math.max(nowMs, startsMs)) return err('endsAt must be after now and after startsAt');
    if (endsMs - startsMs > longestMs) return err('a silence lasts 31 days at most');
    const silenceId = randomUUID();
    const { tenant, matchers, comment } = request;
    return this.database.transaction(async (tx) => {
      if (event !== undefined && !(await isFirstTime(tx, event))) return err('It is silenced already');
      await tx.rows(
        `INSERT INTO silences (silence_id, tenant, matchers, starts_at, ends_at, author, comment)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [silenceId, tenant, matchers, new Date(startsMs), new Date(endsMs), by.who, comment],
      );
      const detail = { change: 'created', matchers: matchers.join(', '), until: request.endsAt, comment };
      const [row] = await tx.rows<Row>(`SELECT ${columns} FROM silences s WHERE silence_id = $2`, [
        new Date(nowMs),
        silenceId,
      ]);
      await appendAudit(tx, auditOf(silenceId, tenant, by.who, detail));
      return row === undefined ? err('it is gone') : ok(silenceOf(row));
    });
  }

  /** The silence, ended now; what waited for it is due at once. undefined where there is none that has not ended. */
  async expire(silenceId: string, by: Doer): Promise<Silence | undefined> {
    const now = new Date(this.clock());
    return this.database.transaction(async (tx) => {
      // One that was to begin later never did: its range is a millisecond that is over.
      const ended = await tx.execute(
        `UPDATE silences SET starts_at = least(starts_at, $1::timestamptz - interval '1 millisecond'), ends_at = $1
         WHERE silence_id = $2 AND ends_at > $1 AND ($3::text IS NULL OR tenant = $3)`,
        [now, silenceId, by.tenant],
      );
      if (ended === 0) return undefined;
      await tx.rows(
        `UPDATE notifications SET due_at = $1
         WHERE state = 'pending' AND due_at > $1 AND last_reason LIKE 'silenced by %(' || $2 || ')'`,
        [now, silenceId],
      );
      const [row] = await tx.rows<Row>(`SELECT ${columns} FROM silences s WHERE silence_id = $2`, [
        now,
        silenceId,
      ]);
      if (row === undefined) return undefined;
      await appendAudit(tx, auditOf(silenceId, row.tenant, by.who, { change: 'expired' }));
      return silenceOf(row);
    });
  }
}

function auditOf(id: string, tenant: string, who: string, detail: Readonly<Record<string, string>>) {
  return { tenant, who, action: 'silences.write', subject: `silence:${id}`, detail };
}

function silenceOf(row: Row): Silence {
  return {
    id: row.silence_id,
    tenant: row.tenant,
    matchers: row.matchers,
    startsAt: row.starts_at.toISOString(),
    endsAt: row.ends_at.toISOString(),
    author: row.author,
    comment: row.comment,
    state: row.state,
    holding: Number(row.holding),
  };
}
