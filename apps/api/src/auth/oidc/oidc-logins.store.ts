import { randomUUID } from 'node:crypto';
import { secretDigest } from '#access';
import { type Database, type Sql, appendAudit } from '#database';
import { type Result, err, ok } from '#kernel';
import { type Issued, newSecret } from '../new-secret.js';
import type { SessionsStore } from '../sessions.store.js';
import type { Access } from './group-roles.js';
import type { LoginChecks, ProvenPerson } from './oidc-client.js';

const loginMinutes = 10;

/** Why somebody whom the provider knows may not come in. */
type Refusal = 'no role' | 'disabled';

interface PersonRow {
  readonly person_id: string;
  readonly name: string;
  readonly role: string | null;
  readonly tenant: string | null;
  readonly disabled: boolean;
}

/** Browsers on their way to the provider and back, and the people who come. */
export class OidcLoginsStore {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionsStore,
  ) {}

  /** Keeps what the answer must match, for the browser that has the token. */
  async begin({ state, nonce, codeVerifier }: LoginChecks): Promise<Issued> {
    const token = newSecret();
    await this.database.rows(`DELETE FROM oidc_logins WHERE expires_at < now()`);
    const [row] = await this.database.rows<{ expires_at: Date }>(
      `INSERT INTO oidc_logins (token_digest, state, nonce, code_verifier, expires_at)
       VALUES ($1, $2, $3, $4, now() + make_interval(mins => ${loginMinutes})) RETURNING expires_at`,
      [secretDigest(token), state, nonce, codeVerifier],
    );
    return { token, expiresAt: row?.expires_at ?? new Date(0) };
  }

  /** What the answer must match, once; undefined where this browser began no login, or too long ago. */
  async take(token: string): Promise<LoginChecks | undefined> {
    const [row] = await this.database.rows<{ state: string; nonce: string; code_verifier: string }>(
      `DELETE FROM oidc_logins WHERE token_digest = $1 AND expires_at > now()
       RETURNING state, nonce, code_verifier`,
      [secretDigest(token)],
    );
    return row && { state: row.state, nonce: row.nonce, codeVerifier: row.code_verifier };
  }

  /** A session for somebody whom the provider proved, with what their groups give them now; or why there is none. */
  async enter(
    person: ProvenPerson,
    access: Access | undefined,
    replaced: string | undefined,
  ): Promise<Result<Issued, Refusal>> {
    return this.database.transaction(async (tx) => {
      const row = await upsertPerson(tx, person, access);
      const refusal: Refusal | undefined = row.disabled
        ? 'disabled'
        : row.role === null
          ? 'no role'
          : undefined;
      if (replaced !== undefined) await this.sessions.end(tx, replaced);
      const session =
        refusal === undefined
          ? ok(await this.sessions.open(tx, { personId: row.person_id }))
          : err<Refusal>(refusal);
      await appendAudit(tx, {
        tenant: row.tenant,
        who: `${person.email ?? row.name} (${row.person_id.slice(0, 8)})`,
        action: 'login',
        subject: `person ${row.person_id}`,
        detail: { outcome: refusal ?? 'logged in', role: row.role },
      });
      return session;
    });
  }
}

/** Role and tenant as the groups say, but where an admin has set them. */
async function upsertPerson(tx: Sql, person: ProvenPerson, access: Access | undefined): Promise<PersonRow> {
  const [row] = await tx.rows<PersonRow>(
    `INSERT INTO people (person_id, issuer, subject, name, email, role, tenant, last_login_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, now())
     ON CONFLICT (issuer, subject) DO UPDATE SET name = excluded.name, email = excluded.email,
       last_login_at = now(),
       role = CASE people.role_from WHEN 'admin' THEN people.role ELSE excluded.role END,
       tenant = CASE people.role_from WHEN 'admin' THEN people.tenant ELSE excluded.tenant END,
       revision = people.revision + 1
     RETURNING person_id, name, role, tenant, disabled`,
    [
      ...[randomUUID(), person.issuer, person.subject, person.name, person.email],
      ...[access?.role, access?.tenant],
    ],
  );
  return row!;
}
