import type { Database } from '#database';
import { listKeys } from '#keys';
import type { Doer } from '../auth/login.js';
import type { Tenant } from './tenant.schema.js';

interface TenantRow {
  readonly tenant: string;
  readonly models: number;
  readonly versions: number;
  readonly registered_at: Date;
  readonly last_minute: Date | null;
  readonly interactions: string | null;
  readonly attacks: string | null;
  readonly open_incidents: number;
  readonly holds: number;
  readonly people: number;
  readonly evidence: number;
  readonly sample: number;
  readonly all_of_it: number;
}

const mostTenants = 1_000;

const statement = `WITH known AS (
    SELECT tenant, count(DISTINCT model_id)::int AS models, count(*)::int AS versions, min(registered_at) AS registered_at,
      count(*) FILTER (WHERE retain = 'evidence')::int AS evidence,
      count(*) FILTER (WHERE retain = 'sample')::int AS sample,
      count(*) FILTER (WHERE retain = 'all')::int AS all_of_it
    FROM models WHERE $1::text IS NULL OR tenant = $1 GROUP BY tenant ORDER BY tenant LIMIT ${mostTenants}),
  week AS (
    SELECT m.tenant, sum(interactions) AS interactions, sum(attacks) AS attacks, max(minute) AS last_minute
    FROM buckets JOIN models m USING (model_key) WHERE minute > $2 GROUP BY m.tenant),
  open AS (SELECT tenant, count(*)::int AS open_incidents FROM incidents WHERE status <> 'resolved' GROUP BY tenant),
  held AS (SELECT tenant, count(*)::int AS holds FROM legal_holds JOIN incidents USING (incident_id)
    WHERE released_at IS NULL GROUP BY tenant),
  staff AS (SELECT tenant, count(*)::int AS people FROM people WHERE NOT disabled AND role IS NOT NULL GROUP BY tenant)
  SELECT known.*, interactions, attacks, coalesce(open_incidents, 0) AS open_incidents, coalesce(holds, 0) AS holds,
    coalesce(people, 0) AS people, coalesce(last_minute, (
      SELECT max(latest.minute) FROM models m,
        LATERAL (SELECT max(minute) AS minute FROM buckets b WHERE b.model_key = m.model_key) latest
      WHERE m.tenant = known.tenant)) AS last_minute
  FROM known LEFT JOIN week USING (tenant) LEFT JOIN open USING (tenant) LEFT JOIN held USING (tenant)
    LEFT JOIN staff USING (tenant) ORDER BY tenant`;

/** Reads which tenants there are, and what is set for them. */
export class TenantsQuery {
  constructor(
    private readonly database: Database,
    /** Where keys are, if they are in a file. */
    private readonly keysFile: string | undefined,
  ) {}

  /** By name, 1,000 at most; one where the login is of one. */
  async list({ tenant }: Doer): Promise<Tenant[]> {
    const weekAgo = new Date(Date.now() - 7 * 24 * 3_600_000);
    const rows = await this.database.rows<TenantRow>(statement, [tenant, weekAgo]);
    const keysOf = keysByTenant(this.keysFile);
    return rows.map((row) => ({
      tenant: row.tenant,
      models: row.models,
      versions: row.versions,
      firstSeenAt: row.registered_at.toISOString(),
      lastSeenAt: row.last_minute?.toISOString() ?? null,
      week: { interactions: Number(row.interactions ?? 0), attacks: Number(row.attacks ?? 0) },
      openIncidents: row.open_incidents,
      holds: row.holds,
      people: row.people,
      retain: { evidence: row.evidence, sample: row.sample, all: row.all_of_it },
      keys: keysOf === undefined ? null : keysOf(row.tenant),
    }));
  }
}

/** The keys of each tenant in a key file, read anew: they rotate without a restart. */
function keysByTenant(file: string | undefined) {
  if (file === undefined) return undefined;
  const keys = listKeys(file);
  return (tenant: string): NonNullable<Tenant['keys']> => {
    const own = keys.filter((key) => key.tenant === tenant);
    return own
      .filter(({ current }) => current)
      .map(({ purpose, createdAt }) => ({
        purpose,
        createdAt,
        older: own.filter((key) => key.purpose === purpose).length - 1,
      }));
  };
}
