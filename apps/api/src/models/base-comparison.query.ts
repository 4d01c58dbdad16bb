import { type BaseComparison, describeComparison } from '#comparison';
import type { Database } from '#database';
import type { Login } from '../auth/login.js';
import type { BaseComparisonAnswer } from './base-comparison.schema.js';

interface ComparisonRow {
  readonly base_model: string | null;
  readonly compared_at: Date | null;
  readonly since: Date | null;
  readonly comparison: BaseComparison | null;
}

/** Reads how attacks work on a model, compared with its base. */
export class BaseComparisonQuery {
  constructor(private readonly database: Database) {}

  /** undefined: no such model. */
  async find(key: number, { tenant }: Login): Promise<BaseComparisonAnswer | undefined> {
    const [row] = await this.database.rows<ComparisonRow>(
      `SELECT m.base_model, c.compared_at, c.since, c.comparison
       FROM models m LEFT JOIN base_comparisons c ON c.model_key = m.model_key AND m.base_model IS NOT NULL
       WHERE m.model_key = $1 AND ($2::text IS NULL OR m.tenant = $2)`,
      [key, tenant],
    );
    if (row === undefined) return undefined;
    const { base_model: base, comparison, compared_at: comparedAt, since } = row;
    if (comparison === null || comparedAt === null || since === null) return { base, comparison: null };
    return {
      base,
      comparison: {
        ...comparison,
        comparedAt: comparedAt.toISOString(),
        since: since.toISOString(),
        sentence: describeComparison(comparison),
        families: [...comparison.families],
      },
    };
  }
}
