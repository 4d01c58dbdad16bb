import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { type NativeInteraction, nativeInteractionSchema } from '#contracts';
import {
  type Database,
  ModelRegistryStore,
  type Sql,
  addBuckets,
  addSessionUnits,
  appendAudit,
} from '#database';
import { AppError } from '#kernel';
import { type MaskingOf, maskInteraction } from '#privacy';
import { startProgress } from '../progress.js';
import { type JsonLine, readJsonLines } from '../read-json-lines.js';
import { loadDetector } from '../rules/load-detector.js';
import { HistoryCounter } from './history-counter.js';

export interface ImportOptions {
  readonly strict?: boolean;
  /** Who has it counted. */
  readonly by: string;
  readonly maskingOf: MaskingOf;
}

/** What an import did. `alreadyImported`: this file was counted before, and nothing happened. */
export interface ImportSummary {
  readonly interactions: number;
  readonly models: number;
  readonly alreadyImported: boolean;
}

/** So much is held in memory before it is written. */
const interactionsOfAWrite = 20_000;

/**
 * Counts a file of native interactions into the buckets and session units of their models, once: all of it in one
 * transaction with the file's digest. Throws where a model is watched already: its baseline stands.
 */
export async function importHistory(
  database: Database,
  file: string,
  options: ImportOptions,
): Promise<ImportSummary> {
  const digest = await digestOf(file);
  return database.transaction(async (tx) => {
    const isNew = await tx.execute(
      `INSERT INTO history_imports (digest, interactions) VALUES ($1, 0) ON CONFLICT DO NOTHING`,
      [digest],
    );
    if (isNew === 0) return { interactions: 0, models: 0, alreadyImported: true };
    const counted = await countAll(tx, file, options);
    await tx.rows(`UPDATE history_imports SET interactions = $2 WHERE digest = $1`, [
      digest,
      counted.interactions,
    ]);
    await appendAudit(tx, {
      ...{ who: options.by, action: 'baseline', subject: `history ${digest.toString('hex').slice(0, 12)}` },
      detail: counted,
    });
    return { ...counted, alreadyImported: false };
  });
}

async function countAll(
  tx: Sql,
  file: string,
  { strict = false, maskingOf }: ImportOptions,
): Promise<Omit<ImportSummary, 'alreadyImported'>> {
  const counter = new HistoryCounter(await loadDetector());
  const masker = new HistoryMasker(tx, maskingOf);
  const progress = startProgress('interactions');
  let interactions = 0;
  for await (const line of readJsonLines(file, { schema: nativeInteractionSchema, strict })) {
    counter.add(await masker.mask(line));
    progress.advance();
    if (++interactions % interactionsOfAWrite === 0) await write(tx, counter);
  }
  progress.end();
  counter.closeIdle(Infinity);
  await write(tx, counter);
  return { interactions, models: masker.models };
}

async function write(tx: Sql, counter: HistoryCounter): Promise<void> {
  const { buckets, units } = counter.take();
  await addBuckets(tx, buckets);
  await addSessionUnits(tx, units);
}

/** Masks history as the collector masks logs, and registers its models. */
class HistoryMasker {
  readonly #registry: ModelRegistryStore;
  readonly #checked = new Set<number>();

  constructor(
    private readonly tx: Sql,
    private readonly maskingOf: MaskingOf,
  ) {
    this.#registry = new ModelRegistryStore(tx);
  }

  get models(): number {
    return this.#checked.size;
  }

  async mask({ value, lineNumber }: JsonLine<NativeInteraction>) {
    const modelKey = await this.#registry.resolve(value.tenant, value.model);
    if (!this.#checked.has(modelKey)) await this.#mustBeUnwatched(modelKey, value.model);
    this.#checked.add(modelKey);
    const occurredAtMs = Date.parse(value.occurred_at);
    return maskInteraction(value, {
      fallbackId: `history-${lineNumber}`,
      modelKey,
      occurredAtMs,
      ...this.maskingOf(value.tenant),
    });
  }

  async #mustBeUnwatched(modelKey: number, { id, version }: NativeInteraction['model']): Promise<void> {
    const watched = await this.tx.rows(
      `SELECT FROM drift_states WHERE model_key = $1 AND folded_through IS NOT NULL FOR UPDATE`,
      [modelKey],
    );
    if (watched.length === 0) return;
    const message = `${id} ${version} has a baseline already: history can be counted before a model's first traffic only`;
    throw new AppError('cli.baseline-stands', message, false);
  }
}

async function digestOf(file: string): Promise<Buffer> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash).catch((cause: unknown) => {
    throw new AppError('cli.unreadable', `${file} cannot be read as a file`, false, cause);
  });
  return hash.digest();
}
