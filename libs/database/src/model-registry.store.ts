import type { NativeInteraction } from '#contracts';
import type { Sql } from './database.js';

type LoggedModel = NativeInteraction['model'];

interface KnownModel {
  readonly modelKey: number;
  readonly hasBase: boolean;
}

/** Models beyond this many are looked up again. */
const mostKnown = 10_000;

/** The registry of models: a log that names one it does not know adds it. */
export class ModelRegistryStore {
  readonly #known = new Map<string, KnownModel>();

  constructor(private readonly sql: Sql) {}

  /** The row of a model. Throws a retriable AppError where it is not known here and Postgres does not answer. */
  async resolve(tenant: string, model: LoggedModel): Promise<number> {
    const name = JSON.stringify([tenant, model.id, model.version]);
    const known = this.#known.get(name);
    if (known !== undefined && (known.hasBase || model.base === undefined)) return known.modelKey;
    const registered = await this.#register(tenant, model);
    if (this.#known.size >= mostKnown) this.#known.clear();
    this.#known.set(name, registered);
    return registered.modelKey;
  }

  /** The first log that names a base decides it. A new version keeps as much text as the one before it. */
  async #register(tenant: string, model: LoggedModel): Promise<KnownModel> {
    const [row] = await this.sql.rows<{ model_key: number; base_model: string | null }>(
      `INSERT INTO models (tenant, model_id, version, kind, base_model, retain)
       SELECT $1, $2, $3, $4, $5, coalesce((SELECT retain FROM models WHERE tenant = $1 AND model_id = $2
         ORDER BY model_key DESC LIMIT 1), 'sample')
       ON CONFLICT (tenant, model_id, version)
       DO UPDATE SET base_model = coalesce(models.base_model, excluded.base_model)
       RETURNING model_key, base_model`,
      [tenant, model.id, model.version, model.kind, model.base],
    );
    if (row === undefined) throw new TypeError('INSERT … RETURNING gave no row');
    return { modelKey: row.model_key, hasBase: row.base_model !== null };
  }
}
