import { createHash, randomBytes } from 'node:crypto';
import type { Database } from '#database';

/** Whose session it is. */
interface SessionOf {
  readonly role?: string;
  readonly tenant?: string | null;
  readonly personId?: string;
  /** Where its page is; what a browser says in Origin. */
  readonly origin: string;
}

/** The headers of a browser with a session of a role, or of a person. */
export async function openSession(
  database: Database,
  { role, tenant, personId, origin }: SessionOf,
): Promise<{ cookie: string; origin: string }> {
  const token = randomBytes(32).toString('base64url');
  await database.rows(
    `INSERT INTO login_sessions (token_digest, role, tenant, person_id, expires_at)
     VALUES ($1, $2, $3, $4, now() + interval '1 hour')`,
    [createHash('sha256').update(token).digest(), role ?? null, tenant ?? null, personId ?? null],
  );
  return { cookie: `tunewarden_session=${token}`, origin };
}
