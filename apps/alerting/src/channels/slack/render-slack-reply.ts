import { plainText } from '#incidents';
import type { HistoryEntry, IncidentView } from '../../incident-view.store.js';
import { escapeMarkup, plain } from './slack-text.js';

const longestLine = 500;
const longestReply = 2_900;

/** An edit makes no phone ring; what got worse or came back is shown in the channel too. */
const loud: ReadonlySet<string> = new Set(['severity-raised', 'reopened', 'unmerged']);

/** A message into the thread: what happened since the last one, a line each. It names nobody by a mention. */
export function renderSlackReply({ number }: IncidentView, entries: readonly HistoryEntry[]) {
  const lines = entries.map(
    ({ at, event, why }) =>
      `${at.toISOString().slice(11, 19)} ${event}${why === '' ? '' : `: ${plainText(oneLine(why), longestLine)}`}`,
  );
  const summary = `INC-${number}: ${entries.map(({ event }) => event).join(', ')}`;
  return {
    text: escapeMarkup(plainText(summary, longestLine)),
    blocks: [{ type: 'section', text: plain(lines.join('\n'), longestReply) }],
    reply_broadcast: entries.some(({ event }) => loud.has(event)),
  };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
