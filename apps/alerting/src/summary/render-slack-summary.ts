import { plainText } from '#incidents';
import { type SummaryDocument, type SummaryModel, formatWeekDays } from '#summary';

/** Limits of Block Kit: https://docs.slack.dev/reference/block-kit/blocks */
const longestHeader = 150;
const longestSection = 3_000;
const shownModels = 5;

/** The short version: the headline, the models that want somebody, what was not watched, and where the rest is. */
export function renderSlackSummary(document: SummaryDocument, consoleUrl: string) {
  const { week, from, until, timeZone, headline, tenant } = document;
  const days = formatWeekDays(Date.parse(from), Date.parse(until), timeZone);
  const url = `${consoleUrl}/summaries/${encodeURIComponent(week)}?tenant=${encodeURIComponent(tenant)}`;
  return {
    // Parsed by Slack, therefore nothing but our own words.
    text: `Weekly drift summary ${week}`,
    blocks: [
      { type: 'header', text: plain(headline, longestHeader) },
      { type: 'section', text: plain(`Weekly drift summary · ${days} · ${tenant}`, longestSection) },
      ...loudModels(document),
      { type: 'section', text: plain(`${attacksOf(document)}\n${notWatchedOf(document)}`, longestSection) },
      {
        type: 'actions',
        elements: [{ type: 'button', action_id: 'open', text: plain('Open the summary', 75), url }],
      },
    ],
  };
}

function loudModels({ models }: SummaryDocument): object[] {
  const loud = models.filter(({ status }) => status === 'decide' || status === 'look');
  if (loud.length === 0) return [];
  const lines = loud.slice(0, shownModels).map(lineOf);
  const more = loud.length > shownModels ? [`and ${loud.length - shownModels} more`] : [];
  return [{ type: 'section', text: plain([...lines, ...more].join('\n'), longestSection) }];
}

function lineOf({ id, version, status, sentence, also }: SummaryModel): string {
  const mark = status === 'decide' ? 'decide' : 'look';
  return `• ${id} ${version} (${mark}): ${[sentence, ...also].join('; ')}`;
}

function attacksOf({ attacks, incidents, open }: SummaryDocument): string {
  return `${attacks.succeeded} of ${attacks.tried} attacks worked. ${incidents.opened} incidents opened, ${open.length} open now.`;
}

function notWatchedOf({ notWatched }: SummaryDocument): string {
  const { gaps, minutes, deadLetters, failedNotifications } = notWatched;
  const gap = gaps.length === 0 ? 'no gap in coverage' : `${minutes} minutes without coverage`;
  return `Not watched: ${gap}, ${deadLetters} messages could not be read, ${failedNotifications} notifications failed.`;
}

function plain(text: string, longest: number) {
  return { type: 'plain_text', emoji: false, text: plainText(text, longest) };
}
