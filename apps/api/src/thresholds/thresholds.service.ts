import { randomUUID } from 'node:crypto';
import { type Database, type Sql, setFlagThreshold } from '#database';
import { replayThreshold, highestThreshold, shippedThreshold } from '#detection';
import { type Clock, type Result, err, ok } from '#kernel';
import type { Doer } from '../auth/login.js';
import { type StoredScore, readStoredScores } from './stored-scores.query.js';
import type { Replay, ReplayRequest, Threshold, ThresholdRequest } from './threshold.schema.js';

const replayDays = 7;
const dayMs = 86_400_000;
const mostScores = 20_000;
const mostExamples = 10;

interface ModelRow {
  readonly modelKey: number;
  readonly tenant: string;
  readonly model: string;
  readonly version: string;
  readonly threshold: number | null;
}

interface TriedRow extends ReplayRow {
  readonly compared: string;
  readonly appearing: string;
  readonly disappearing: string;
  readonly lost_incidents: string;
}

interface ReplayRow {
  readonly threshold: number | null;
  readonly threshold_before: number | null;
}

/** Why a threshold is not set. */
export type ThresholdRefusal = 'no-model' | 'no-replay' | 'changed-since';

/** Thresholds of models: tried on what is stored before they are set. */
export class ThresholdsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Undefined where there is no such model. */
  async read(modelKey: number, by: Doer): Promise<Threshold | undefined> {
    const model = await readModel(this.database, modelKey, by);
    if (model === undefined) return undefined;
    const [changed] = await this.database.rows<ReplayRow & { set_by: string; set_at: Date }>(
      `SELECT threshold, threshold_before, set_by, set_at FROM threshold_replays
       WHERE model_key = $1 AND set_at IS NOT NULL ORDER BY set_at DESC LIMIT 1`,
      [modelKey],
    );
    return {
      threshold: inForce(model.threshold),
      isOwn: model.threshold !== null,
      least: shippedThreshold,
      most: highestThreshold,
      changed:
        changed === undefined
          ? null
          : {
              ...{ at: changed.set_at.toISOString(), by: changed.set_by },
              ...{ from: inForce(changed.threshold_before), to: inForce(changed.threshold) },
            },
    };
  }

  /** What a threshold would have changed of the last seven days; the answer is kept, since it is set from it, and one that was not for a day. */
  async replay(
    modelKey: number,
    { threshold }: ReplayRequest,
    by: Doer,
  ): Promise<Result<Replay, ThresholdRefusal>> {
    const model = await readModel(this.database, modelKey, by);
    if (model === undefined) return err('no-model');
    const now = new Date(this.clock());
    const since = new Date(now.getTime() - replayDays * dayMs);
    const levels = { before: inForce(model.threshold), after: inForce(threshold) };
    const replay = await this.#replayOf(modelKey, since, levels);
    await this.database.rows(
      `DELETE FROM threshold_replays WHERE set_at IS NULL AND made_at < $1::timestamptz - interval '1 day'`,
      [now],
    );
    await this.database.rows(
      `INSERT INTO threshold_replays (replay_id, model_key, threshold_before, threshold, author, made_at, compared,
         appearing, disappearing, lost_incidents)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        ...[replay.id, modelKey, model.threshold, threshold, by.who, now, replay.compared],
        ...[replay.appearing.interactions, replay.disappearing.interactions, replay.lostIncidents.total],
      ],
    );
    return ok(replay);
  }

  /** Sets what was replayed, with its audit row; it holds for what is analyzed from then on. */
  async set(
    modelKey: number,
    { replayId, reason }: ThresholdRequest,
    by: Doer,
  ): Promise<Result<void, ThresholdRefusal>> {
    const now = new Date(this.clock());
    return this.database.transaction(async (tx) => {
      const model = await readModel(tx, modelKey, by, 'FOR UPDATE');
      if (model === undefined) return err('no-model');
      const [tried] = await tx.rows<TriedRow>(
        `UPDATE threshold_replays SET set_by = $3, set_at = $4
         WHERE replay_id = $1 AND model_key = $2 AND set_at IS NULL AND made_at > $4::timestamptz - interval '1 hour'
           AND threshold_before IS NOT DISTINCT FROM $5
         RETURNING threshold, threshold_before, compared, appearing, disappearing, lost_incidents`,
        [replayId, modelKey, by.who, now, model.threshold],
      );
      if (tried === undefined) return err(await this.#whyNot(tx, replayId, model));
      const why = {
        ...{ before: model.threshold, reason, compared: Number(tried.compared) },
        ...{ appearing: Number(tried.appearing), disappearing: Number(tried.disappearing) },
        lostIncidents: Number(tried.lost_incidents),
      };
      await setFlagThreshold(tx, { ...model, threshold: tried.threshold, by: by.who, why });
      return ok(undefined);
    });
  }

  async #whyNot(tx: Sql, replayId: string, { modelKey, threshold }: ModelRow): Promise<ThresholdRefusal> {
    const [other] = await tx.rows(
      `SELECT FROM threshold_replays WHERE replay_id = $1 AND model_key = $2 AND set_at IS NULL
         AND threshold_before IS DISTINCT FROM $3`,
      [replayId, modelKey, threshold],
    );
    return other === undefined ? 'no-replay' : 'changed-since';
  }

  async #replayOf(
    modelKey: number,
    week: Date,
    levels: Readonly<Pick<Replay, 'before' | 'after'>>,
  ): Promise<Replay> {
    const read = await readStoredScores(this.database, modelKey, { since: week, limit: mostScores + 1 });
    const scores = read.slice(0, mostScores);
    const isComplete = read.length <= mostScores;
    const since = isComplete ? week : (scores.at(-1)?.at ?? week);
    const { appearing, disappearing, lostIncidents } = replayThreshold(scores, levels);
    const { before, after } = levels;
    return {
      ...{ id: randomUUID(), before, after, since: since.toISOString() },
      interactions: await countInteractions(this.database, modelKey, since),
      ...{ compared: scores.length, isComplete },
      appearing: { ...appearing, examples: examplesOf(scores, after, before) },
      disappearing: { ...disappearing, examples: examplesOf(scores, before, after) },
      lostIncidents: {
        total: lostIncidents.length,
        items: await this.#incidents(lostIncidents.slice(0, mostExamples)),
      },
    };
  }

  async #incidents(ids: readonly string[]): Promise<Replay['lostIncidents']['items']> {
    const rows = await this.database.rows<{ incident_id: string; number: string; title: string }>(
      `SELECT incident_id, number, title FROM incidents WHERE incident_id = ANY($1::uuid[]) ORDER BY number DESC`,
      [ids],
    );
    return rows.map(({ incident_id: id, number, title }) => ({ id, number: Number(number), title }));
  }
}

function inForce(threshold: number | null): number {
  return threshold ?? shippedThreshold;
}

async function readModel(
  sql: Sql,
  modelKey: number,
  { tenant }: Doer,
  lock: '' | 'FOR UPDATE' = '',
): Promise<ModelRow | undefined> {
  const [row] = await sql.rows<ModelRow>(
    `SELECT model_key AS "modelKey", tenant, model_id AS model, version, flag_threshold AS threshold FROM models
     WHERE model_key = $1 AND ($2::text IS NULL OR tenant = $2) ${lock}`,
    [modelKey, tenant],
  );
  return row;
}

async function countInteractions(sql: Sql, modelKey: number, since: Date): Promise<number> {
  const [row] = await sql.rows<{ n: string }>(
    `SELECT coalesce(sum(interactions), 0) AS n FROM buckets WHERE model_key = $1 AND minute >= $2`,
    [modelKey, since],
  );
  return Number(row?.n ?? 0);
}

/** Those from one threshold on up to the other, the newest first. */
function examplesOf(
  scores: readonly StoredScore[],
  from: number,
  to: number,
): Replay['appearing']['examples'] {
  return scores
    .filter(({ score }) => score >= from && score < to)
    .slice(0, mostExamples)
    .map(({ evidenceId, interactionId, at, score, outcome }) => ({
      ...{ evidenceId, interactionId, score, outcome },
      occurredAt: at.toISOString(),
    }));
}
