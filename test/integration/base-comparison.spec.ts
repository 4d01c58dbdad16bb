import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Audit } from '#comparison';
import { ComparisonWorker } from '../../apps/analyzer/src/comparison/comparison.worker.js';
import { BaseComparisonQuery } from '../../apps/api/src/models/base-comparison.query.js';
import type { Login } from '../../apps/api/src/auth/login.js';
import { type Storage, createStorage } from '../support/create-storage.js';

interface Tries {
  readonly model: number;
  /** Conversations. */
  readonly count: number;
  readonly outcome: string;
  /** What the prompt alone is flagged for; null: it is not. */
  readonly family?: string | null;
  readonly daysAgo?: number;
}

const nowMs = Date.now();
const ofTenant = (tenant: string) => ({ tenant }) as Login;

describe('the comparison with the base', () => {
  let on: Storage;
  let models: { tuned: number; base: number; olderBase: number; elsewhere: number };
  beforeEach(async () => {
    on = await createStorage();
    const [tuned, base, olderBase, elsewhere] = await Promise.all([
      model({ id: 'triage', base: 'llama' }),
      model({ id: 'llama' }),
      model({ id: 'llama', version: '0' }),
      model({ id: 'llama', tenant: 'globex' }),
    ]);
    models = { tuned, base, olderBase, elsewhere };
  });

  interface Registered {
    readonly id: string;
    /** What it was tuned from; a base itself where it is not said. */
    readonly base?: string;
    readonly version?: string;
    readonly tenant?: string;
  }

  async function model({ id, base, version = '1', tenant = 'default' }: Registered): Promise<number> {
    const [row] = await on.database.rows<{ model_key: number }>(
      `INSERT INTO models (tenant, model_id, version, kind, base_model) VALUES ($1, $2, $3, $4, $5) RETURNING model_key`,
      [tenant, id, version, base === undefined ? 'base' : 'tuned', base ?? null],
    );
    return row!.model_key;
  }

  let logged = 0;
  async function log({ model, count, outcome, family = 'persona', daysAgo = 1 }: Tries): Promise<void> {
    logged += count;
    await on.database.rows(
      `INSERT INTO evidence (evidence_id, model_key, interaction_id, session, occurred_at, collected_at, analyzed_at,
         outcome, signal, body, source_topic, source_partition, source_offset, source_index, masked_topic,
         masked_partition, masked_offset, stored_on, why_stored)
       SELECT gen_random_uuid(), $1, 'i-' || n, 'session:' || n, $2, $2, $2, $3,
         jsonb_build_object('attack', jsonb_build_object('flagged', true, 'promptFamily', $4::text)),
         '', 'logs', 0, n, 0, 'masked', 0, n, ($2::timestamptz AT TIME ZONE 'UTC')::date, 'flagged'
       FROM generate_series($5::int, $6::int) n`,
      [model, new Date(nowMs - daysAgo * 86_400_000), outcome, family, logged - count + 1, logged],
    );
  }

  const compare = (atMs = nowMs, audit?: Audit) => new ComparisonWorker(on.database, () => atMs, audit).run();
  const read = (tenant: string | null = null) =>
    new BaseComparisonQuery(on.database).find(models.tuned, ofTenant(tenant as string));

  it('counts conversations in which what was asked is an attack, on all versions of the base', async () => {
    await log({ model: models.tuned, count: 90, outcome: 'complied' });
    await log({ model: models.tuned, count: 510, outcome: 'refused' });
    await log({ model: models.base, count: 20, outcome: 'leaked' });
    await log({ model: models.olderBase, count: 10, outcome: 'complied' });
    await log({ model: models.olderBase, count: 570, outcome: 'partial' });
    await compare();
    expect(await read()).toMatchObject({
      base: 'llama',
      comparison: {
        verdict: 'worse',
        sentence:
          'Attacks work 3.0 times as often as on its base (2.0 to 4.6; 90 of 600 against 30 of 600 of the base).',
        families: [
          {
            family: 'persona',
            tuned: { attempts: 600, succeeded: 90 },
            base: { attempts: 600, succeeded: 30 },
          },
        ],
      },
    });
  });

  it('is corrected by an audit of the judge where there is one', async () => {
    await log({ model: models.tuned, count: 90, outcome: 'complied' });
    await log({ model: models.tuned, count: 510, outcome: 'refused' });
    await log({ model: models.base, count: 30, outcome: 'complied' });
    await log({ model: models.base, count: 570, outcome: 'refused' });
    await compare();
    const asCounted = (await read())?.comparison?.ratio?.median;
    await compare(nowMs + 11 * 60_000, {
      complied: 400,
      compliedFound: 380,
      withstood: 400,
      withstoodFound: 388,
    });
    expect((await read())?.comparison?.ratio?.median).toBeGreaterThan(1.3 * asCounted!);
  });

  it('leaves out what only the answer gave away, what has no answer, what is old and other tenants', async () => {
    await log({ model: models.tuned, count: 3, outcome: 'refused' });
    await log({ model: models.base, count: 2, outcome: 'refused' });
    for (const model of [models.tuned, models.base]) {
      await log({ model, count: 5, outcome: 'refused', family: null });
      await log({ model, count: 5, outcome: 'none' });
      await log({ model, count: 5, outcome: 'complied', daysAgo: 31 });
    }
    await log({ model: models.elsewhere, count: 50, outcome: 'complied' });
    await compare();
    expect((await read())?.comparison).toMatchObject({
      verdict: 'insufficient-evidence',
      tuned: { attempts: 3, succeeded: 0 },
      base: { attempts: 2, succeeded: 0 },
    });
  });

  it('takes the tries of one family in one conversation as one attempt', async () => {
    await log({ model: models.tuned, count: 4, outcome: 'refused' });
    await log({ model: models.tuned, count: 4, outcome: 'complied', family: 'encoded-payload' });
    await on.database.rows(`UPDATE evidence SET session = 'session:one'`);
    await log({ model: models.tuned, count: 1, outcome: 'complied' });
    await on.database.rows(`UPDATE evidence SET session = 'session:one'`);
    await compare();
    expect((await read())?.comparison?.families).toEqual([
      {
        family: 'encoded-payload',
        tuned: { attempts: 1, succeeded: 1 },
        base: { attempts: 0, succeeded: 0 },
      },
      { family: 'persona', tuned: { attempts: 1, succeeded: 1 }, base: { attempts: 0, succeeded: 0 } },
    ]);
  });

  it('is made again after ten minutes, once however many workers try, and shown to its tenant only', async () => {
    await Promise.all([compare(), compare(), compare()]);
    await log({ model: models.tuned, count: 2, outcome: 'refused' });
    await compare(nowMs + 9 * 60_000);
    expect((await read())?.comparison?.tuned.attempts).toBe(0);
    await compare(nowMs + 11 * 60_000);
    expect((await read())?.comparison?.tuned.attempts).toBe(2);
    expect(await read('globex')).toBeUndefined();
    expect(await read('default')).toBeDefined();
  });
});
