import { succeeded, sketchOf } from '#correlation';
import type { Sql } from '#database';
import { minuteMs } from '#drift';
import { actorDigest, textDigest } from '#features';
import { evidenceIdOf } from './attack-findings.js';
import { askOf, eventTimeMs } from './observe.js';
import type { Scanned } from './scanned.js';

/** A flagged interaction that waits to be compared with those of all partitions. */
export interface WaitingAsk {
  readonly scanned: Scanned;
  /** The minute in which it is compared: that of its time, or the first that is still open. */
  readonly foldMinuteMs: number;
}

/** The flagged interaction as campaigns want it; `watermarkMs`: of its partition when it came. */
export function waitingAsk(scanned: Scanned, watermarkMs: number): WaitingAsk {
  const atMs = Math.max(eventTimeMs(scanned), watermarkMs);
  return { scanned, foldMinuteMs: Math.floor(atMs / minuteMs) * minuteMs };
}

/** Lines flagged asks up for the search for campaigns, as numbers; one that stands in line already stays. */
export async function insertFlaggedAsks(tx: Sql, asks: readonly WaitingAsk[]): Promise<void> {
  if (asks.length === 0) return;
  const column = <T>(of: (ask: WaitingAsk) => T): T[] => asks.map(of);
  await tx.rows(
    `INSERT INTO flagged_asks (tenant, fold_minute, evidence_id, asked_at, model_key, actor_digest, ask)
     SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::uuid[], $4::timestamptz[], $5::int[], $6::bytea[], $7::jsonb[])
     ON CONFLICT DO NOTHING`,
    [
      column(({ scanned }) => scanned.interaction.tenant),
      column(({ foldMinuteMs }) => new Date(foldMinuteMs)),
      column(({ scanned }) => evidenceIdOf(scanned)),
      column(({ scanned }) => new Date(eventTimeMs(scanned))),
      column(({ scanned }) => scanned.interaction.modelKey),
      column(({ scanned }) => Buffer.from(whoAsked(scanned), 'hex')),
      column(({ scanned }) => JSON.stringify(askJson(scanned))),
    ],
  );
}

/** Who logs neither actor nor session is another one each time. */
function whoAsked({ interaction }: Scanned): string {
  return actorDigest(interaction) ?? textDigest(interaction.id);
}

function askJson(scanned: Scanned) {
  const { attack, outcome } = scanned.signal;
  return {
    family: Object.keys(attack.families)[0] ?? 'unknown',
    sketch: sketchOf(askOf(scanned)),
    succeeded: succeeded(outcome),
  };
}
