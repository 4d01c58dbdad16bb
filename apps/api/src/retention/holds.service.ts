import { type Database, findHeldIncident, hold, readHolds, release, retainText } from '#database';
import { type Result, err, ok } from '#kernel';
import type { Doer } from '../auth/login.js';
import type { Hold, RetainRequest, Retained } from './retention.schema.js';

/** Why nothing was held or released. */
export type HoldRefusal = 'no-incident' | 'held-already' | 'not-held';

/** What retention does not take, and how much it gets to keep: by order of people, each with its audit row. */
export class HoldsService {
  constructor(private readonly database: Database) {}

  list({ tenant }: Doer): Promise<Hold[]> {
    return readHolds(this.database, { tenant });
  }

  /** The new hold; or why there is none. */
  hold(incidentId: string, reason: string, by: Doer): Promise<Result<Hold, HoldRefusal>> {
    return this.database.transaction(async (tx) => {
      const incident = await findHeldIncident(tx, incidentId, by.tenant);
      if (incident === undefined) return err('no-incident');
      const held = await hold(tx, incident, { reason, by: by.who, door: 'api' });
      if (!held.ok) return held;
      const [made] = await readHolds(tx, { incidentId: incident.incidentId });
      return made === undefined ? err('no-incident') : ok(made);
    });
  }

  /** The hold that ended; or why none did. */
  release(incidentId: string, reason: string, by: Doer): Promise<Result<Hold, HoldRefusal>> {
    return this.database.transaction(async (tx) => {
      const incident = await findHeldIncident(tx, incidentId, by.tenant);
      if (incident === undefined) return err('no-incident');
      const [ended] = await readHolds(tx, { incidentId: incident.incidentId });
      const released = await release(tx, incident, { reason, by: by.who, door: 'api' });
      if (!released.ok) return released;
      return ended === undefined ? err('not-held') : ok(ended);
    });
  }

  /** The versions whose texts are kept so from now on; undefined where there is no such model. */
  retain(key: number, { retain, onlyThisVersion }: RetainRequest, by: Doer): Promise<Retained | undefined> {
    return this.database.transaction(async (tx) => {
      const [found] = await tx.rows<{ tenant: string; model_id: string; version: string }>(
        `SELECT tenant, model_id, version FROM models WHERE model_key = $1 AND ($2::text IS NULL OR tenant = $2)`,
        [key, by.tenant],
      );
      if (found === undefined) return undefined;
      const { tenant, model_id: model } = found;
      const version = onlyThisVersion ? found.version : undefined;
      const versions = await retainText(tx, { tenant, model, version, retain, by: by.who });
      return { model, versions: [...versions], retain };
    });
  }
}
