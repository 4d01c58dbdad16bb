import { severities } from '#contracts';
import { plainText } from '#incidents';
import type { DigestMember } from '../../digest/digest-view.store.js';
import { plain } from './slack-text.js';

/** Limits of Block Kit: https://docs.slack.dev/reference/block-kit/blocks */
const longestHeader = 150;
const longestSection = 3_000;
const longestField = 2_000;
/** Kinds of incidents that are listed; the rest is a number. */
const mostKinds = 12;
const longestName = 100;
const rule =
  'One that gets worse or comes back gets a message of its own. Everything else that happens to them is counted here.';

/** One message about many incidents: how many of what, where, how they stand, and their numbers. Names stand in plain text. */
export function renderSlackDigest(members: readonly DigestMember[], consoleUrl: string) {
  const headline = `${count(members.length, 'incident')} told together`;
  const open = { type: 'button', action_id: 'open', text: plain('Open in Tunewarden', 75) };
  return {
    text: `${headline}: ${bySeverity(members)}`,
    blocks: [
      { type: 'header', text: plain(headline, longestHeader) },
      { type: 'section', fields: factsOf(members).map((fact) => plain(fact, longestField)) },
      { type: 'section', text: plain(linesOf(members), longestSection) },
      { type: 'section', text: plain(`Incidents\n${rangesOf(members)}`, longestSection) },
      { type: 'context', elements: [plain(rule, longestField)] },
      { type: 'actions', elements: [{ ...open, url: `${consoleUrl}/incidents` }] },
    ],
  };
}

function factsOf(members: readonly DigestMember[]): string[] {
  const findings = members.reduce((sum, { findingCount }) => sum + findingCount, 0);
  const inStatus = (['open', 'acknowledged', 'resolved'] as const)
    .map((status) => [status, members.filter((one) => one.status === status).length] as const)
    .filter(([, found]) => found > 0);
  return [
    `Severity\n${bySeverity(members)}`,
    `Status\n${inStatus.map(([status, found]) => `${found} ${status}`).join(', ') || 'none left'}`,
    `Findings\n${findings}`,
  ];
}

function bySeverity(members: readonly DigestMember[]): string {
  return (
    severities
      .toReversed()
      .map((severity) => [severity, members.filter((one) => one.severity === severity).length] as const)
      .filter(([, found]) => found > 0)
      .map(([severity, found]) => `${found} ${severity}`)
      .join(', ') || 'each has a message of its own by now'
  );
}

/** A line a severity, model and family, the most severe and then the most frequent first. */
function linesOf(members: readonly DigestMember[]): string {
  const kinds = Map.groupBy(members, ({ severity, model, family }) =>
    JSON.stringify([severity, model, family]),
  );
  const rank = ([first]: readonly DigestMember[]): number => severities.indexOf(first!.severity);
  const sorted = [...kinds.values()].sort((a, b) => rank(b) - rank(a) || b.length - a.length);
  const lines = sorted.slice(0, mostKinds).map((kind) => lineOf(kind));
  const left = sorted.slice(mostKinds).reduce((sum, kind) => sum + kind.length, 0);
  return [...lines, ...(left > 0 ? [`and ${count(left, 'incident')} of other kinds`] : [])].join('\n') || '–';
}

function lineOf(kind: readonly DigestMember[]): string {
  const { severity, model, family } = kind[0]!;
  const name = (text: string): string => plainText(text.replace(/\s+/g, ' '), longestName);
  const where = name(model ?? 'every model of the topic');
  return `${severity} · ${where} · ${name(family)}: ${count(kind.length, 'incident')}`;
}

/** Numbers of incidents, with what follows on from each other drawn together: `INC-3 to INC-9, INC-12`. */
function rangesOf(members: readonly DigestMember[]): string {
  const numbers = members.map(({ number }) => number).sort((a, b) => a - b);
  const ranges: [number, number][] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last?.[1] === number - 1) last[1] = number;
    else ranges.push([number, number]);
  }
  const texts = ranges.map(([from, to]) => (from === to ? `INC-${from}` : `INC-${from} to INC-${to}`));
  return texts.join(', ') || '–';
}

function count(many: number, what: string): string {
  return `${many} ${what}${many === 1 ? '' : 's'}`;
}
