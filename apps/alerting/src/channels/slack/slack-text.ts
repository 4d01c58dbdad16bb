import { shownText } from '#incidents';

/** Text that Slack makes nothing of. */
export function plain(text: string, longest: number) {
  return { type: 'plain_text', emoji: false, text: shownText(text, longest) } as const;
}

/** https://docs.slack.dev/messaging/formatting-message-text#escaping */
export function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
