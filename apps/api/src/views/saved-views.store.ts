import { randomUUID } from 'node:crypto';
import type { Database } from '#database';
import type { SavedView, SavedViewRequest } from './saved-view.schema.js';

const mostViews = 200;

interface ViewRow {
  readonly view_id: string;
  readonly name: string;
  readonly query: string;
  readonly saved_by: string;
  readonly saved_at: Date;
}

/** Views of the list of incidents that somebody gave a name; everybody has them. */
export class SavedViewsStore {
  constructor(private readonly database: Database) {}

  async list(): Promise<SavedView[]> {
    const rows = await this.database.rows<ViewRow>(
      `SELECT * FROM saved_views ORDER BY name LIMIT ${mostViews}`,
    );
    return rows.map(viewOf);
  }

  /** The view under its name, in place of the one that had it; undefined where there are as many as there may be. */
  async save({ name, query }: SavedViewRequest, who: string): Promise<SavedView | undefined> {
    const [row] = await this.database.rows<ViewRow>(
      `INSERT INTO saved_views (view_id, name, query, saved_by)
       SELECT $1, $2, $3, $4
       WHERE (SELECT count(*) FROM saved_views) < ${mostViews} OR EXISTS (SELECT FROM saved_views WHERE name = $2)
       ON CONFLICT (name) DO UPDATE SET query = EXCLUDED.query, saved_by = EXCLUDED.saved_by,
         saved_at = clock_timestamp()
       RETURNING *`,
      [randomUUID(), name, query, who],
    );
    return row && viewOf(row);
  }

  /** False where there is none with this id. */
  async remove(id: string): Promise<boolean> {
    return (await this.database.execute(`DELETE FROM saved_views WHERE view_id = $1`, [id])) > 0;
  }
}

function viewOf(row: ViewRow): SavedView {
  const { view_id, name, query, saved_by, saved_at } = row;
  return { id: view_id, name, query, savedBy: saved_by, savedAt: saved_at.toISOString() };
}
