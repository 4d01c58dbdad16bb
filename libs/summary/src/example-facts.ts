import type { IncidentFacts, ModelFacts, ShiftFacts, SummaryFacts } from '#contracts';
import { summaryWeek } from './iso-week.js';

/** The week of the examples, in Berlin: Monday 16 November 2026 00:00 to Monday 23. */
const exampleWeek = summaryWeek('2026-W47', 'Europe/Berlin');
/** Monday 23 November 08:00 there. */
const madeAtMs = Date.parse('2026-11-23T07:00:00Z');

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** A steady model with 6,000 interactions a week that is watched; anything may be said otherwise. */
export function exampleModel(key: number, name: string, more: Partial<ModelFacts> = {}): ModelFacts {
  return {
    key,
    id: name,
    version: 'v1',
    firstSeenMs: exampleWeek.startsMs[0]! - 1,
    weeks: exampleWeek.startsMs.map(() => ({
      interactions: 6_000,
      refusals: 120,
      attacks: 60,
      succeeded: 0,
    })),
    detector: {
      phase: 'watching',
      baselineUntilMs: exampleWeek.startsMs[2]!,
      refusalBaseline: 0.02,
    },
    shifts: [],
    ...more,
  };
}

/** Refusals that doubled on Tuesday, as an alarm says it. */
export function exampleShift(incident: number, more: Partial<ShiftFacts> = {}): ShiftFacts {
  const title = 'Refusal rate rose from 2.0 % to 4.1 % (at least 3.3 %)';
  return {
    feature: 'refusal',
    title,
    reason: `${title} since 2026-11-17 13:10 UTC, 83 % of it where language is "de"; not by a change of mix. The test raises at most one false alarm per model in 90 days on average.`,
    severity: 'high',
    changeAtMs: Date.parse('2026-11-17T13:10:00Z'),
    endedAtMs: undefined,
    baseline: 0.02,
    incidentId: id(incident),
    since: { sessions: 1_000, k: 205, n: 5_000, kk: 300, kn: 1_025, nn: 25_000 },
    weeks: [null, 0.019, 0.021, 0.02, 0.018, 0.02, 0.021, 0.039],
    ...more,
  };
}

export function exampleIncident(number: number, more: Partial<IncidentFacts> = {}): IncidentFacts {
  return {
    incidentId: id(number),
    number,
    kind: 'drift',
    severity: 'high',
    status: 'open',
    title: 'Refusal rate rose from 2.0 % to 4.1 % (at least 3.3 %)',
    modelKey: 1,
    openedAtMs: Date.parse('2026-11-18T09:00:00Z'),
    assignee: undefined,
    verdict: undefined,
    ...more,
  };
}

/** Facts of a week with a model that drifts, one that gave in, one that is steady and one that is too quiet. */
export function exampleFacts(more: Partial<SummaryFacts> = {}): SummaryFacts {
  return {
    tenant: 'default',
    week: exampleWeek,
    readAtMs: madeAtMs,
    models: exampleModels(),
    incidents: [
      exampleIncident(1),
      exampleIncident(2, {
        kind: 'attack',
        modelKey: 2,
        severity: 'critical',
        status: 'resolved',
        verdict: 'true-positive-impact',
        title: 'System prompt leaked',
        openedAtMs: Date.parse('2026-11-19T10:00:00Z'),
      }),
    ],
    actions: [
      action(2, 'acknowledged', '2026-11-19T10:06:00Z', 'm.keller'),
      action(2, 'resolved', '2026-11-19T10:52:00Z', 'm.keller'),
    ],
    coverage: {
      gaps: [
        {
          title: 'Topic billing is not read any more',
          fromMs: Date.parse('2026-11-20T09:19:00Z'),
          untilMs: Date.parse('2026-11-20T09:31:00Z'),
        },
      ],
      deadLetters: 3,
      notifications: { delivered: 41, failed: 0, heldBack: 2 },
    },
    ...more,
  };
}

function exampleModels(): readonly ModelFacts[] {
  const { weeks } = exampleModel(2, '');
  const last = weeks.length - 1;
  return [
    exampleModel(3, 'advisor-de'),
    exampleModel(1, 'triage-nurse', { shifts: [exampleShift(1)] }),
    exampleModel(2, 'claims-assistant', {
      weeks: weeks.map((week, i) => (i === last ? { ...week, attacks: 188, succeeded: 13 } : week)),
    }),
    exampleModel(4, 'legal-draft', {
      weeks: weeks.map(() => ({ interactions: 310, refusals: 6, attacks: 0, succeeded: 0 })),
    }),
  ];
}

function action(incident: number, event: string, at: string, who: string): SummaryFacts['actions'][number] {
  return {
    atMs: Date.parse(at),
    event,
    who,
    incidentId: id(incident),
    incidentNumber: incident,
    incidentOpenedAtMs: Date.parse('2026-11-19T10:00:00Z'),
  };
}
