import { severities } from '#contracts';
import type { Database } from '#database';
import type { Login } from '../auth/login.js';
import { conditionOf, openParameters } from './incident-filter.js';
import type { GroupField, IncidentGroups, IncidentGroupsQuery } from './incident-groups.schema.js';

const mostGroups = 200;
const columns: Readonly<Record<GroupField, string>> = {
  severity: 'i.severity',
  status: 'i.status',
  kind: 'i.kind',
  family: 'i.family',
  outcome: 'i.outcome',
  model: 'm.model_id',
  version: 'm.version',
  tenant: 'i.tenant',
};

interface GroupRow {
  readonly values: (string | null)[];
  readonly incidents: string;
  /** Of all groups, those beyond the limit too. */
  readonly total: string;
  readonly rank: number;
  readonly last_seen_at: Date;
}

/** Counts incidents, as a whole and by what they have in common. */
export class IncidentGroupsQueries {
  constructor(private readonly database: Database) {}

  async groups({ by = [], ...filter }: IncidentGroupsQuery, { tenant }: Login): Promise<IncidentGroups> {
    const { values, take } = openParameters();
    const condition = conditionOf(filter, tenant, take);
    if (by.length === 0) {
      const [counted] = await this.database.rows<{ total: string }>(
        `SELECT count(*) AS total FROM incidents i WHERE ${condition}`,
        values,
      );
      return { total: Number(counted?.total ?? 0), groups: [] };
    }
    const fields = by.map((field) => columns[field]);
    const rows = await this.database.rows<GroupRow>(
      `SELECT ARRAY[${fields.join(', ')}]::text[] AS values, count(*) AS incidents, max(i.severity_rank) AS rank,
         max(i.last_seen_at) AS last_seen_at, sum(count(*)) OVER () AS total
       FROM incidents i LEFT JOIN models m USING (model_key) WHERE ${condition}
       GROUP BY ${fields.join(', ')} ORDER BY rank DESC, incidents DESC, last_seen_at DESC LIMIT ${mostGroups}`,
      values,
    );
    return { total: Number(rows[0]?.total ?? 0), groups: rows.map((row) => groupOf(row, by)) };
  }
}

function groupOf(row: GroupRow, by: readonly GroupField[]): IncidentGroups['groups'][number] {
  return {
    values: Object.fromEntries(by.map((field, index) => [field, row.values[index] ?? null])),
    incidents: Number(row.incidents),
    severity: severities[row.rank - 1] ?? 'info',
    lastSeenAt: row.last_seen_at.toISOString(),
  };
}
