import { randomUUID } from 'node:crypto';
import { type AuditEntry, type Database, appendAudit } from '#database';
import type { Login } from '../auth/login.js';
import type { SavedView, SavedViewRequest } from './saved-view.schema.js';

const mostViews = 200;

interface ViewRow {
  readonly view_id: string;
  readonly name: string;
  readonly query: string;
  readonly saved_by: string;
  readonly tenant: string | null;
  readonly saved_at: Date;
}

/** Views of the list of incidents that somebody gave a name; everybody of their tenant has them. */
export class SavedViewsStore {
  constructor(private readonly database: Database) {}

  async list({ tenant }: Login): Promise<SavedView[]> {
    const rows = await this.database.rows<ViewRow>(
      `SELECT * FROM saved_views WHERE $1::text IS NULL OR tenant = $1 ORDER BY name LIMIT ${mostViews}`,
      [tenant],
    );
    return rows.map(viewOf);
  }

  /** The view under its name, in place of the one that had it; undefined where there are as many as there may be. */
  async save({ name, query }: SavedViewRequest, { who, tenant }: Login): Promise<SavedView | undefined> {
    return this.database.transaction(async (tx) => {
      const [row] = await tx.rows<ViewRow>(
        `INSERT INTO saved_views (view_id, name, query, saved_by, tenant)
         SELECT $1, $2, $3, $4, $5::text
         WHERE (SELECT count(*) FROM saved_views WHERE tenant IS NOT DISTINCT FROM $5) < ${mostViews}
           OR EXISTS (SELECT FROM saved_views WHERE name = $2 AND tenant IS NOT DISTINCT FROM $5)
         ON CONFLICT (name, tenant) DO UPDATE SET query = EXCLUDED.query, saved_by = EXCLUDED.saved_by,
           saved_at = clock_timestamp()
         RETURNING *`,
        [randomUUID(), name, query, who, tenant],
      );
      if (row === undefined) return undefined;
      await appendAudit(tx, viewChanged('saved', row, who));
      return viewOf(row);
    });
  }

  /** False where there is none with this id. */
  async remove(id: string, { who, tenant }: Login): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const [row] = await tx.rows<ViewRow>(
        `DELETE FROM saved_views WHERE view_id = $1 AND ($2::text IS NULL OR tenant = $2) RETURNING *`,
        [id, tenant],
      );
      if (row === undefined) return false;
      await appendAudit(tx, viewChanged('removed', row, who));
      return true;
    });
  }
}

function viewChanged(change: string, { view_id, name, tenant }: ViewRow, who: string): AuditEntry {
  return { tenant, who, action: 'incidents.act', subject: `saved view ${view_id}`, detail: { change, name } };
}

function viewOf(row: ViewRow): SavedView {
  const { view_id, name, query, saved_by, saved_at } = row;
  return { id: view_id, name, query, savedBy: saved_by, savedAt: saved_at.toISOString() };
}
