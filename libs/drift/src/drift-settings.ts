// A global is slow to find in the contexts that Jest runs simulations in: hot loops take theirs from here.
const { floor } = Math;

/** The detector's constants; the defaults are those that were proven by simulation (see the README). */
export interface DriftSettings {
  readonly baselineMs: number;
  /** From so much of it on the model is watched, against what is known by then: a provisional baseline. */
  readonly provisionalMs: number;
  /** Numeric features are scored by their rank under the histogram of the first days. */
  readonly edgesMs: number;
  /** Guaranteed mean time between false alarms of one model, minutes. */
  readonly arlMinutes: number;
  /** Whether bursts of sessions are told, too. */
  readonly volume?: boolean;
}

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** 14 days of baseline, watched from the 7th, edges frozen after 3, at most one false alarm per model per 90 days on average. */
export const defaultDriftSettings: DriftSettings = {
  baselineMs: 14 * dayMs,
  provisionalMs: 7 * dayMs,
  edgesMs: 3 * dayMs,
  arlMinutes: 90 * 24 * 60,
};

/** What drift has to know of a feature beyond its values. */
export interface FeatureTraits {
  /** In words, as the subject of a sentence: "Refusals". */
  readonly label: string;
  /** Unit of a numeric feature, e.g. "ms". */
  readonly unit?: string;
  /** A safety feature is watched below the 0.3-point gate too, and shares half of the model's evidence. */
  readonly safety?: boolean;
  /** What a version does now and did before, of whose interactions a share has the feature: "refuses", "refused". */
  readonly verbs?: readonly [now: string, before: string];
}
export type FeatureTraitsByName = Readonly<Record<string, FeatureTraits>>;

/** Cells of the season: hour of the day (UTC) on weekdays, then on weekends. */
export const seasonCells = 48;

/** The season cell of a session that begins at this time. */
export function seasonCell(firstAtMs: number): number {
  return seasonCellOfHour(floor(firstAtMs / hourMs));
}

/** The season cell of an hour since 1970, which began on a Thursday. */
export function seasonCellOfHour(hour: number): number {
  const weekday = (floor(hour / 24) + 4) % 7;
  const weekend = weekday === 0 || weekday === 6;
  return (((hour % 24) + 24) % 24) + (weekend ? 24 : 0);
}
