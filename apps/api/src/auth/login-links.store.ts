import { type Role, isRole, secretDigest } from '#access';
import { type Database, appendAudit } from '#database';
import type { Login } from './login.js';
import { type Issued, newSecret } from './new-secret.js';
import type { SessionsStore } from './sessions.store.js';

const linkMinutes = 15;

/** Links that log a browser in, once each. */
export class LoginLinksStore {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionsStore,
  ) {}

  async issue(role: Role, tenant: string | null, by: Login): Promise<Issued> {
    const token = newSecret();
    return this.database.transaction(async (tx) => {
      const [row] = await tx.rows<{ expires_at: Date }>(
        `INSERT INTO login_links (token_digest, role, tenant, expires_at)
         VALUES ($1, $2, $3, now() + make_interval(mins => ${linkMinutes})) RETURNING expires_at`,
        [secretDigest(token), role, tenant],
      );
      await appendAudit(tx, {
        tenant,
        who: by.who,
        action: 'logins.create',
        subject: `link for the role ${role}`,
        detail: { role },
      });
      return { token, expiresAt: row?.expires_at ?? new Date(0) };
    });
  }

  /** A session for an unused link that has not expired, instead of the browser's last; undefined for any other link. */
  async spend(token: string, replaced: string | undefined): Promise<Issued | undefined> {
    return this.database.transaction(async (tx) => {
      const [link] = await tx.rows<{ role: string; tenant: string | null }>(
        `UPDATE login_links SET used_at = now()
         WHERE token_digest = $1 AND used_at IS NULL AND expires_at > now() RETURNING role, tenant`,
        [secretDigest(token)],
      );
      if (link === undefined || !isRole(link.role)) return undefined;
      if (replaced !== undefined) await this.sessions.end(tx, replaced);
      const session = await this.sessions.open(tx, { role: link.role, tenant: link.tenant });
      await appendAudit(tx, {
        tenant: link.tenant,
        who: 'login link',
        action: 'login',
        subject: `session with the role ${link.role}`,
        detail: { role: link.role },
      });
      return session;
    });
  }
}
