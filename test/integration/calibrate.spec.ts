import { beforeEach, describe, expect, it } from '@jest/globals';
import { ThresholdsService } from '../../apps/api/src/thresholds/thresholds.service.js';
import { startCommand } from '../support/run-command.js';
import { type Storage, createStorage } from '../support/create-storage.js';

describe('calibrate', () => {
  let on: Storage;
  beforeEach(async () => {
    on = await createStorage();
    await on.database.rows(
      `INSERT INTO buckets SELECT $1, date_trunc('minute', now()) - interval '1 hour', 0, 100000, 150, 0, 0, 0, 0, 0, 0, 0, 0,
         0, 0, 0, 0`,
      [on.modelKey],
    );
    // 150 flagged by as many actors, from 0.6 on.
    await on.database.rows(
      `INSERT INTO evidence (evidence_id, model_key, interaction_id, actor, occurred_at, collected_at, analyzed_at, outcome,
         signal, body, source_topic, source_partition, source_offset, source_index, masked_topic, masked_partition,
         masked_offset, stored_on, why_stored)
       SELECT gen_random_uuid(), $1, 'i-' || n, 'actor:' || n, now() - interval '1 hour', now(), now(), 'refused',
         jsonb_build_object('attack', jsonb_build_object('flagged', true, 'score', 0.6 + n * 0.001)),
         '', 'logs', 0, n, 0, 'masked', 0, n, current_date, 'flagged'
       FROM generate_series(0, 149) n`,
      [on.modelKey],
    );
  });

  const calibrate = async (...options: string[]) => {
    const { code, stdout } = await startCommand(['calibrate', ...options], { DATABASE_URL: on.url }).done;
    expect(code).toBe(0);
    return JSON.parse(stdout) as Record<string, unknown>;
  };
  const threshold = async () => {
    const [row] = await on.database.rows<{ flag_threshold: number | null }>(
      'SELECT flag_threshold FROM models',
    );
    return row!.flag_threshold;
  };

  it('shows what a threshold of the model’s own would change, and sets it only when told to', async () => {
    const wanted = {
      model: 'm',
      version: '1',
      threshold: 0.6501,
      why: 'raised',
      flaggedBefore: 150,
      flaggedAfter: 99,
    };
    expect(await calibrate('m')).toMatchObject({ ...wanted, before: 0.6, applied: false });
    expect(await threshold()).toBeNull();
    expect(await calibrate('m', '--apply', '--by', 'ada')).toMatchObject({ ...wanted, applied: true });
    expect(await threshold()).toBe(0.6501);
    const audit = await on.database.rows('SELECT who, action, subject FROM audit_log');
    expect(audit).toEqual([{ who: 'ada', action: 'calibrate', subject: 'model m' }]);
    expect(await calibrate('m', '--reset')).toMatchObject({ before: 0.6501 });
    expect(await threshold()).toBeNull();
  }, 60_000);

  describe('in the API', () => {
    const lead = { who: 'ada', tenant: 'default' };
    const reason = 'too many false alarms';
    const thresholds = (nowMs = Date.now()) => new ThresholdsService(on.database, () => nowMs);
    const replay = async (to: number | null) => {
      const replayed = await thresholds().replay(on.modelKey, { threshold: to }, lead);
      if (!replayed.ok) throw new Error(replayed.error);
      return replayed.value;
    };

    it('shows of seven days what a threshold would let pass, and sets just that, once, audited', async () => {
      const tried = await replay(0.65);
      expect(tried).toMatchObject({
        ...{ before: 0.6, after: 0.65, interactions: 100_000, compared: 150, isComplete: true },
        appearing: { interactions: 0 },
        disappearing: { interactions: 50, worked: 0 },
        lostIncidents: { total: 0 },
      });
      expect(tried.disappearing.examples).toHaveLength(10);
      expect(await threshold()).toBeNull();
      const order = { replayId: tried.id, reason };
      expect(await thresholds().set(on.modelKey, order, lead)).toMatchObject({ ok: true });
      expect(await threshold()).toBe(0.65);
      const audit = await on.database.rows(`SELECT who, action, subject, detail FROM audit_log`);
      expect(audit).toMatchObject([
        {
          ...{ who: 'ada', action: 'calibrate', subject: 'model m' },
          detail: { threshold: 0.65, before: null, compared: 150, disappearing: 50, reason },
        },
      ]);
      expect(await thresholds().read(on.modelKey, lead)).toMatchObject({
        ...{ threshold: 0.65, isOwn: true, least: 0.6 },
        changed: { by: 'ada', from: 0.6, to: 0.65 },
      });
      expect(await thresholds().set(on.modelKey, order, lead)).toEqual({ ok: false, error: 'no-replay' });
      expect(await replay(null)).toMatchObject({ appearing: { interactions: 50 } });
    });

    it('sets nothing that was not replayed, too long ago, of another model, or against another threshold', async () => {
      const { id: replayId } = await replay(0.7);
      const set = (nowMs: number, of = replayId, tenant = 'default') =>
        thresholds(nowMs).set(on.modelKey, { replayId: of, reason }, { who: 'ada', tenant });
      const now = Date.now();
      expect(await set(now, '0190d9a0-0000-7000-8000-000000000000')).toMatchObject({ error: 'no-replay' });
      expect(await set(now + 3_700_000)).toMatchObject({ error: 'no-replay' });
      expect(await set(now, replayId, 'acme')).toMatchObject({ error: 'no-model' });
      await on.database.rows('UPDATE models SET flag_threshold = 0.8');
      expect(await set(now)).toMatchObject({ error: 'changed-since' });
      expect(await threshold()).toBe(0.8);
      expect(await on.database.rows('SELECT FROM audit_log')).toHaveLength(0);
    });

    it('keeps a day of what was tried and not set', async () => {
      const { id } = await replay(0.7);
      const kept = () => on.database.rows(`SELECT FROM threshold_replays WHERE replay_id = $1`, [id]);
      const tryAgainIn = (hours: number) =>
        thresholds(Date.now() + hours * 3_600_000).replay(on.modelKey, { threshold: 0.7 }, lead);
      await tryAgainIn(23);
      expect(await kept()).toHaveLength(1);
      await tryAgainIn(25);
      expect(await kept()).toHaveLength(0);
    });

    it('counts what people said of incidents, and names those that would not have been', async () => {
      await on.database.rows(
        `WITH told AS (
           INSERT INTO findings (finding_id, kind, tenant, model_key, severity, fingerprint, title, occurred_at, body)
           SELECT gen_random_uuid(), 'attack', 'default', $1, 'high', n::text, n::text, now(), '{}'
           FROM generate_series(1, 2) n RETURNING finding_id, title),
         opened AS (
           INSERT INTO incidents (incident_id, tenant, model_key, fingerprint, kind, family, severity, status, title, reason,
             finding_count, first_seen_at, last_seen_at, opened_at, revision, verdict)
           SELECT gen_random_uuid(), 'default', $1, title, 'attack', 'persona', 'high', 'open', title, '', 1, now(), now(),
             now(), 1, CASE title WHEN '1' THEN 'false-positive' END
           FROM told RETURNING incident_id, title),
         joined AS (
           INSERT INTO incident_findings (finding_id, incident_id)
           SELECT finding_id, incident_id FROM told JOIN opened USING (title))
         INSERT INTO finding_evidence (finding_id, evidence_id, stored_on)
         SELECT finding_id, evidence_id, stored_on FROM told JOIN evidence e
           ON e.interaction_id = ANY(CASE title WHEN '1' THEN ARRAY['i-1'] ELSE ARRAY['i-2', 'i-149'] END)`,
        [on.modelKey],
      );
      await on.database.rows(
        `UPDATE evidence SET outcome = CASE interaction_id WHEN 'i-149' THEN 'refused' ELSE 'complied' END,
           signal = jsonb_set(signal, '{attack,families}', '{"persona": 0.6}') WHERE interaction_id IN ('i-1', 'i-2', 'i-149')`,
      );
      // The second has evidence left.
      expect(await replay(0.65)).toMatchObject({
        disappearing: { interactions: 50, worked: 2, falsePositives: 1, confirmed: 0 },
        lostIncidents: { total: 1, items: [{ title: '1' }] },
      });
    });
  });

  it('says which model is not there', async () => {
    const { code, stderr } = await startCommand(['calibrate', 'nobody'], { DATABASE_URL: on.url }).done;
    expect([code, stderr]).toEqual([2, 'tunewarden: default has no such model\n']);
  });
});
