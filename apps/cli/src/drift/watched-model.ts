import {
  type DriftAlarm,
  type DriftSettings,
  type DriftState,
  type FeatureTraitsByName,
  type OpenSession,
  type SessionEvent,
  type SessionUnit,
  addToSession,
  closeIdleSession,
  foldMinutes,
  newDriftState,
} from '#drift';

/** Folding in pieces gives the same bits as minute by minute, and an hour's piece costs less. */
const foldEveryMs = 3_600_000;

/** The detector of one model and version, fed with events in the order of their time. */
export class WatchedModel {
  /** In the order of their last event, so that the idle ones come first. */
  readonly #sessions = new Map<string, OpenSession>();
  #units: SessionUnit[] = [];
  #state: DriftState;
  #foldedThroughMs = -Infinity;
  #watermarkMs = -Infinity;
  events = 0;

  constructor(
    settings: DriftSettings,
    private readonly traits: FeatureTraitsByName,
  ) {
    this.#state = newDriftState(settings);
  }

  get state(): DriftState {
    return this.#state;
  }

  /** The alarms that closed minutes gave. An event that comes late counts in the minute that is open. */
  add(sessionKey: string, event: SessionEvent): readonly DriftAlarm[] {
    this.events += 1;
    this.#watermarkMs = Math.max(this.#watermarkMs, event.atMs);
    this.#closeIdle(this.#watermarkMs);
    const atMs = Math.max(event.atMs, this.#foldedThroughMs);
    const added = addToSession(sessionKey, this.#sessions.get(sessionKey), { ...event, atMs });
    this.#sessions.delete(sessionKey);
    this.#sessions.set(sessionKey, added.session);
    this.#units.push(...added.units);
    const hourMs = Math.floor(this.#watermarkMs / foldEveryMs) * foldEveryMs;
    return hourMs > this.#foldedThroughMs ? this.#fold(hourMs) : [];
  }

  /** The alarms of what was still open at the end of the input. */
  end(): readonly DriftAlarm[] {
    this.#closeIdle(Infinity);
    const last = Math.max(...this.#units.map(({ emittedMinuteMs }) => emittedMinuteMs));
    return this.#units.length === 0 ? [] : this.#fold(last + 60_000);
  }

  #closeIdle(watermarkMs: number): void {
    for (const [key, session] of this.#sessions) {
      const closed = closeIdleSession(key, session, watermarkMs);
      if (closed === undefined) return;
      this.#sessions.delete(key);
      if (closed.unit !== undefined) this.#units.push(closed.unit);
    }
  }

  #fold(throughMs: number): readonly DriftAlarm[] {
    const due = this.#units.filter((unit) => unit.emittedMinuteMs < throughMs);
    this.#units = this.#units.filter((unit) => unit.emittedMinuteMs >= throughMs);
    const { state, alarms } = foldMinutes(this.#state, due, throughMs, this.traits);
    this.#state = state;
    this.#foldedThroughMs = throughMs;
    return alarms;
  }
}
