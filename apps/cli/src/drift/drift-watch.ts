import {
  type DriftAlarm,
  type DriftSettings,
  type FeatureTraitsByName,
  type Recovery,
  baselineLabel,
  dayMs,
  versionAlpha,
  whatCanBeSeen,
} from '#drift';
import type { DriftInput } from './drift-row.js';
import { RecentIds } from './recent-ids.js';
import { RowsInOrder } from './rows-in-order.js';
import { WatchedModel } from './watched-model.js';

/** An alarm as the command line prints it. */
export type AlarmLine = ReturnType<typeof alarmLine>;

/** The detectors of all models of a file. */
export class DriftWatch {
  readonly #models = new Map<
    string,
    { readonly model: string; readonly version: string; readonly watched: WatchedModel }
  >();
  /** By model: versions that follow one another are in one order of time. */
  readonly #inputs = new Map<string, { readonly rows: RowsInOrder<DriftInput>; readonly ids: RecentIds }>();

  constructor(
    private readonly settings: DriftSettings,
    private readonly traits: FeatureTraitsByName,
  ) {}

  /** The alarms that a further row gives; it may be up to fifteen minutes late. */
  add(row: DriftInput): AlarmLine[] {
    const input = this.#inputs.get(row.model) ?? newInput();
    this.#inputs.set(row.model, input);
    if (row.id !== undefined && !input.ids.isNew(row.id)) return [];
    return input.rows.add(row).flatMap((due) => this.#take(due));
  }

  #take({ model, version, sessionKey, event }: DriftInput): AlarmLine[] {
    const name = JSON.stringify([model, version]);
    const known = this.#models.get(name) ?? this.#begin(model, version);
    this.#models.set(name, known);
    return known.watched.add(sessionKey, event).map((alarm) => alarmLine(alarm, model, version));
  }

  /** The latest version whose baseline is settled comes before one that is new. */
  #begin(model: string, version: string) {
    const [before] = [...this.#models.values()]
      .filter((other) => other.model === model && other.watched.state.settledAtMs !== null)
      .sort((a, b) => (b.watched.state.startMs ?? 0) - (a.watched.state.startMs ?? 0));
    const succession = before && { version, predecessor: before.version, watched: before.watched };
    return { model, version, watched: new WatchedModel(this.settings, this.traits, succession) };
  }

  /** The alarms of what was still open at the end of the input. */
  end(): AlarmLine[] {
    const held = [...this.#inputs.values()].flatMap(({ rows }) =>
      rows.end().flatMap((row) => this.#take(row)),
    );
    const open = [...this.#models.values()].flatMap(({ model, version, watched }) =>
      watched.end().map((alarm) => alarmLine(alarm, model, version)),
    );
    const last = [...held, ...open];
    return last.sort((a, b) => (a.at < b.at ? -1 : 1));
  }

  /** Rows that were logged twice, and rows that came too late to be put where they belong. */
  oddRows() {
    const inputs = [...this.#inputs.values()];
    return {
      repeated_ids: inputs.reduce((sum, { ids }) => sum + ids.repeated, 0),
      late: inputs.reduce((sum, { rows }) => sum + rows.late, 0),
    };
  }

  /** What keeps a model from being watched, in words for people. */
  warnings(): string[] {
    const { baselineMs } = this.settings;
    return [...this.#models.values()].flatMap(({ model, version, watched: { state, lastMs } }) => {
      if (state.phase !== 'collecting' || state.startMs === null) return [];
      const days = (ms: number): string => (ms / dayMs).toFixed(1);
      return [
        `${JSON.stringify(model)} ${JSON.stringify(version)} was not watched: its ${days(lastMs - state.startMs)} days are less than the baseline of ${days(baselineMs)} days; give a shorter --baseline`,
      ];
    });
  }

  summary() {
    return [...this.#models.values()].map(({ model, version, watched: { state, events, recoveries } }) => ({
      model,
      version,
      events,
      sessions: state.units,
      phase: state.phase,
      tests: state.tests.length,
      baseline: baselineLabel(state),
      recoveries: recoveries.map(recoveryLine),
      seen: whatCanBeSeen(state).map(({ feature, score, direction, ...seen }) => ({
        feature,
        score,
        direction,
        baseline: seen.baseline,
        smallest: seen.smallest,
        doubling_sessions: seen.doublingSessions,
      })),
    }));
  }
}

function newInput() {
  return { rows: new RowsInOrder(({ event }: DriftInput) => event.atMs), ids: new RecentIds() };
}

/** What was over within a day was a pulse. */
function recoveryLine({ feature, atMs, changeAtMs, endedAtMs }: Recovery) {
  const lastedMs = endedAtMs - changeAtMs;
  return {
    feature,
    at: new Date(atMs).toISOString(),
    lasted_minutes: Math.round(lastedMs / 60_000),
    ...(lastedMs <= dayMs && { shape: 'pulse' }),
  };
}

function alarmLine(alarm: DriftAlarm, model: string, version: string) {
  return {
    at: new Date(alarm.atMs).toISOString(),
    model,
    version,
    feature: alarm.feature,
    direction: alarm.direction,
    kind: alarm.kind,
    change_at: new Date(alarm.changeAtMs).toISOString(),
    baseline: alarm.baseline,
    current: alarm.current,
    effect_low: alarm.effectLow,
    severity: alarm.severity,
    cause: alarm.cause,
    ...(alarm.shape && { shape: alarm.shape }),
    ...(alarm.everyMs && { every_minutes: Math.round(alarm.everyMs / 60_000) }),
    ...(alarm.mix && { mix_of: alarm.mix.of, changed: alarm.mix.cause }),
    ...(alarm.against && { against_version: alarm.against.predecessor }),
    guarantee:
      alarm.against === undefined ? { arl_minutes: alarm.arlMinutes } : { version_alpha: versionAlpha },
    explanation: alarm.explanation,
  };
}
