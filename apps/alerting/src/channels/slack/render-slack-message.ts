import { plainText, shownText } from '#incidents';
import type { IncidentView } from '../../incident-view.store.js';
import { renderActions } from './render-slack-actions.js';
import { escapeMarkup, plain } from './slack-text.js';

/** Limits of Block Kit: https://docs.slack.dev/reference/block-kit/blocks */
const longestHeader = 150;
const longestSection = 3_000;
const longestField = 2_000;
const longestExcerpt = 1_500;
/** The fallback text of notifications: https://docs.slack.dev/reference/methods/chat.postMessage */
const longestFallback = 3_000;

/**
 * A Slack message about an incident. Whatever could come from a log stands in `plain_text` or preformatted elements,
 * where Slack makes nothing of it; the fallback text, which is parsed, holds our own words, escaped.
 */
export function renderSlackMessage(
  incident: IncidentView,
  { consoleUrl, buttons }: { readonly consoleUrl: string; readonly buttons: boolean },
) {
  const { severity, title, reason } = incident;
  const headline = `${severity.toUpperCase()} · ${title}`;
  return {
    text: escapeMarkup(plainText(`${headline} (${incident.status})`, longestFallback / 5)),
    blocks: [
      { type: 'header', text: plain(headline, longestHeader) },
      { type: 'section', text: plain(reason, longestSection) },
      { type: 'section', fields: factsOf(incident).map((fact) => plain(fact, longestField)) },
      ...(incident.excerpt === null ? [] : [preformatted(incident.excerpt)]),
      renderActions(incident, { consoleUrl, buttons }),
    ],
  };
}

function factsOf(incident: IncidentView): string[] {
  const time = (at: Date): string => `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  return [
    `Model\n${incident.model ?? 'every model of the topic'}`,
    `Status\n${incident.status}${incident.outcome === null ? '' : `, ${incident.outcome}`}`,
    ...(incident.assignee === null ? [] : [`Assignee\n${incident.assignee}`]),
    ...(incident.parts.length === 0 ? [] : [`Parts of it\n${incident.parts.join('\n')}`]),
    `Findings\n${incident.findingCount}`,
    `Incident\nINC-${incident.number}`,
    `First seen\n${time(incident.firstSeenAt)}`,
    `Last seen\n${time(incident.lastSeenAt)}`,
  ];
}

function preformatted(text: string) {
  const element = { type: 'text', text: shownText(text, longestExcerpt) };
  return { type: 'rich_text', elements: [{ type: 'rich_text_preformatted', elements: [element] }] };
}
