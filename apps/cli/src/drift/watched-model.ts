import {
  type DriftAlarm,
  type DriftSettings,
  type DriftState,
  type FeatureTraitsByName,
  type OpenSession,
  type Recovery,
  type SessionEvent,
  type SessionUnit,
  addToSession,
  changeOrigin,
  changeShape,
  closeIdleSession,
  foldMinutes,
  newDriftState,
  succeed,
  watchVersion,
  sessionsAround,
  withOrigin,
  withShape,
} from '#drift';

/** Folding in pieces gives the same bits as minute by minute, and an hour's piece costs less. */
const foldEveryMs = 3_600_000;
/** While the baseline is collected nothing waits for an answer. */
const collectEveryMs = 24 * foldEveryMs;
/** So many sessions are held at most before they are folded. */
const mostUnits = 20_000;
/** The last sessions, kept to say which part of the traffic a change is in. */
const unitsToExplain = 4_000;
/** Rows without a session make blocks of neighbours, so that what is common to neighbours is measured and weighed. */
const blockRows = 16;
const blockGapMs = 600_000;

/** What comes before a version, and what both are called. */
export interface Succession {
  readonly version: string;
  readonly predecessor: string;
  readonly watched: WatchedModel;
}

/** The detector of one model and version, fed with events in the order of their time. */
export class WatchedModel {
  /** In the order of their last event, so that the idle ones come first. */
  readonly #sessions = new Map<string, OpenSession>();
  #units: SessionUnit[] = [];
  /** Sessions of the predecessor that are to be compared with those of this version. */
  #beside: SessionUnit[] = [];
  readonly #successors = new Set<WatchedModel>();
  #recent: SessionUnit[] = [];
  #state: DriftState;
  #foldedThroughMs = -Infinity;
  #watermarkMs = -Infinity;
  #block = { number: 0, rows: 0, lastAtMs: -Infinity };
  events = 0;
  /** Features whose drift was over, in order. */
  readonly recoveries: Recovery[] = [];

  constructor(
    settings: DriftSettings,
    private readonly traits: FeatureTraitsByName,
    private readonly succession?: Succession,
  ) {
    this.#state = newDriftState(settings);
    if (succession !== undefined) succession.watched.#successors.add(this);
  }

  get state(): DriftState {
    return this.#state;
  }

  /** The time of the last row. */
  get lastMs(): number {
    return this.#watermarkMs;
  }

  /** The alarms that closed minutes gave. An event that comes late counts in the minute that is open. */
  add(sessionKey: string | undefined, event: SessionEvent): readonly DriftAlarm[] {
    this.events += 1;
    this.#watermarkMs = Math.max(this.#watermarkMs, event.atMs);
    this.#closeIdle(this.#watermarkMs);
    const atMs = Math.max(event.atMs, this.#foldedThroughMs);
    const key = sessionKey ?? this.#blockKey(atMs);
    const added = addToSession(key, this.#sessions.get(key), { ...event, atMs });
    this.#sessions.delete(key);
    this.#sessions.set(key, added.session);
    this.#emit(added.units);
    return this.#foldDue();
  }

  /** The alarms of what was still open at the end of the input. */
  end(): readonly DriftAlarm[] {
    this.#closeIdle(Infinity);
    const last = this.#units.reduce((latest, unit) => Math.max(latest, unit.emittedMinuteMs), 0);
    return this.#units.length === 0 ? [] : this.#fold(last + 60_000);
  }

  #blockKey(atMs: number): string {
    const { number, rows, lastAtMs } = this.#block;
    const isFull = rows >= blockRows || atMs - lastAtMs >= blockGapMs;
    this.#block = { number: isFull ? number + 1 : number, rows: isFull ? 1 : rows + 1, lastAtMs: atMs };
    // A space first: no session of the input begins so by chance alone, and none is the poorer for it.
    return ` rows ${this.#block.number}`;
  }

  #foldDue(): readonly DriftAlarm[] {
    const isWatched = this.#state.phase === 'watching' || this.succession !== undefined;
    const everyMs = isWatched ? foldEveryMs : collectEveryMs;
    const dueMs = Math.floor(this.#watermarkMs / everyMs) * everyMs;
    if (dueMs > this.#foldedThroughMs) return this.#fold(dueMs);
    if (this.#units.length < mostUnits) return [];
    return this.#fold(Math.floor(this.#watermarkMs / 60_000) * 60_000);
  }

  #emit(emitted: readonly SessionUnit[]): void {
    // A session with a late event may have ended in a minute that is closed: it counts in the one that is open.
    const units = emitted.map((unit) =>
      unit.emittedMinuteMs >= this.#foldedThroughMs
        ? unit
        : { ...unit, emittedMinuteMs: this.#foldedThroughMs },
    );
    this.#units.push(...units);
    for (const successor of this.#successors) successor.#beside.push(...units);
  }

  #closeIdle(watermarkMs: number): void {
    for (const [key, session] of this.#sessions) {
      const closed = closeIdleSession(key, session, watermarkMs);
      if (closed === undefined) return;
      this.#sessions.delete(key);
      if (closed.unit !== undefined) this.#emit([closed.unit]);
    }
  }

  #fold(throughMs: number): readonly DriftAlarm[] {
    const due = this.#units.filter((unit) => unit.emittedMinuteMs < throughMs);
    this.#units = this.#units.filter((unit) => unit.emittedMinuteMs >= throughMs);
    const isNew = this.#state.startMs === null;
    const { state, alarms, recoveries } = foldMinutes(this.#state, due, throughMs, this.traits);
    this.#state = isNew ? this.#succeed(state) : state;
    this.recoveries.push(...recoveries);
    this.#foldedThroughMs = throughMs;
    this.#recent = [...this.#recent, ...due].slice(-unitsToExplain);
    const folded = this.#state;
    return [...alarms, ...this.#watchVersion(due, throughMs)].map((alarm) =>
      withOrigin(
        withShape(alarm, changeShape(alarm, folded, sessionsAround(alarm, this.#recent))),
        changeOrigin(alarm, folded, this.#recent),
        this.traits,
      ),
    );
  }

  #succeed(state: DriftState): DriftState {
    return this.succession === undefined
      ? state
      : succeed(state, this.succession.watched.state, this.succession);
  }

  #watchVersion(own: readonly SessionUnit[], throughMs: number): readonly DriftAlarm[] {
    const before = this.succession?.watched;
    if (before !== undefined) before.#closeIdle(this.#watermarkMs);
    const stable = this.#beside.filter((unit) => unit.emittedMinuteMs < throughMs);
    this.#beside = this.#beside.filter((unit) => unit.emittedMinuteMs >= throughMs);
    const { state, alarms } = watchVersion(this.#state, { own, stable }, throughMs, this.traits);
    this.#state = state;
    // Not new, or with a baseline of its own: nothing is compared any more.
    if (before !== undefined && state.startMs !== null && state.succeeds === null) {
      before.#successors.delete(this);
    }
    return alarms;
  }
}
