import type { IncidentFacts, ModelFacts, ShiftFacts, SummaryFacts } from '#contracts';
import { type RateInterval, rateInterval } from './rate-interval.js';
import type { Shift } from './summary-document.js';
import { type Wording, formatMinutes, formatMoment } from './words.js';

const longestSentence = 320;
/** A version that began to serve so long before a change is named beside it. */
const nearReleaseMs = 24 * 3_600_000;

/** One change for a reader who plans: what, from what to what, since when, where, and what happened just before. */
export function describeShift(
  facts: SummaryFacts,
  model: ModelFacts,
  shift: ShiftFacts,
  wording: Wording,
): Shift {
  const incident = facts.incidents.find(({ incidentId }) => incidentId === shift.incidentId);
  const since = ` since ${formatMoment(shift.changeAtMs, facts.week.timeZone)}`;
  const back =
    shift.endedAtMs === undefined ? '' : `, back since ${formatMoment(shift.endedAtMs, facts.week.timeZone)}`;
  const origin = originOf(shift) + releaseBefore(facts, model, shift.changeAtMs);
  return {
    feature: shift.feature,
    sentence: wording.plain(shift.title + since + back + origin, longestSentence),
    since: new Date(shift.changeAtMs).toISOString(),
    severity: shift.severity,
    incident: incident === undefined ? null : refOf(incident),
    isOpen: incident?.status !== 'resolved',
    rate: rateOf(shift),
  };
}

/** How an incident is named in a summary. */
export function refOf({ incidentId, number }: Pick<IncidentFacts, 'incidentId' | 'number'>) {
  return { id: incidentId, number };
}

/** The interval says nothing where it does not hold the alarm's own direction: then there is no figure. */
function rateOf({ since, baseline }: ShiftFacts): Shift['rate'] {
  const interval: RateInterval | undefined = since === undefined ? undefined : rateInterval(since);
  if (since === undefined || interval === undefined || baseline < 0 || baseline > 1) return null;
  const { rate: current, low, high } = interval;
  return { baseline, current, low, high, interactions: since.n, sessions: since.sessions };
}

/** What a finding's reason says beyond its title and its time: segment, and whether the traffic or the model changed. */
function originOf({ title, reason }: ShiftFacts): string {
  const afterTime = reason.indexOf(' UTC', title.length);
  const promise = reason.lastIndexOf('. The test');
  if (!reason.startsWith(`${title} since `) || afterTime < 0) return '';
  return reason.slice(afterTime + ' UTC'.length, promise < 0 ? undefined : promise);
}

function releaseBefore({ models }: SummaryFacts, model: ModelFacts, changeAtMs: number): string {
  const released = models
    .filter(({ id, version }) => id === model.id && version !== model.version)
    .map(({ version, firstSeenMs }) => ({ version, beforeMs: changeAtMs - firstSeenMs }))
    .filter(({ beforeMs }) => beforeMs >= 0 && beforeMs < nearReleaseMs)
    .sort((a, b) => a.beforeMs - b.beforeMs)[0];
  if (released === undefined) return '';
  return `, ${formatMinutes(released.beforeMs / 60_000)} after ${released.version} went live`;
}
