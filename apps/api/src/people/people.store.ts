import type { Role } from '#access';
import { type Database, type Sql, appendAudit } from '#database';
import { z } from 'zod';
import type { Login } from '../auth/login.js';
import { pageOfRows, readCursor } from '../http/cursor.js';
import type { Person, PersonChange, personQuerySchema } from './person.schema.js';

const placeSchema = z.tuple([z.string(), z.uuid()]);

/** A person, and the number that counts up with every change. */
export interface VersionedPerson {
  readonly person: Person;
  readonly revision: string;
}

interface PersonRow {
  readonly person_id: string;
  readonly name: string;
  readonly email: string | null;
  readonly role: Role | null;
  readonly tenant: string | null;
  readonly role_from: 'groups' | 'admin';
  readonly disabled: boolean;
  readonly revision: string;
  readonly created_at: Date;
  readonly last_login_at: Date | null;
}

/** People who log in by the identity provider. */
export class PeopleStore {
  constructor(private readonly database: Database) {}

  /** By name. */
  async page(
    { limit, cursor }: z.infer<typeof personQuerySchema>,
    { tenant }: Login,
  ): Promise<{ items: Person[]; next: string | null }> {
    const [afterName, afterId] = readCursor(cursor, placeSchema) ?? [null, null];
    const rows = await this.database.rows<PersonRow>(
      `SELECT * FROM people
       WHERE ($1::text IS NULL OR tenant = $1) AND ($2::text IS NULL OR (name, person_id) > ($2, $3::uuid))
       ORDER BY name, person_id LIMIT $4`,
      [tenant, afterName, afterId, limit + 1],
    );
    return pageOfRows(rows, limit, { item: personOf, place: (row) => [row.name, row.person_id] });
  }

  async find(id: string, { tenant }: Login): Promise<VersionedPerson | undefined> {
    return findPerson(this.database, id, tenant);
  }

  /** The person as changed; `stale` where somebody changed them since `revision`, undefined where there is none. */
  async change(
    id: string,
    change: PersonChange,
    { revision, by }: { readonly revision: string; readonly by: Login },
  ): Promise<VersionedPerson | 'stale' | undefined> {
    return this.database.transaction(async (tx) => {
      const found = await findPerson(tx, id, by.tenant, 'FOR UPDATE');
      if (found === undefined) return undefined;
      if (found.revision !== revision) return 'stale';
      const changed = await writeChange(tx, id, change);
      if (change.disabled === true) await tx.rows(`DELETE FROM login_sessions WHERE person_id = $1`, [id]);
      await appendAudit(tx, {
        tenant: found.person.tenant,
        who: by.who,
        action: 'people.manage',
        subject: `person ${id}`,
        detail: {
          ...(change.access !== undefined && {
            role: change.access?.role ?? null,
            tenant: change.access?.tenant ?? null,
            roleFrom: change.access === null ? 'groups' : 'admin',
          }),
          ...(change.disabled !== undefined && { disabled: change.disabled }),
          before: found.person.role,
        },
      });
      return changed;
    });
  }
}

async function findPerson(
  sql: Sql,
  id: string,
  tenant: string | null,
  lock: 'FOR UPDATE' | '' = '',
): Promise<VersionedPerson | undefined> {
  const [row] = await sql.rows<PersonRow>(
    `SELECT * FROM people WHERE person_id = $1 AND ($2::text IS NULL OR tenant = $2) ${lock}`,
    [id, tenant],
  );
  return row && { person: personOf(row), revision: row.revision };
}

async function writeChange(
  tx: Sql,
  id: string,
  { access, disabled }: PersonChange,
): Promise<VersionedPerson> {
  const [row] = await tx.rows<PersonRow>(
    `UPDATE people SET disabled = coalesce($2, disabled), revision = revision + 1,
       role = CASE $3 WHEN 'admin' THEN $4 ELSE role END,
       tenant = CASE $3 WHEN 'admin' THEN $5 ELSE tenant END,
       role_from = CASE $3 WHEN 'same' THEN role_from ELSE $3 END
     WHERE person_id = $1 RETURNING *`,
    [
      id,
      disabled,
      access === undefined ? 'same' : access === null ? 'groups' : 'admin',
      access?.role,
      access?.tenant,
    ],
  );
  return { person: personOf(row!), revision: row!.revision };
}

function personOf(row: PersonRow): Person {
  return {
    id: row.person_id,
    name: row.name,
    email: row.email,
    role: row.role,
    tenant: row.tenant,
    roleFrom: row.role_from,
    disabled: row.disabled,
    createdAt: row.created_at.toISOString(),
    lastLoginAt: row.last_login_at?.toISOString() ?? null,
  };
}
