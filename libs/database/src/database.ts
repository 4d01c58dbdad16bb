import { AppError } from '#kernel';
import { DataSource, type EntityManager } from 'typeorm';
import { databaseError } from './database-error.js';
import { migrations } from './migrations.js';

/** A value that may stand as a query parameter. Arrays become Postgres arrays (for `unnest`). */
export type SqlParameter =
  string | number | bigint | boolean | Date | Buffer | null | undefined | readonly SqlParameter[];

/** Something that runs SQL: the database itself, or one open transaction. */
export interface Sql {
  /** The rows of a statement, as the schema shapes them; `bigint` columns come as decimal strings. */
  rows<Row>(statement: string, parameters?: readonly SqlParameter[]): Promise<Row[]>;
  /** How many rows an INSERT, UPDATE or DELETE touched. */
  execute(statement: string, parameters?: readonly SqlParameter[]): Promise<number>;
}

/** The door to Postgres. Text from logs only ever goes in as a parameter. */
export interface Database extends Sql {
  /** What `work` returns, committed; rolled back where it throws. READ COMMITTED. */
  transaction<T>(work: (tx: Sql) => Promise<T>): Promise<T>;
  /** Runs the migrations that have not run yet; safe to call from several processes at once. */
  migrate(): Promise<readonly string[]>;
  /** Resolves when the server answers; throws where it does not. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** `postgres://user:password@host:port/database` */
  readonly url: string;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  /** Connections at most; default 5. */
  readonly poolSize?: number;
}

/** An open pool to the database of `options.url`. Throws an AppError where it cannot be reached. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const source = new DataSource({
    type: 'postgres',
    url: options.url,
    applicationName: options.applicationName,
    poolSize: options.poolSize ?? 5,
    migrations: [...migrations],
    migrationsTableName: 'migrations',
    installExtensions: false,
    extra: { connectionTimeoutMillis: 10_000, statement_timeout: 60_000 },
  });
  try {
    await source.initialize();
  } catch (cause) {
    throw new AppError('database.unreachable', 'Postgres at DATABASE_URL does not answer', true, cause);
  }
  return {
    ...sqlOf(source.manager),
    transaction: (work) =>
      source
        .transaction((manager) => work(sqlOf(manager)))
        .catch((cause: unknown) => {
          throw databaseError(cause);
        }),
    migrate: () => migrate(source),
    ping: async () => {
      await ask(source.manager, 'SELECT 1', []);
    },
    close: () => source.destroy(),
  };
}

function sqlOf(manager: EntityManager): Sql {
  return {
    rows: async <Row>(statement: string, parameters: readonly SqlParameter[] = []) => {
      const result: unknown = await ask(manager, statement, parameters);
      // typeorm answers [rows, count] for UPDATE and DELETE, and plain rows for the rest.
      return (isCounted(result) ? result[0] : result) as Row[];
    },
    execute: async (statement, parameters = []) => {
      const counting = `WITH touched AS (${statement} RETURNING 1) SELECT count(*)::int AS count FROM touched`;
      const counted: unknown = await ask(manager, counting, parameters);
      return (counted as { count: number }[])[0]?.count ?? 0;
    },
  };
}

async function ask(
  manager: EntityManager,
  statement: string,
  parameters: readonly SqlParameter[],
): Promise<unknown> {
  try {
    return await manager.query(statement, [...parameters]);
  } catch (cause) {
    throw databaseError(cause);
  }
}

function isCounted(result: unknown): result is [unknown[], number] {
  return (
    Array.isArray(result) && result.length === 2 && Array.isArray(result[0]) && typeof result[1] === 'number'
  );
}

/** The lock keeps two processes that start together from running one migration twice. */
const migrationLock = 7_461_326;

async function migrate(source: DataSource): Promise<readonly string[]> {
  const runner = source.createQueryRunner();
  await runner.connect();
  try {
    await runner.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    const done = await source.runMigrations({ transaction: 'each' });
    return done.map((migration) => migration.name);
  } finally {
    await runner.query('SELECT pg_advisory_unlock($1)', [migrationLock]);
    await runner.release();
  }
}
