import type { IncidentStatus } from './incident.js';
import type { Severity } from './signal.js';

/** A week of a summary: half-open, in its own time zone. */
export interface SummaryWeek {
  /** ISO 8601: `2026-W47`. */
  readonly label: string;
  readonly fromMs: number;
  readonly untilMs: number;
  /** IANA name, e.g. `Europe/Berlin`. */
  readonly timeZone: string;
  /** Where each of the eight weeks up to this one begins, the oldest first; the last is `fromMs`. */
  readonly startsMs: readonly number[];
}

/** What was counted of a model and version in one week. */
export interface WeekCounts {
  readonly interactions: number;
  readonly refusals: number;
  readonly attacks: number;
  /** Attacks that got what they asked for. */
  readonly succeeded: number;
}

/** A drift alarm that is of this week, or from before and still unresolved. */
export interface ShiftFacts {
  readonly feature: string;
  /** Our own words: what changed, from what to what. */
  readonly title: string;
  /** The same with since when, where it comes from and the test's promise. */
  readonly reason: string;
  readonly severity: Severity;
  readonly changeAtMs: number;
  /** Since when the level is back; undefined: it was not by the end of the week. */
  readonly endedAtMs: number | undefined;
  readonly baseline: number;
  /** undefined: it has reached no incident yet. */
  readonly incidentId: string | undefined;
  /** Sums over the sessions from the change to its end, or that of the week; undefined where the feature is no rate. */
  readonly since: RateSums | undefined;
  /** The rate of each of the eight weeks, over all versions of the model; null where there was no traffic. */
  readonly weeks: readonly (number | null)[];
}

/** Sums over sessions with `k` true values of `n`: what a rate and its interval are made of. */
export interface RateSums {
  readonly sessions: number;
  readonly k: number;
  readonly n: number;
  readonly kk: number;
  readonly kn: number;
  readonly nn: number;
}

/** How a model's drift detector stands when the summary is made. */
export interface DetectorFacts {
  readonly phase: 'waiting' | 'collecting' | 'watching';
  readonly baselineUntilMs: number | undefined;
  /** Share of refusals in the baseline; undefined where it has none. */
  readonly refusalBaseline: number | undefined;
}

/** A model and version that was served in the eight weeks. */
export interface ModelFacts {
  readonly key: number;
  readonly id: string;
  readonly version: string;
  /** Its first minute with traffic. */
  readonly firstSeenMs: number;
  /** One for each of the eight weeks, the oldest first. */
  readonly weeks: readonly WeekCounts[];
  readonly detector: DetectorFacts;
  readonly shifts: readonly ShiftFacts[];
}

/** An incident that was not resolved before the week began. */
export interface IncidentFacts {
  readonly incidentId: string;
  readonly number: number;
  readonly kind: string;
  readonly severity: Severity;
  readonly status: IncidentStatus;
  readonly title: string;
  /** undefined: it concerns no one model. */
  readonly modelKey: number | undefined;
  readonly openedAtMs: number;
  readonly assignee: string | undefined;
  readonly verdict: string | undefined;
}

/** What somebody did with an incident in the week. */
export interface ActionFacts {
  readonly atMs: number;
  /** Name of the timeline row: `acknowledged`, `resolved`, `recovered` … */
  readonly event: string;
  /** A person, or `tunewarden`. */
  readonly who: string;
  readonly incidentId: string;
  readonly incidentNumber: number;
  readonly incidentOpenedAtMs: number;
}

/** A time in which something was not read. */
export interface CoverageGap {
  readonly title: string;
  readonly fromMs: number;
  /** undefined: it goes on. */
  readonly untilMs: number | undefined;
}

/** What was not watched and not told, in the week. */
export interface CoverageFacts {
  readonly gaps: readonly CoverageGap[];
  readonly deadLetters: number;
  readonly notifications: {
    readonly delivered: number;
    /** Given up. */
    readonly failed: number;
    /** Kept back by a silence, a mute time or another incident. */
    readonly heldBack: number;
  };
}

/** Everything that a weekly summary is made of, of one tenant. */
export interface SummaryFacts {
  readonly tenant: string;
  readonly week: SummaryWeek;
  readonly readAtMs: number;
  readonly models: readonly ModelFacts[];
  readonly incidents: readonly IncidentFacts[];
  readonly actions: readonly ActionFacts[];
  readonly coverage: CoverageFacts;
}
