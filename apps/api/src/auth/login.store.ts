import { createHash, randomBytes } from 'node:crypto';
import type { Database } from '#database';

const linkMinutes = 15;
const sessionHours = 12;

/** A secret that is handed out once; the database only has its digest. */
interface Issued {
  readonly token: string;
  readonly expiresAt: Date;
}

/** Somebody who may come in. */
export interface Login {
  readonly role: string;
  /** As the audit log names them. */
  readonly who: string;
}

/** Login links and the sessions that they open. */
export class LoginStore {
  constructor(private readonly database: Database) {}

  async issueLink(role: string): Promise<Issued> {
    const token = randomBytes(32).toString('base64url');
    const [row] = await this.database.rows<{ expires_at: Date }>(
      `INSERT INTO login_links (token_digest, role, expires_at)
       VALUES ($1, $2, now() + make_interval(mins => ${linkMinutes})) RETURNING expires_at`,
      [digestOf(token), role],
    );
    return { token, expiresAt: row?.expires_at ?? new Date(0) };
  }

  /** A session for an unused link that has not expired; undefined for any other. A link opens one session. */
  async spendLink(token: string): Promise<Issued | undefined> {
    return this.database.transaction(async (tx) => {
      const [link] = await tx.rows<{ role: string }>(
        `UPDATE login_links SET used_at = now()
         WHERE token_digest = $1 AND used_at IS NULL AND expires_at > now() RETURNING role`,
        [digestOf(token)],
      );
      if (link === undefined) return undefined;
      const session = randomBytes(32).toString('base64url');
      const [row] = await tx.rows<{ expires_at: Date }>(
        `INSERT INTO login_sessions (token_digest, role, expires_at)
         VALUES ($1, $2, now() + make_interval(hours => ${sessionHours})) RETURNING expires_at`,
        [digestOf(session), link.role],
      );
      return { token: session, expiresAt: row?.expires_at ?? new Date(0) };
    });
  }

  /** Who a session that has not ended is; nothing of its token can be told from the name. */
  async loginOf(session: string): Promise<Login | undefined> {
    const digest = digestOf(session);
    const [row] = await this.database.rows<{ role: string }>(
      `SELECT role FROM login_sessions WHERE token_digest = $1 AND expires_at > now()`,
      [digest],
    );
    return row && { role: row.role, who: `session:${digest.toString('hex', 0, 6)}` };
  }

  async endSession(session: string): Promise<void> {
    await this.database.rows(`DELETE FROM login_sessions WHERE token_digest = $1`, [digestOf(session)]);
  }
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
