import type { Database } from '#database';

/** Plants one of everything that the settings list, for each of some texts; the routing in force names them as receivers. */
export async function plantSettings(database: Database, texts: readonly string[]): Promise<void> {
  const each = `FROM unnest($1::text[]) WITH ORDINALITY AS planted (said, n)`;
  const plant = (insert: string): Promise<unknown> => database.rows(`${insert} ${each}`, [texts]);
  await plant(`INSERT INTO silences (silence_id, tenant, matchers, starts_at, ends_at, author, comment)
    SELECT gen_random_uuid(), said, ARRAY['family="' || said || '"'], now(), now() + interval '1 day', said, said`);
  await database.rows(
    `WITH tested AS (
       INSERT INTO suppression_backtests (backtest_id, tenant, matchers, author, made_at, findings, hidden,
         hidden_incidents, hidden_critical)
       SELECT gen_random_uuid(), said, ARRAY['family="' || said || '"'], said, now(), 10, 5, 2, 0 ${each}
       RETURNING *)
     INSERT INTO suppressions (suppression_id, tenant, matchers, reason, author, created_at, expires_at, backtest_id,
       critical)
     SELECT gen_random_uuid(), tenant, matchers, author, author, now(), now() + interval '1 day', backtest_id, true
     FROM tested`,
    [texts],
  );
  await plant(`INSERT INTO people (person_id, issuer, subject, name, email, role, tenant)
    SELECT gen_random_uuid(), 'https://idp.example', 'subject ' || n, said, said, 'analyst', said`);
  await plant(`INSERT INTO api_tokens (token_id, prefix, digest, name, tenant, scopes, created_by, expires_at)
    SELECT gen_random_uuid(), lpad(n::text, 12, '0'), sha256('none'), said, said, '{incidents.read}', said,
      now() + interval '1 day'`);
  await plant(`INSERT INTO linked_accounts (provider, external_id, who, role, tenant)
    SELECT 'slack', 'U' || lpad(n::text, 9, '0'), said, 'analyst', said`);
  await plant(`INSERT INTO audit_log (tenant, who, action, subject, detail)
    SELECT said, said, said, said, jsonb_build_object('reason', said)`);
}

/** Puts a routing in force, as alerting would have taken it up. */
export async function plantRouting(database: Database, yaml: string): Promise<void> {
  await database.rows(
    `INSERT INTO routing_in_force (source, body, taken_at) VALUES ('environment', $1, now())`,
    [yaml],
  );
}
