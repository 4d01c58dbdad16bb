import { type IncidentFacts, type ModelFacts, type SummaryFacts, severities } from '#contracts';
import { describeShift } from './describe-shift.js';
import { drawTrend } from './draw-trend.js';
import type { ModelStatus, Shift, SummaryModel } from './summary-document.js';
import { trafficToSeeDoubling } from './traffic-to-see-doubling.js';
import { type Wording, countOf, formatDay, listOf } from './words.js';

const longestName = 60;
const shownShifts = 3;

/** One model in one sentence and a colour, with what changed and what it looked like over eight weeks. */
export function judgeModel(facts: SummaryFacts, model: ModelFacts, wording: Wording): SummaryModel {
  const shifts = model.shifts.map((shift) => describeShift(facts, model, shift, wording)).sort(byWeight);
  const own = facts.incidents.filter(({ modelKey }) => modelKey === model.key);
  const week = model.weeks.at(-1)!;
  const status = statusOf(facts, model, shifts, own);
  return {
    id: wording.plain(model.id, longestName),
    version: wording.plain(model.version, longestName),
    status,
    ...saidOf(facts, model, { status, shifts, own }),
    interactions: week.interactions,
    shifts: shifts.slice(0, shownShifts),
    moreShifts: Math.max(0, shifts.length - shownShifts),
    trend: drawTrend(facts, model, shifts[0], wording),
    attacks: { tried: week.attacks, succeeded: week.succeeded },
  };
}

/** What is still open comes before what is over, then by severity, then the newest. */
function byWeight(a: Shift, b: Shift): number {
  if (a.isOpen !== b.isOpen) return a.isOpen ? -1 : 1;
  return rank(b.severity) - rank(a.severity) || b.since.localeCompare(a.since);
}

function rank(severity: string): number {
  return severities.findIndex((one) => one === severity);
}

function statusOf(
  facts: SummaryFacts,
  model: ModelFacts,
  shifts: readonly Shift[],
  own: readonly IncidentFacts[],
): ModelStatus {
  if (own.some((incident) => waits(incident) && rank(incident.severity) >= rank('high'))) return 'decide';
  const hasNews = shifts.length > 0 || own.some(waits) || model.weeks.at(-1)!.succeeded > 0;
  if (hasNews) return 'look';
  return whyUnknown(facts, model) === undefined ? 'steady' : 'unknown';
}

function waits({ status }: IncidentFacts): boolean {
  return status !== 'resolved';
}

/** What leads, in one sentence, and what else there is to say in a few words each. */
function saidOf(
  facts: SummaryFacts,
  model: ModelFacts,
  {
    status,
    shifts,
    own,
  }: {
    readonly status: ModelStatus;
    readonly shifts: readonly Shift[];
    readonly own: readonly IncidentFacts[];
  },
): Pick<SummaryModel, 'sentence' | 'also'> {
  if (status === 'steady') return { sentence: 'Nothing beyond what is usual', also: [] };
  if (status === 'unknown') return { sentence: whyUnknown(facts, model) ?? '', also: [] };
  const [sentence = '', ...also] = [...changeOf(shifts), ...attackOf(model), ...openOf(own)];
  return { sentence, also };
}

function changeOf([first, ...others]: readonly Shift[]): string[] {
  if (first === undefined) return [];
  const more = others.length === 0 ? [] : [`${countOf(others.length, 'more change')}`];
  return [first.sentence, ...(first.isOpen ? [] : ['Closed by now']), ...more];
}

function attackOf({ weeks }: ModelFacts): string[] {
  const { attacks, succeeded } = weeks.at(-1)!;
  return succeeded === 0 ? [] : [`Gave in to ${succeeded} of ${countOf(attacks, 'attack')}`];
}

/** Incidents that wait for somebody, by number. */
function openOf(own: readonly IncidentFacts[]): string[] {
  const waiting = own.filter(waits).sort((a, b) => rank(b.severity) - rank(a.severity));
  if (waiting.length === 0) return [];
  const numbers = waiting.map(({ number }) => `INC-${number}`);
  return [`${listOf(numbers, 3)} ${waiting.length === 1 ? 'waits' : 'wait'} for a decision`];
}

/** Why nothing can be said of a model; undefined where it can. */
function whyUnknown({ week }: SummaryFacts, { weeks, detector }: ModelFacts): string | undefined {
  const { interactions } = weeks.at(-1)!;
  const { phase, baselineUntilMs, refusalBaseline } = detector;
  if (interactions === 0) return 'No traffic this week';
  if (phase !== 'watching' || baselineUntilMs === undefined || baselineUntilMs >= week.untilMs) {
    const until = baselineUntilMs === undefined ? '' : ` until ${formatDay(baselineUntilMs, week.timeZone)}`;
    return `Not enough data: what is usual is being learnt${until}`;
  }
  const needed = trafficToSeeDoubling(refusalBaseline ?? 0);
  if (needed === undefined || interactions >= needed) return undefined;
  const more = countOf(needed - interactions, 'more interaction');
  return `Not enough data: ${countOf(interactions, 'interaction')}; about ${more} a week would show refusals double`;
}
