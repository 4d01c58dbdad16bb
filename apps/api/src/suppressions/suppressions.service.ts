import { randomUUID } from 'node:crypto';
import { type Database, type Sql, appendAudit } from '#database';
import { type Matcher, backtestSuppression, mayHideCritical, parseMatcher } from '#incidents';
import { type Clock, type Result, err, ok } from '#kernel';
import type { Doer } from '../auth/login.js';
import { readPastFindings } from './past-findings.query.js';
import { type SuppressionRow, suppressionColumns, suppressionOf } from './suppression-row.js';
import type {
  BacktestAnswer,
  BacktestRequest,
  Suppression,
  SuppressionRequest,
} from './suppression.schema.js';

const backtestDays = 7;
const dayMs = 86_400_000;
const longestMs = 90 * dayMs;
const mostShown = 500;

interface BacktestRow {
  readonly tenant: string;
  readonly matchers: string[];
}

/** Why a suppression is not made or changed. */
export interface SuppressionRefusal {
  readonly status: 400 | 403 | 404 | 409;
  readonly detail: string;
}

const notFound: SuppressionRefusal = { status: 404, detail: 'There is nothing with this id' };

/** Rules that hide findings: tried on the past first, for a time, for a reason, and not by one person where it is critical. */
export class SuppressionsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** What matchers would have hidden of the last seven days; the answer is kept, since a suppression is made from it. */
  async backtest(
    { tenant, matchers }: BacktestRequest,
    by: Doer,
  ): Promise<Result<BacktestAnswer, SuppressionRefusal>> {
    if (by.tenant !== null && by.tenant !== tenant) return err(notFound);
    const nowMs = this.clock();
    const parsed = parsedMatchers(matchers);
    const past = await readPastFindings(this.database, tenant, new Date(nowMs - backtestDays * dayMs));
    const { findings, hidden, hiddenIncidents, hiddenCritical, groups } = backtestSuppression(parsed, past);
    const id = randomUUID();
    await this.database.rows(
      `INSERT INTO suppression_backtests (backtest_id, tenant, matchers, author, made_at, findings, hidden,
         hidden_incidents, hidden_critical)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [id, tenant, matchers, by.who, new Date(nowMs), findings, hidden, hiddenIncidents, hiddenCritical],
    );
    const counts = { findings, hidden, hiddenIncidents, hiddenCritical };
    const needsSecondPerson = mayHideCritical(parsed);
    return ok({ id, days: backtestDays, ...counts, needsSecondPerson, groups: [...groups] });
  }

  /** The new suppression: in force where it cannot hide what is critical, else proposed to a second person. */
  async create(request: SuppressionRequest, by: Doer): Promise<Result<Suppression, SuppressionRefusal>> {
    const nowMs = this.clock();
    const lastsMs = Date.parse(request.expiresAt) - nowMs;
    if (lastsMs <= 0 || lastsMs > longestMs) {
      return err({ status: 400, detail: 'expiresAt must be after now and within 90 days' });
    }
    return this.database.transaction(async (tx) => {
      const [tested] = await tx.rows<BacktestRow>(
        `SELECT tenant, matchers FROM suppression_backtests b
         WHERE backtest_id = $1 AND made_at > $2::timestamptz - interval '1 hour'
           AND ($3::text IS NULL OR tenant = $3)
           AND NOT EXISTS (SELECT FROM suppressions s WHERE s.backtest_id = b.backtest_id)`,
        [request.backtestId, new Date(nowMs), by.tenant],
      );
      if (tested === undefined) {
        return err({
          status: 409,
          detail: 'Backtest it first: backtestId names none of the last hour that is unused',
        });
      }
      const critical = mayHideCritical(parsedMatchers(tested.matchers));
      const id = randomUUID();
      await insert(tx, { id, ...tested, ...request, critical, who: by.who, now: new Date(nowMs) });
      return this.#noted(tx, { id, by, change: critical ? 'proposed' : 'created' });
    });
  }

  /** Agrees to a suppression that may hide what is critical; nobody agrees to their own. */
  async approve(id: string, by: Doer): Promise<Result<Suppression, SuppressionRefusal>> {
    return this.database.transaction(async (tx) => {
      const found = await this.#read(tx, id, by);
      if (!found.ok) return found;
      const { state, author } = found.value;
      if (state !== 'proposed') return err({ status: 409, detail: `It is ${state}, not proposed` });
      if (author === by.who)
        return err({ status: 403, detail: 'A second person has to agree: you proposed it' });
      await tx.rows(
        `UPDATE suppressions SET approved_by = $2, approved_at = $3
         WHERE suppression_id = $1 AND approved_at IS NULL`,
        [id, by.who, new Date(this.clock())],
      );
      return this.#noted(tx, { id, by, change: 'approved' });
    });
  }

  /** Ends a suppression now: what comes from then on is shown. */
  async end(id: string, by: Doer): Promise<Result<Suppression, SuppressionRefusal>> {
    return this.database.transaction(async (tx) => {
      const found = await this.#read(tx, id, by);
      if (!found.ok) return found;
      const { state } = found.value;
      if (state === 'ended' || state === 'expired') return err({ status: 409, detail: `It is ${state}` });
      await tx.rows(`UPDATE suppressions SET ended_by = $2, ended_at = $3 WHERE suppression_id = $1`, [
        id,
        by.who,
        new Date(this.clock()),
      ]);
      return this.#noted(tx, { id, by, change: 'ended' });
    });
  }

  /** The newest first, 500 at most. */
  async list(state: Suppression['state'] | 'all', by: Doer): Promise<Suppression[]> {
    const rows = await this.database.rows<SuppressionRow>(
      `SELECT * FROM (SELECT ${suppressionColumns} FROM suppressions s JOIN suppression_backtests b USING (backtest_id)) AS known
       WHERE ($2 = 'all' OR state = $2) AND ($3::text IS NULL OR tenant = $3)
       ORDER BY created_at DESC, suppression_id LIMIT ${mostShown}`,
      [new Date(this.clock()), state, by.tenant],
    );
    return rows.map(suppressionOf);
  }

  async #read(tx: Sql, id: string, by: Doer): Promise<Result<Suppression, SuppressionRefusal>> {
    const [row] = await tx.rows<SuppressionRow>(
      `SELECT ${suppressionColumns} FROM suppressions s JOIN suppression_backtests b USING (backtest_id)
       WHERE suppression_id = $2 AND ($3::text IS NULL OR s.tenant = $3) FOR UPDATE OF s`,
      [new Date(this.clock()), id, by.tenant],
    );
    return row === undefined ? err(notFound) : ok(suppressionOf(row));
  }

  /** The suppression as it is now, with an audit row of what became of it. */
  async #noted(
    tx: Sql,
    { id, by, change }: { readonly id: string; readonly by: Doer; readonly change: string },
  ): Promise<Result<Suppression, SuppressionRefusal>> {
    const read = await this.#read(tx, id, by);
    if (!read.ok) return read;
    const { tenant, reason } = read.value;
    const subject = `suppression:${id}`;
    const detail = { change, reason };
    await appendAudit(tx, { tenant, who: by.who, action: 'suppressions.write', subject, detail });
    return read;
  }
}

/** They were checked when they came in. */
function parsedMatchers(texts: readonly string[]): readonly Matcher[] {
  return texts.flatMap((text) => parseMatcher(text) ?? []);
}

interface NewSuppression extends BacktestRow, SuppressionRequest {
  readonly id: string;
  readonly critical: boolean;
  readonly who: string;
  readonly now: Date;
}

async function insert(tx: Sql, one: NewSuppression): Promise<void> {
  await tx.rows(
    `INSERT INTO suppressions (suppression_id, tenant, matchers, reason, author, created_at, expires_at, backtest_id,
       critical, approved_by, approved_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      one.id,
      one.tenant,
      one.matchers,
      one.reason,
      one.who,
      one.now,
      new Date(one.expiresAt),
      one.backtestId,
      one.critical,
      one.critical ? null : one.who,
      one.critical ? null : one.now,
    ],
  );
}
