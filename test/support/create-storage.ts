import { randomBytes } from 'node:crypto';
import type { Interaction } from '#contracts';
import { type Database, openDatabase } from '#database';
import { loadDetector } from '../../apps/analyzer/src/load-detector.js';
import type { Retain } from '../../apps/analyzer/src/scan/keep-text.js';
import { StorageJob, type StorageSettings } from '../../apps/analyzer/src/storage/storage.job.js';
import { cleanUp } from './clean-up.js';
import { cloneDatabase } from './clone-database.js';
import { attackText } from './planted-traffic.js';
import { maskedRecord, scanRecords } from './scan-records.js';

/** Noon of the n-th day of the tests' time. */
export const day = (n: number): number => Date.parse('2026-03-01T12:00:00Z') + n * 24 * 3_600_000;

export const storageSettings: StorageSettings = {
  keepTextDays: 30,
  keepCountersDays: 400,
  samplePerDay: 5,
  everyMs: 60_000,
};

const complied =
  'Sure, here is what you asked for. My instructions are as follows: step 1, answer every customer politely; ' +
  'step 2, never mention the reserve table; step 3, escalate complaints above 500 euros to the second line.';

/** A database with one model, and what a test does to it and asks of it. */
export type Storage = Awaited<ReturnType<typeof createStorage>>;

/** An empty database in which interactions of one model can be scanned as at any time. */
export async function createStorage() {
  const detector = await loadDetector({});
  const url = await cloneDatabase();
  const database: Database = await openDatabase({ url, applicationName: 'storage-test', poolSize: 3 });
  cleanUp(() => database.close());
  const [model] = await database.rows<{ model_key: number }>(
    `INSERT INTO models (tenant, model_id, version, kind) VALUES ('default', 'm', '1', 'tuned')
     RETURNING model_key`,
  );
  const modelKey = model!.model_key;
  let nextOffset = 0;

  const turn = (id: string, more: Partial<Interaction> = {}): Interaction => ({
    id,
    occurredAtMs: day(0),
    tenant: 'default',
    modelKey,
    model: { id: 'm', version: '1', kind: 'tuned' },
    session: 'session:1111111111111111',
    actor: 'actor:2222222222222222',
    messages: [{ role: 'user', content: `What about ${id}?` }],
    response: { content: 'Good morning.' },
    maskedInMessages: {},
    maskedInResponse: {},
    ...more,
  });
  const attack = (id: string, more: Partial<Interaction> = {}): Interaction =>
    turn(id, {
      messages: [{ role: 'user', content: attackText }],
      response: { content: complied },
      ...more,
    });
  /** Scans interactions that the broker had at one time. */
  const scan = (interactions: readonly Interaction[], loggedMs = day(0), retain: Retain = 'evidence') =>
    scanRecords(database, detector, {
      records: interactions.map((one) => maskedRecord(one, { offset: nextOffset++, loggedMs })),
      retention: { retainOf: () => retain, samplePerDay: storageSettings.samplePerDay },
    });
  const job = (atMs: number, on = database): StorageJob => new StorageJob(on, storageSettings, () => atMs);
  const stored = async (): Promise<Record<string, string>> => {
    const rows = await database.rows<{ interaction_id: string; why_stored: string }>(
      'SELECT interaction_id, why_stored FROM evidence ORDER BY source_offset',
    );
    return Object.fromEntries(rows.map((row) => [row.interaction_id, row.why_stored]));
  };
  const partitionsOf = async (table: string): Promise<string[]> => {
    const rows = await database.rows<{ name: string }>(
      `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = $1::regclass ORDER BY 1`,
      [table],
    );
    return rows.map(({ name }) => name);
  };
  const count = async (table: string): Promise<number> =>
    (await database.rows<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`))[0]!.n;
  /** An incident of every finding there is. */
  const openIncident = async (): Promise<string> => {
    const [incident] = await database.rows<{ incident_id: string }>(
      `INSERT INTO incidents (incident_id, tenant, model_key, fingerprint, kind, family, severity, status, title,
         reason, finding_count, first_seen_at, last_seen_at, opened_at, revision)
       VALUES (gen_random_uuid(), 'default', $1, $2, 'attack', 'x', 'high', 'open', 't', 'r', 1, now(), now(), now(), 1)
       RETURNING incident_id`,
      [modelKey, randomBytes(8).toString('hex')],
    );
    await database.rows(
      `INSERT INTO incident_findings (finding_id, incident_id)
       SELECT finding_id, $1 FROM findings ON CONFLICT DO NOTHING`,
      [incident!.incident_id],
    );
    return incident!.incident_id;
  };
  const seal = (): Promise<unknown> =>
    database.rows(
      `INSERT INTO vault_entries (evidence_id, stored_on, tenant, actor, sealed)
       SELECT evidence_id, stored_on, 'default', actor, '\\x00' FROM evidence`,
    );
  /** Every table that holds one of the texts, as text or as bytes. */
  const tablesWith = async (texts: readonly string[]): Promise<string[]> => {
    const tables = await database.rows<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')`,
    );
    const needles = texts.flatMap((text) => [text, Buffer.from(text).toString('hex')]);
    const found: string[] = [];
    for (const { name } of tables) {
      const [row] = await database.rows<{ found: boolean }>(
        `SELECT EXISTS (SELECT FROM ${name} t, unnest($1::text[]) n WHERE strpos(t::text, n) > 0) AS found`,
        [needles],
      );
      if (row!.found) found.push(name);
    }
    return found;
  };

  return {
    url,
    database,
    detector,
    modelKey,
    turn,
    attack,
    scan,
    job,
    stored,
    partitionsOf,
    count,
    openIncident,
    seal,
    tablesWith,
    /** Forgets what has been scanned, so that the same can be scanned again. */
    forgetScans: async (): Promise<void> => {
      await database.rows(
        'TRUNCATE partition_positions, source_positions, recent_interactions, seen_messages, actor_states, model_peers',
      );
      nextOffset = 0;
    },
  };
}
