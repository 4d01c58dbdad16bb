import type { Interaction, Outcome } from '#contracts';
import type { Database, RetainMode } from '#database';
import type { Clock } from '#kernel';
import type { Doer } from '../auth/login.js';
import { compareWords } from './compare-words.js';
import type { ExemplarSide, Exemplars } from './exemplars.schema.js';

interface ModelRow {
  readonly retain: RetainMode;
  readonly summary: {
    readonly baselineFromMs: number | null;
    readonly baselineUntilMs: number | null;
  } | null;
}

interface TextRow {
  readonly evidence_id: string;
  readonly interaction_id: string;
  readonly occurred_at: Date;
  readonly outcome: Outcome;
  readonly body: Buffer;
}

/** Half-open. */
interface Range {
  readonly from: Date;
  readonly until: Date;
}

/** What was said in one interaction of a sample. */
interface Said {
  readonly row: TextRow;
  readonly prompt: string;
  readonly response: string | undefined;
}

const shown = 10;
const textsRead = 300;
const fewestTexts = 30;
const longestText = 2_000;
/** Of a model of which everything is kept, the newest are drawn from. */
const mostLookedAt = 20_000;

/**
 * The sample of a day is its interactions with the smallest ids; those of them that are kept for another reason belong
 * to it as well. So what is kept of a day up to the largest id of its sample is a uniform sample of what was logged,
 * flagged or not; and all that is kept is, where everything is.
 */
const sampleStatement = `WITH within AS MATERIALIZED (
    SELECT evidence_id, stored_on, why_stored FROM evidence
    WHERE model_key = $1 AND occurred_at >= $2 AND occurred_at < $3
      AND stored_on >= ($2::timestamptz AT TIME ZONE 'UTC')::date
    ORDER BY occurred_at DESC LIMIT ${mostLookedAt}),
  days AS (
    SELECT stored_on, bool_or(why_stored = 'all') AS whole,
      max(evidence_id::text COLLATE "C") FILTER (WHERE why_stored = 'sample')::uuid AS largest
    FROM within GROUP BY stored_on),
  drawn AS (
    SELECT evidence_id, stored_on FROM within JOIN days USING (stored_on)
    WHERE whole OR evidence_id <= largest
    ORDER BY evidence_id LIMIT ${textsRead})
  SELECT evidence_id, interaction_id, occurred_at, outcome, body
  FROM drawn JOIN evidence USING (evidence_id, stored_on) ORDER BY evidence_id`;

/** Reads what is typical of a model: now, and in the time of its baseline. */
export class ExemplarsQuery {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** undefined where there is no such model. */
  async find(key: number, hours: number, { tenant }: Doer): Promise<Exemplars | undefined> {
    const [model] = await this.database.rows<ModelRow>(
      `SELECT retain, summary FROM models LEFT JOIN drift_states USING (model_key)
       WHERE model_key = $1 AND ($2::text IS NULL OR tenant = $2)`,
      [key, tenant],
    );
    if (model === undefined) return undefined;
    const nowMs = this.clock();
    const recent = { from: new Date(nowMs - hours * 3_600_000), until: new Date(nowMs) };
    const learnt = baselineOf(model, nowMs);
    const [before, after] = await Promise.all([this.#said(key, learnt), this.#said(key, recent)]);
    return {
      retain: model.retain,
      baseline: sideOf(learnt, before),
      now: sideOf(recent, after),
      words: wordsOfBoth(before, after),
    };
  }

  async #said(key: number, range: Range | undefined): Promise<readonly Said[]> {
    if (range === undefined) return [];
    const rows = await this.database.rows<TextRow>(sampleStatement, [key, range.from, range.until]);
    return rows.map((row) => {
      const { messages, response } = JSON.parse(row.body.toString('utf8')) as Interaction;
      const asked = messages.findLast(({ role }) => role === 'user') ?? messages.at(-1);
      return { row, prompt: asked?.content ?? '', response: response?.content };
    });
  }
}

function baselineOf({ summary }: ModelRow, nowMs: number): Range | undefined {
  const { baselineFromMs = null, baselineUntilMs = null } = summary ?? {};
  if (baselineFromMs === null || baselineUntilMs === null) return undefined;
  return { from: new Date(baselineFromMs), until: new Date(Math.min(baselineUntilMs, nowMs)) };
}

function sideOf(range: Range | undefined, said: readonly Said[]): ExemplarSide {
  return {
    from: range?.from.toISOString() ?? null,
    until: range?.until.toISOString() ?? null,
    texts: said.length,
    exemplars: said.slice(0, shown).map(({ row, prompt, response }) => ({
      evidenceId: row.evidence_id,
      interactionId: row.interaction_id,
      occurredAt: row.occurred_at.toISOString(),
      outcome: row.outcome,
      prompt: prompt.slice(0, longestText),
      response: response?.slice(0, longestText) ?? null,
    })),
  };
}

function wordsOfBoth(before: readonly Said[], after: readonly Said[]): Exemplars['words'] {
  if (Math.min(before.length, after.length) < fewestTexts) return null;
  const prompts = (said: readonly Said[]) => said.map(({ prompt }) => prompt);
  const responses = (said: readonly Said[]) => said.flatMap(({ response }) => response ?? []);
  const [answered, answers] = [responses(before), responses(after)];
  const isEnough = Math.min(answered.length, answers.length) >= fewestTexts;
  return {
    prompts: compareWords(prompts(before), prompts(after)),
    responses: isEnough ? compareWords(answered, answers) : { came: [], went: [] },
  };
}
