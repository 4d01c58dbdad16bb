import { type Role, isRole, secretDigest } from '#access';
import type { Database, Sql } from '#database';
import { type Login, loginAs } from './login.js';
import { type Issued, newSecret } from './new-secret.js';

/** A session ends so long after it began, whatever happens in it. */
const sessionHours = 12;
/** And so long after it was last used. */
const idleMinutes = 60;
/** Its token is replaced this often; the one before it holds a little longer, for requests that are under way. */
const rotateMinutes = 30;
const graceSeconds = 60;

/** Whose session it is: a person's, whose role stands in their row, or somebody's who came by a link. */
export type SessionOwner =
  { readonly personId: string } | { readonly role: Role; readonly tenant: string | null };

/** A session in force; `renewed` where the browser gets a new token for it. */
export interface FoundSession {
  readonly login: Login;
  readonly renewed: Issued | undefined;
}

interface SessionRow {
  readonly session_id: string;
  readonly role: string | null;
  readonly tenant: string | null;
  readonly person_id: string | null;
  readonly person_name: string | null;
  readonly is_due: boolean;
  readonly is_stale: boolean;
}

/** Sessions of browsers; the database has digests of their tokens only. */
export class SessionsStore {
  constructor(private readonly database: Database) {}

  /** A new session, and never one that a browser brought along; forgets those that are over. */
  async open(tx: Sql, owner: SessionOwner): Promise<Issued> {
    const token = newSecret();
    await tx.rows(`DELETE FROM login_sessions WHERE expires_at < now()`);
    const [row] = await tx.rows<{ expires_at: Date }>(
      `INSERT INTO login_sessions (token_digest, role, tenant, person_id, expires_at)
       VALUES ($1, $2, $3, $4, now() + make_interval(hours => ${sessionHours})) RETURNING expires_at`,
      [
        secretDigest(token),
        ...('personId' in owner ? [null, null, owner.personId] : [owner.role, owner.tenant, null]),
      ],
    );
    return { token, expiresAt: row?.expires_at ?? new Date(0) };
  }

  /** Who the token's session is of, as they are now; undefined where it is over, or its person may not come in. */
  async find(token: string): Promise<FoundSession | undefined> {
    const digest = secretDigest(token);
    const [row] = await this.database.rows<SessionRow>(
      `SELECT s.session_id, s.person_id, coalesce(p.email, p.name) AS person_name,
         CASE WHEN s.person_id IS NULL THEN s.role ELSE p.role END AS role,
         CASE WHEN s.person_id IS NULL THEN s.tenant ELSE p.tenant END AS tenant,
         s.token_digest = $1 AND s.rotated_at < now() - make_interval(mins => ${rotateMinutes}) AS is_due,
         s.last_seen_at < now() - interval '1 minute' AS is_stale
       FROM login_sessions s LEFT JOIN people p USING (person_id)
       WHERE (s.token_digest = $1 OR
           (s.previous_digest = $1 AND s.rotated_at > now() - make_interval(secs => ${graceSeconds})))
         AND s.expires_at > now() AND s.last_seen_at > now() - make_interval(mins => ${idleMinutes})
         AND p.disabled IS NOT TRUE`,
      [digest],
    );
    if (row === undefined || row.role === null || !isRole(row.role)) return undefined;
    if (row.is_stale)
      await this.database.rows(`UPDATE login_sessions SET last_seen_at = now() WHERE session_id = $1`, [
        row.session_id,
      ]);
    return {
      login: loginAs(row.role, whoOf(row), row.tenant),
      renewed: row.is_due ? await this.#renew(digest) : undefined,
    };
  }

  /** Of two requests at once, one renews. */
  async #renew(digest: Buffer): Promise<Issued | undefined> {
    const token = newSecret();
    const [row] = await this.database.rows<{ expires_at: Date }>(
      `UPDATE login_sessions SET token_digest = $2, previous_digest = $1, rotated_at = now()
       WHERE token_digest = $1 RETURNING expires_at`,
      [digest, secretDigest(token)],
    );
    return row && { token, expiresAt: row.expires_at };
  }

  /** Ends the session of a token, and of the one before it. */
  async end(tx: Sql, token: string): Promise<void> {
    await tx.rows(`DELETE FROM login_sessions WHERE token_digest = $1 OR previous_digest = $1`, [
      secretDigest(token),
    ]);
  }
}

/** A name that people can read, and the beginning of an id that nobody can choose. */
function whoOf({ session_id, person_id, person_name }: SessionRow): string {
  if (person_id === null) return `session:${session_id.replaceAll('-', '').slice(0, 12)}`;
  return `${person_name ?? ''} (${person_id.slice(0, 8)})`;
}
