import { type Database, type Sql, insertFindings } from '#database';
import {
  type DriftAlarm,
  type DriftState,
  type SessionUnit,
  changeOrigin,
  changeShape,
  dayMs,
  foldMinutes,
  minuteMs,
  newDriftState,
  readDriftState,
  succeed,
  watchVersion,
  watchingVolume,
  withOrigin,
  withPlannedChange,
  withShape,
  withWords,
  writeDriftState,
} from '#drift';
import { featureTraits } from '#features';
import type { KafkaDoor } from '#kafka';
import { metrics, withSpan } from '#telemetry';
import { applyOrder, nextOrder, plannedChanges, reopenOrders } from './baseline-orders.store.js';
import { driftFinding } from './drift-finding.js';
import { summaryOf } from './drift-summary.js';
import { readPredecessor, readUnitsBeside } from './predecessor.store.js';
import { readWords } from './read-texts.store.js';
import {
  type ClaimedModel,
  type ClosedMinutes,
  claimModel,
  hasUnfoldedModel,
  leastWatermarkMs,
  readUnits,
  readUnitsAround,
  saveFold,
  saveRecoveries,
} from './drift.store.js';

/** So many sessions are folded in one transaction: weeks of history must not hold one open for minutes. */
const unitsOfAFold = 5_000;
/** The last sessions before an alarm say which part of the traffic the change is in. */
const unitsToExplain = 4_000;

/**
 * What is to be folded closed lately, but for what a worker left that died, and for models that were never folded:
 * for these every day is looked at, which takes longer, so often.
 */
const lateMs = 48 * 3_600_000;
const wholeLookEveryMs = 10 * 60_000;
const unfoldedLookEveryMs = 20_000;

/** What is watched beside features, where somebody wants it. */
interface WatchedBesides {
  readonly volume: boolean;
}

/** Folds closed minutes, a model at a time, as many workers as there are: each claims the models it folds. */
export class DriftWorker {
  #wholeLookAtMs = -Infinity;

  constructor(
    private readonly database: Database,
    private readonly kafka: KafkaDoor,
    private readonly topic: string,
    private readonly watched: WatchedBesides = { volume: false },
  ) {}

  /** Folds everything that is due. */
  async run(): Promise<void> {
    const partitions = (await this.kafka.offsets(this.topic)).length;
    const watermarkMs = await leastWatermarkMs(this.database, this.topic, partitions);
    if (watermarkMs === undefined) return;
    const beforeMs = Math.floor(watermarkMs / minuteMs) * minuteMs;
    const minutes = { fromMs: await this.#lookFromMs(beforeMs), beforeMs };
    while (await this.database.transaction((tx) => foldOne(tx, minutes, this.watched)));
  }

  async #lookFromMs(beforeMs: number): Promise<number> {
    const nowMs = performance.now();
    const sinceMs = nowMs - this.#wholeLookAtMs;
    const isDue =
      sinceMs >= wholeLookEveryMs ||
      (sinceMs >= unfoldedLookEveryMs && (await hasUnfoldedModel(this.database)));
    if (!isDue) return beforeMs - lateMs;
    this.#wholeLookAtMs = nowMs;
    return -Infinity;
  }
}

/** False where there is nothing to fold. */
async function foldOne(tx: Sql, minutes: ClosedMinutes, { volume }: WatchedBesides): Promise<boolean> {
  const model = await claimModel(tx, minutes);
  if (model === undefined) return false;
  const startedAt = performance.now();
  const known = model.state === null ? undefined : readDriftState(model.state);
  // A state of an older build begins again, with every session that is still there and every order.
  if (known === undefined && model.state !== null) await reopenOrders(tx, model.modelKey);
  const from = known === undefined ? { ...model, foldedThroughMs: 0 } : model;
  const before = watchingVolume(known ?? newDriftState(), volume);
  const order = await nextOrder(tx, model.modelKey);
  const isDue = order !== undefined && order.fromMs <= from.foldedThroughMs;
  const folded = isDue
    ? { state: await applyOrder(tx, order, before), throughMs: from.foldedThroughMs }
    : await foldUnits(tx, from, before, Math.min(minutes.beforeMs, order?.fromMs ?? Infinity));
  await saveFold(tx, {
    modelKey: model.modelKey,
    foldedThroughMs: folded.throughMs,
    phase: folded.state.phase,
    state: writeDriftState(folded.state),
    summary: summaryOf(folded.state),
  });
  metrics.driftFoldDuration.record(performance.now() - startedAt);
  return true;
}

/** Folds the next sessions of a model and states what they gave. */
async function foldUnits(tx: Sql, model: ClaimedModel, before: DriftState, beforeMs: number) {
  const read = wholeMinutes(await readUnits(tx, model, beforeMs, unitsOfAFold), beforeMs);
  const { units, throughMs } = before.baseline === null ? read : dayOf(read, model.foldedThroughMs);
  const folded = foldMinutes(before, units, throughMs, featureTraits);
  const succeeding = before.startMs === null ? await succeeded(tx, model, folded.state) : folded.state;
  const version = await foldVersion(tx, model, succeeding, { units, throughMs });
  for (const alarm of [...folded.alarms, ...version.alarms]) await tell(tx, model, succeeding, alarm);
  await saveRecoveries(tx, model.modelKey, folded.recoveries);
  return { state: version.state, throughMs };
}

/** A version that begins is held against its predecessor. */
async function succeeded(tx: Sql, model: ClaimedModel, state: DriftState): Promise<DriftState> {
  if (state.startMs === null) return state;
  const before = await readPredecessor(tx, model, state.startMs);
  if (before === undefined) return state;
  return succeed(state, before.state, { version: model.version, predecessor: before.version });
}

async function foldVersion(tx: Sql, model: ClaimedModel, state: DriftState, { units, throughMs }: ReadUnits) {
  if (state.succeeds === null) return { state, alarms: [] };
  const minutes = { fromMs: Math.max(model.foldedThroughMs, state.startMs ?? 0), beforeMs: throughMs };
  const stable = await readUnitsBeside(tx, model, state.succeeds.predecessor, minutes);
  return watchVersion(state, { own: units, stable }, throughMs, featureTraits);
}

async function tell(tx: Sql, model: ClaimedModel, state: DriftState, alarm: DriftAlarm): Promise<void> {
  const around = await readUnitsAround(tx, model.modelKey, alarm, unitsToExplain);
  const named = withWords(alarm, await readWords(tx, model.modelKey, alarm));
  const shaped = withShape(named, changeShape(alarm, state, around));
  const told = withOrigin(shaped, changeOrigin(alarm, state, around), featureTraits);
  const planned = await plannedChanges(tx, model.modelKey, alarm.changeAtMs - dayMs);
  await raise(tx, withPlannedChange(told, planned), model);
}

/** Sessions of whole minutes, and what is folded with them. */
interface ReadUnits {
  readonly units: readonly SessionUnit[];
  readonly throughMs: number;
}

/** The first day of them: a version that is learnt may be compared with all sessions of another in these minutes. */
function dayOf({ units, throughMs }: ReadUnits, foldedThroughMs: number): ReadUnits {
  const fromMs = Math.max(foldedThroughMs, units[0]?.emittedMinuteMs ?? throughMs);
  const dayEndMs = Math.min(throughMs, fromMs + dayMs);
  return { units: units.filter((unit) => unit.emittedMinuteMs < dayEndMs), throughMs: dayEndMs };
}

/** Without a last minute that may have been cut in two by the limit. */
function wholeMinutes(units: readonly SessionUnit[], beforeMs: number): ReadUnits {
  const last = units.at(-1)?.emittedMinuteMs ?? beforeMs;
  const isCut = units.length === unitsOfAFold && units[0]?.emittedMinuteMs !== last;
  if (!isCut) return { units, throughMs: units.length === unitsOfAFold ? last + minuteMs : beforeMs };
  return { units: units.filter((unit) => unit.emittedMinuteMs < last), throughMs: last };
}

function raise(tx: Sql, alarm: DriftAlarm, model: ClaimedModel): Promise<void> {
  const attributes = { 'tunewarden.feature': alarm.feature, 'tunewarden.severity': alarm.severity };
  return withSpan('drift', { attributes }, ({ traceparent }) =>
    insertFindings(tx, [driftFinding(alarm, model, traceparent)]),
  );
}
