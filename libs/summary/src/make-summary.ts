import {
  type ActionFacts,
  type CoverageGap,
  type IncidentFacts,
  type ModelFacts,
  type SummaryFacts,
  severities,
} from '#contracts';
import { refOf } from './describe-shift.js';
import { durationOf } from './duration-of.js';
import { judgeModel } from './judge-model.js';
import type { ModelStatus, SummaryDocument, SummaryModel } from './summary-document.js';
import { type Stretch, unwatchedMinutes } from './unwatched-minutes.js';
import { type Wording, inWords } from './words.js';

const longestTitle = 160;
const longestWho = 60;
const minuteMs = 60_000;
const statuses: readonly ModelStatus[] = ['decide', 'look', 'steady', 'unknown'];

/** The summary of a tenant's week, a function of its facts alone. */
export function makeSummary(facts: SummaryFacts, wording: Wording): SummaryDocument {
  const { tenant, week, readAtMs } = facts;
  const time = (ms: number): string => new Date(ms).toISOString();
  const models = facts.models
    .filter((model) => isWorthALine(facts, model))
    .map((model) => judgeModel(facts, model, wording))
    .sort(byUrgency);
  return {
    format: 1,
    tenant: wording.plain(tenant, longestWho),
    week: week.label,
    from: time(week.fromMs),
    until: time(week.untilMs),
    timeZone: week.timeZone,
    made: time(readAtMs),
    isWhole: readAtMs >= week.untilMs,
    headline: headlineOf(models),
    models,
    attacks: attacksOf(facts),
    incidents: incidentsOf(facts),
    done: doneOf(facts, wording),
    open: openOf(facts, wording),
    notWatched: notWatchedOf(facts, wording),
  };
}

/** What was silent for two weeks and left nothing open has retired. */
function isWorthALine({ incidents }: SummaryFacts, { key, weeks, shifts }: ModelFacts): boolean {
  const isOpen = incidents.some(({ modelKey, status }) => modelKey === key && status !== 'resolved');
  return isOpen || shifts.length > 0 || weeks.slice(-2).some(({ interactions }) => interactions > 0);
}

function byUrgency(a: SummaryModel, b: SummaryModel): number {
  const order = statuses.indexOf(a.status) - statuses.indexOf(b.status);
  return order || b.attacks.succeeded - a.attacks.succeeded || b.interactions - a.interactions;
}

/** "One model needs a decision, two changed, four are steady." */
function headlineOf(models: readonly SummaryModel[]): string {
  if (models.length === 0) return 'There was no traffic to watch.';
  const counts = statuses.map((status) => models.filter((model) => model.status === status).length);
  const [decide = 0, look = 0, steady = 0, unknown = 0] = counts;
  const parts = [
    decide === 0 ? 'no model needs a decision' : say(decide, 'needs a decision', 'need a decision', true),
    ...(look > 0 ? [say(look, 'wants a look', 'want a look')] : []),
    ...(steady > 0 ? [say(steady, 'is steady', 'are steady')] : []),
    ...(unknown > 0 ? [say(unknown, 'cannot be judged yet', 'cannot be judged yet')] : []),
  ].join(', ');
  return `${parts[0]!.toUpperCase()}${parts.slice(1)}.`;
}

function say(count: number, one: string, many: string, named = false): string {
  const noun = named ? ` ${count === 1 ? 'model' : 'models'}` : '';
  return `${inWords(count)}${noun} ${count === 1 ? one : many}`;
}

function attacksOf({ models, incidents, week }: SummaryFacts): SummaryDocument['attacks'] {
  const weeks = models.map((model) => model.weeks.at(-1)!);
  const sum = (of: (one: (typeof weeks)[number]) => number): number =>
    weeks.reduce((all, one) => all + of(one), 0);
  const verdicts = incidents
    .filter((one) => one.kind === 'attack' && isIn(one.openedAtMs, week))
    .map(({ verdict }) => verdict)
    .filter((verdict) => verdict !== undefined && verdict !== 'duplicate' && verdict !== 'unknown');
  return {
    interactions: sum((one) => one.interactions),
    tried: sum((one) => one.attacks),
    succeeded: sum((one) => one.succeeded),
    judged: verdicts.length,
    truePositives: verdicts.filter((verdict) => verdict?.startsWith('true-positive')).length,
  };
}

function isIn(atMs: number, { fromMs, untilMs }: SummaryFacts['week']): boolean {
  return atMs >= fromMs && atMs < untilMs;
}

const endings: readonly string[] = ['resolved', 'recovered', 'merged'];

/** Times are to the first acknowledgement and to the last end of the week, each incident once. */
function incidentsOf({ incidents, actions, week }: SummaryFacts): SummaryDocument['incidents'] {
  const acknowledged = Map.groupBy(
    actions.filter(({ event }) => event === 'acknowledged'),
    ({ incidentId }) => incidentId,
  );
  const ended = Map.groupBy(
    actions.filter(({ event }) => endings.includes(event)),
    ({ incidentId }) => incidentId,
  );
  const minutes = ({ atMs, incidentOpenedAtMs }: ActionFacts): number =>
    (atMs - incidentOpenedAtMs) / minuteMs;
  return {
    opened: incidents.filter(({ openedAtMs }) => isIn(openedAtMs, week)).length,
    resolved: ended.size,
    acknowledgedIn: durationOf([...acknowledged.values()].map((rows) => Math.min(...rows.map(minutes)))),
    resolvedIn: durationOf([...ended.values()].map((rows) => Math.max(...rows.map(minutes)))),
  };
}

/** In words, of the timeline's events; a person's note is not repeated, since it may hold what was logged. */
const deeds: Readonly<Record<string, string>> = {
  acknowledged: 'took it on',
  unacknowledged: 'gave it back',
  assigned: 'assigned it',
  resolved: 'closed it',
  recovered: 'it recovered by itself',
  reopened: 'opened it again',
  'severity-lowered': 'lowered its severity',
  'verdict-changed': 'changed its verdict',
  merged: 'merged it into another',
  unmerged: 'separated it again',
};

function doneOf({ actions, incidents }: SummaryFacts, { plain }: Wording): SummaryDocument['done'] {
  return actions
    .filter(({ event, who }) => event in deeds && (who !== 'tunewarden' || event === 'recovered'))
    .sort((a, b) => b.atMs - a.atMs)
    .map(({ atMs, event, who, incidentId, incidentNumber }) => ({
      at: new Date(atMs).toISOString(),
      who: plain(who, longestWho),
      what: deedOf(
        event,
        incidents.find((one) => one.incidentId === incidentId),
      ),
      incident: refOf({ incidentId, number: incidentNumber }),
    }));
}

function deedOf(event: string, incident: IncidentFacts | undefined): string {
  const said = deeds[event] ?? event;
  return event === 'resolved' && incident?.verdict !== undefined
    ? `${said} as ${incident.verdict.replaceAll('-', ' ')}`
    : said;
}

function openOf({ incidents, models }: SummaryFacts, { plain }: Wording): SummaryDocument['open'] {
  const rank = ({ severity }: IncidentFacts): number => severities.indexOf(severity);
  return incidents
    .filter(({ status }) => status !== 'resolved')
    .sort((a, b) => rank(b) - rank(a) || a.openedAtMs - b.openedAtMs)
    .map((incident) => {
      const model = models.find(({ key }) => key === incident.modelKey);
      return {
        ...refOf(incident),
        severity: incident.severity,
        status: incident.status,
        title: plain(incident.title, longestTitle),
        model: model === undefined ? null : plain(`${model.id} ${model.version}`, longestWho),
        opened: new Date(incident.openedAtMs).toISOString(),
        assignee: incident.assignee === undefined ? null : plain(incident.assignee, longestWho),
      };
    });
}

/** null: it is over, and nobody wrote down since when. */
function lengthOf(gap: CoverageGap, within: Stretch): number | null {
  return gap.untilMs === gap.fromMs ? null : unwatchedMinutes([gap], within);
}

function notWatchedOf(
  { coverage, week, readAtMs }: SummaryFacts,
  { plain }: Wording,
): SummaryDocument['notWatched'] {
  const within = { fromMs: week.fromMs, untilMs: Math.min(week.untilMs, readAtMs) };
  const { delivered, failed, heldBack } = coverage.notifications;
  return {
    minutes: unwatchedMinutes(coverage.gaps, within),
    gaps: coverage.gaps
      .map((gap) => ({ title: plain(gap.title, longestTitle), minutes: lengthOf(gap, within) }))
      .filter(({ minutes }) => minutes !== 0)
      .sort((a, b) => (b.minutes ?? 0) - (a.minutes ?? 0)),
    deadLetters: coverage.deadLetters,
    heldBack,
    failedNotifications: failed,
    deliveredNotifications: delivered,
  };
}
