import {
  type PairCounts,
  type ProbeVerdict,
  addPair,
  noPairs,
  pairVerdict,
  roundsEvidence,
} from '#comparison';
import type { Database } from '#database';
import type { Login } from '../auth/login.js';
import type { ModelProbes } from './probes.schema.js';

interface StateRow {
  /** null: it was never probed. */
  readonly model_key: number | null;
  readonly next_at: Date | null;
  readonly problem: string | null;
}

interface RoundRow extends PairCounts {
  readonly round: number;
  readonly finished_at: Date;
  readonly probes: number;
}

interface ResultRow {
  readonly probe: string;
  readonly family: string;
  readonly tuned: ProbeVerdict;
  readonly base: ProbeVerdict;
}

/** JSON has no infinity. */
const mostE = 1e12;

/** What came of the probes that were put to a model and to its base. */
export class ProbesQuery {
  constructor(private readonly database: Database) {}

  /** Undefined where there is no such model. */
  async find(modelKey: number, { tenant }: Login): Promise<ModelProbes | undefined> {
    const [state] = await this.database.rows<StateRow>(
      `SELECT s.model_key, s.next_at, s.problem FROM models m LEFT JOIN probe_states s USING (model_key)
       WHERE m.model_key = $1 AND ($2::text IS NULL OR m.tenant = $2)`,
      [modelKey, tenant],
    );
    if (state === undefined) return undefined;
    const rounds = await this.database.rows<RoundRow>(
      `SELECT round, finished_at, probes, pairs, tuned_only AS "tunedOnly", base_only AS "baseOnly"
       FROM probe_rounds WHERE model_key = $1 ORDER BY round`,
      [modelKey],
    );
    const results = await this.database.rows<ResultRow>(
      `SELECT probe_id AS probe, family, tuned, base FROM probe_results WHERE model_key = $1 AND round = $2
       ORDER BY family, probe_id`,
      [modelKey, rounds.at(-1)?.round],
    );
    return { ...stateOf(state), ...evidenceOf(rounds), ...resultsOf(results) };
  }
}

function stateOf({ model_key, next_at, problem }: StateRow) {
  return { isProbed: model_key !== null, nextAt: next_at?.toISOString() ?? null, problem };
}

function evidenceOf(rounds: readonly RoundRow[]) {
  const evidence = roundsEvidence(rounds);
  const eOf = (nats: number): number => Math.min(mostE, Math.exp(nats));
  const latest = rounds.at(-1);
  return {
    verdict: pairVerdict(evidence),
    erodedE: eOf(evidence.erodedNats),
    hardenedE: eOf(evidence.hardenedNats),
    rounds: rounds.length,
    latest: latest === undefined ? null : latestOf(latest),
  };
}

function latestOf({ finished_at: finishedAt, ...round }: RoundRow) {
  return { ...round, finishedAt: finishedAt.toISOString() };
}

function resultsOf(results: readonly ResultRow[]): Pick<ModelProbes, 'families' | 'differing'> {
  const families = Object.entries(Object.groupBy(results, ({ family }) => family));
  return {
    families: families.map(([family, some = []]) => {
      const counts = some.reduce((sum, { tuned, base }) => addPair(sum, tuned, base), noPairs);
      return { family, ...counts, unsure: some.length - counts.pairs };
    }),
    differing: results.filter(({ tuned, base }) => tuned !== base && tuned !== 'unsure' && base !== 'unsure'),
  };
}
