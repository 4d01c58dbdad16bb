import type { PairCounts, ProbeVerdict } from '#comparison';
import type { Database, Sql } from '#database';

/** A round of probes that this worker has in hand until its lease ends. */
export interface ClaimedRound {
  readonly modelKey: number;
  readonly round: number;
  /** Grows with each claim: what an earlier one still writes is not taken. */
  readonly lease: string;
}

/** What a probe came to. Of the answers themselves only digests are kept. */
export interface ProbeResult {
  readonly probeId: string;
  readonly family: string;
  readonly tuned: ProbeVerdict;
  readonly base: ProbeVerdict;
  readonly tunedDigest: Buffer;
  readonly baseDigest: Buffer;
}

/** Each question renews it: an answer may take four attempts of a minute and a half, and three minutes between them. */
const leaseSeconds = 600;
const leaseEnd = `clock_timestamp() + make_interval(secs => ${leaseSeconds})`;
/** So many rounds back single results are kept. */
const roundsOfResults = 2;

/** One of the models, where a round is due or was left behind by a worker that died, and nobody has it in hand. */
export async function claimRound(
  database: Database,
  modelKeys: readonly number[],
): Promise<ClaimedRound | undefined> {
  await database.rows(
    `INSERT INTO probe_states (model_key) SELECT unnest($1::int[]) ON CONFLICT DO NOTHING`,
    [modelKeys],
  );
  const [row] = await database.rows<{ model_key: number; round: number; lease: string }>(
    `UPDATE probe_states SET lease = lease + 1, lease_until = ${leaseEnd}
     WHERE model_key = (SELECT model_key FROM probe_states
       WHERE model_key = ANY($1::int[]) AND next_at <= clock_timestamp()
         AND (lease_until IS NULL OR lease_until < clock_timestamp())
       ORDER BY next_at, model_key LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING model_key, round, lease`,
    [modelKeys],
  );
  return row && { modelKey: row.model_key, round: row.round, lease: row.lease };
}

/** The probes of the round that have a result already. */
export async function answeredProbes(
  sql: Sql,
  { modelKey, round }: ClaimedRound,
): Promise<ReadonlySet<string>> {
  const rows = await sql.rows<{ probe_id: string }>(
    `SELECT probe_id FROM probe_results WHERE model_key = $1 AND round = $2`,
    [modelKey, round],
  );
  return new Set(rows.map(({ probe_id }) => probe_id));
}

/** Keeps a result and renews the lease; false where another worker has taken the round over. A probe counts once. */
export function keepResult(database: Database, claimed: ClaimedRound, result: ProbeResult): Promise<boolean> {
  return database.transaction(async (tx) => {
    if (!(await renewLease(tx, claimed))) return false;
    await tx.rows(
      `INSERT INTO probe_results (model_key, round, probe_id, family, tuned, base, tuned_digest, base_digest)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
      [
        claimed.modelKey,
        claimed.round,
        result.probeId,
        result.family,
        result.tuned,
        result.base,
        result.tunedDigest,
        result.baseDigest,
      ],
    );
    return true;
  });
}

/** False where another worker has taken over; else the model's row is locked for the rest of a transaction. */
export async function renewLease(sql: Sql, { modelKey, lease }: ClaimedRound): Promise<boolean> {
  const renewed = await sql.execute(
    `UPDATE probe_states SET lease_until = ${leaseEnd} WHERE model_key = $1 AND lease = $2`,
    [modelKey, lease],
  );
  return renewed === 1;
}

/** What the round came to, a verdict on each side a probe. */
export async function readResults(
  sql: Sql,
  { modelKey, round }: ClaimedRound,
): Promise<readonly Pick<ProbeResult, 'tuned' | 'base'>[]> {
  return sql.rows(`SELECT tuned, base FROM probe_results WHERE model_key = $1 AND round = $2`, [
    modelKey,
    round,
  ]);
}

/** Ends a round with its counts, and says when the next one is due. */
export async function finishRound(
  tx: Sql,
  { modelKey, round }: ClaimedRound,
  {
    counts,
    probes,
    everyMs,
  }: { readonly counts: PairCounts; readonly probes: number; readonly everyMs: number },
): Promise<void> {
  await tx.rows(
    `INSERT INTO probe_rounds (model_key, round, finished_at, probes, pairs, tuned_only, base_only)
     VALUES ($1, $2, clock_timestamp(), $3, $4, $5, $6)`,
    [modelKey, round, probes, counts.pairs, counts.tunedOnly, counts.baseOnly],
  );
  await tx.rows(`DELETE FROM probe_results WHERE model_key = $1 AND round <= $2`, [
    modelKey,
    round - roundsOfResults,
  ]);
  await tx.rows(
    `UPDATE probe_states SET round = round + 1, lease_until = NULL, problem = NULL,
       next_at = clock_timestamp() + make_interval(secs => $2) WHERE model_key = $1`,
    [modelKey, everyMs / 1_000],
  );
}

/** Leaves a round as it is, to go on after a while, with the reason in our words; null: there is none. */
export async function postponeRound(
  sql: Sql,
  { modelKey, lease }: ClaimedRound,
  { problem, afterMs }: { readonly problem: string | null; readonly afterMs: number },
): Promise<void> {
  await sql.rows(
    `UPDATE probe_states SET lease_until = NULL, problem = $3,
       next_at = clock_timestamp() + make_interval(secs => $4) WHERE model_key = $1 AND lease = $2`,
    [modelKey, lease, problem, afterMs / 1_000],
  );
}

/** The counts of a version's finished rounds, the first one first. */
export async function readRounds(sql: Sql, modelKey: number): Promise<readonly PairCounts[]> {
  return sql.rows<PairCounts>(
    `SELECT pairs, tuned_only AS "tunedOnly", base_only AS "baseOnly" FROM probe_rounds
     WHERE model_key = $1 ORDER BY round`,
    [modelKey],
  );
}

/** True for the one who tells first that a version is eroded. */
export async function tellOnce(tx: Sql, modelKey: number): Promise<boolean> {
  const told = await tx.execute(
    `UPDATE probe_states SET told_at = clock_timestamp() WHERE model_key = $1 AND told_at IS NULL`,
    [modelKey],
  );
  return told === 1;
}
