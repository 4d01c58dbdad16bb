import { plainText } from '#incidents';
import type { HistoryEntry, IncidentView } from '../../incident-view.store.js';
import { escapeMarkup, plain } from './slack-text.js';

const longestLine = 500;
const longestReply = 2_900;

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
  };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
