import { randomUUID } from 'node:crypto';
import type { Database } from '#database';
import { plainText } from '#incidents';
import { exampleFacts, makeSummary, renderPage } from '#summary';

/** A thing of each kind that a tenant can have; every text of it holds the tenant's name. */
export interface TenantThings {
  readonly incident: string;
  readonly evidence: string;
  readonly person: string;
  readonly token: string;
  readonly view: string;
  readonly job: string;
  /** Of a summary; no two of them of the same week. */
  readonly week: string;
  readonly silence: string;
  readonly suppression: string;
  /** The key of a model. */
  readonly model: string;
}

/** Seeds one of everything that routes can show or change, for a tenant. */
export async function seedTenant(database: Database, tenant: string): Promise<TenantThings> {
  const things = {
    incident: randomUUID(),
    evidence: randomUUID(),
    person: randomUUID(),
    token: randomUUID(),
    view: randomUUID(),
    job: randomUUID(),
    week: `2020-W${String(tenant.length).padStart(2, '0')}`,
    silence: randomUUID(),
    suppression: randomUUID(),
  };
  const model = await seedTraffic(database, tenant, things);
  await database.rows(
    `INSERT INTO people (person_id, issuer, subject, name, email, role, tenant)
     VALUES ($1, 'https://idp.example', $2, $2, $2, 'analyst', $2)`,
    [things.person, tenant],
  );
  await database.rows(
    `INSERT INTO api_tokens (token_id, prefix, digest, name, tenant, scopes, created_by, expires_at)
     VALUES ($1, $2, sha256('none'), $3, $3, '{incidents.read}', $3, now() + interval '1 day')`,
    [things.token, things.token.replaceAll('-', '').slice(0, 12), tenant],
  );
  await database.rows(`INSERT INTO audit_log (tenant, who, action, subject) VALUES ($1, $1, 'test', $1)`, [
    tenant,
  ]);
  await database.rows(
    `INSERT INTO saved_views (view_id, name, query, saved_by, tenant) VALUES ($1, $2, '', $2, $2)`,
    [things.view, tenant],
  );
  await database.rows(`INSERT INTO legal_holds (incident_id, reason, held_by) VALUES ($1, $2, $2)`, [
    things.incident,
    tenant,
  ]);
  await seedWork(database, tenant, things);
  await seedQuiet(database, tenant, things);
  return { ...things, model };
}

/** A job over many incidents, and a summary of a week. */
async function seedWork(
  database: Database,
  tenant: string,
  things: Pick<TenantThings, 'job' | 'week'>,
): Promise<void> {
  await database.rows(
    `INSERT INTO bulk_jobs (job_id, action, requested_by, tenant, total, finished_at)
     VALUES ($1, '{"kind": "acknowledge"}', $2, $2, 0, now())`,
    [things.job, tenant],
  );
  await plantSummary(database, { tenant, week: things.week });
}

/** Keeps a summary of an example week, as alerting would have made it. */
export async function plantSummary(
  database: Database,
  { tenant, week }: { readonly tenant: string; readonly week: string },
): Promise<void> {
  const summary = makeSummary(exampleFacts({ tenant }), { plain: plainText, featureLabel: (name) => name });
  await database.rows(
    `INSERT INTO summaries (tenant, week, headline, from_at, until_at, made_at, made_by, document, page)
     VALUES ($1, $2, $1, now(), now(), now(), $1, $3, $4)`,
    [tenant, week, Buffer.from(JSON.stringify(summary)), Buffer.from(renderPage(summary))],
  );
}

/** What keeps messages of a tenant still. */
async function seedQuiet(
  database: Database,
  tenant: string,
  { silence, suppression }: Pick<TenantThings, 'silence' | 'suppression'>,
): Promise<void> {
  await database.rows(
    `INSERT INTO silences (silence_id, tenant, matchers, starts_at, ends_at, author, comment)
     VALUES ($1, $2, ARRAY['family="none"'], now(), now() + interval '1 day', $2, $2)`,
    [silence, tenant],
  );
  await database.rows(
    `INSERT INTO suppression_backtests (backtest_id, tenant, matchers, author, made_at, findings, hidden,
       hidden_incidents, hidden_critical)
     VALUES ($1, $2, ARRAY['family="none"'], $2, now(), 0, 0, 0, 0)`,
    [suppression, tenant],
  );
  await database.rows(
    `INSERT INTO suppressions (suppression_id, tenant, matchers, reason, author, created_at, expires_at, backtest_id,
       critical)
     VALUES ($1, $2, ARRAY['family="none"'], $2, $2, now(), now() + interval '1 day', $1, true)`,
    [suppression, tenant],
  );
}

async function seedTraffic(
  database: Database,
  tenant: string,
  things: Omit<TenantThings, 'model'>,
): Promise<string> {
  const finding = randomUUID();
  const [model] = await database.rows<{ model_key: number }>(
    `INSERT INTO models (tenant, model_id, version, kind) VALUES ($1, $1 || '-bot', '1', 'tuned') RETURNING model_key`,
    [tenant],
  );
  const key = model!.model_key;
  await seedProbes(database, tenant, key);
  const attack = {
    flagged: true,
    score: 1,
    severity: 'high',
    families: {},
    rules: [tenant],
    decodings: [],
    spans: [],
  };
  const signal = { attack, response: { verdict: 'complied' } };
  const body = { occurredAtMs: 0, messages: [{ role: 'user', content: `text of ${tenant}` }] };
  await database.rows(
    `INSERT INTO evidence (evidence_id, stored_on, model_key, interaction_id, occurred_at, collected_at, analyzed_at,
       outcome, signal, body, source_topic, source_partition, source_offset, masked_topic, masked_partition, masked_offset)
     VALUES ($1, current_date, $2, $3, now(), now(), now(), 'complied', $4, $5, 't', 0, 1, 'm', 0, 1)`,
    [
      things.evidence,
      key,
      `${tenant}-interaction`,
      JSON.stringify(signal),
      Buffer.from(JSON.stringify(body)),
    ],
  );
  await database.rows(
    `INSERT INTO vault_entries (evidence_id, stored_on, tenant, sealed) VALUES ($1, current_date, $2, 'sealed')`,
    [things.evidence, tenant],
  );
  const stated = {
    ...{ findingId: finding, kind: 'attack', tenant, severity: 'high', occurredAtMs: 0 },
    ...{
      title: `found at ${tenant}`,
      reason: `reason of ${tenant}`,
      model: { key, id: `${tenant}-bot`, version: '1' },
    },
  };
  await database.rows(
    `INSERT INTO findings (finding_id, kind, tenant, model_key, severity, fingerprint, title, occurred_at, body)
     VALUES ($1, 'attack', $2, $3, 'high', $2, $2, now(), $4)`,
    [finding, tenant, key, JSON.stringify(stated)],
  );
  await database.rows(
    `INSERT INTO finding_evidence (finding_id, evidence_id, stored_on) VALUES ($1, $2, current_date)`,
    [finding, things.evidence],
  );
  await database.rows(
    `INSERT INTO incidents (incident_id, tenant, model_key, fingerprint, kind, family, severity, status, title, reason,
       finding_count, first_seen_at, last_seen_at, opened_at, revision)
     VALUES ($1, $2, $3, $2, 'attack', 'persona', 'high', 'open', $2, $2, 1, now(), now(), now(), 1)`,
    [things.incident, tenant, key],
  );
  await database.rows(`INSERT INTO incident_findings (finding_id, incident_id) VALUES ($1, $2)`, [
    finding,
    things.incident,
  ]);
  return String(key);
}

/** A finished round of probes, whose family is the tenant's name. */
async function seedProbes(database: Database, tenant: string, modelKey: number): Promise<void> {
  await database.rows(`INSERT INTO probe_states (model_key, round, problem) VALUES ($1, 2, $2)`, [
    modelKey,
    tenant,
  ]);
  await database.rows(
    `INSERT INTO probe_rounds (model_key, round, finished_at, probes, pairs, tuned_only, base_only)
     VALUES ($1, 1, now(), 1, 1, 1, 0)`,
    [modelKey],
  );
  await database.rows(
    `INSERT INTO probe_results (model_key, round, probe_id, family, tuned, base, tuned_digest, base_digest)
     VALUES ($1, 1, $2, $2, 'answered', 'refused', '', '')`,
    [modelKey, tenant],
  );
}
