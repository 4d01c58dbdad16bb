import type { Database, Sql } from '#database';

/** Something that somebody did, or tried to do. */
export interface AuditEntry {
  readonly who: string;
  /** The permission that it takes. */
  readonly action: string;
  readonly subject: string;
  readonly detail: Readonly<Record<string, string>>;
}

/** The audit log: rows are added, never changed. */
export class AuditStore {
  constructor(private readonly database: Database) {}

  /**
   * Resolves once the row is committed, or written in the transaction of what it is about; what it is about must wait
   * for that.
   */
  async add({ who, action, subject, detail }: AuditEntry, sql: Sql = this.database): Promise<void> {
    await sql.rows(`INSERT INTO audit_log (who, action, subject, detail) VALUES ($1, $2, $3, $4::jsonb)`, [
      who,
      action,
      subject,
      JSON.stringify(detail),
    ]);
  }
}
