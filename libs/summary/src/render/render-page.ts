import { createHash } from 'node:crypto';
import type { SummaryDocument } from '../summary-document.js';
import { formatMoment, formatDay, formatWeekDays } from '../words.js';
import { Markup, html, nothing } from './html.js';
import { renderModels } from './models.js';
import { renderFacts, renderLists } from './sections.js';
import { pageStyle } from './style.js';

/**
 * What a browser may do with a page that `renderPage` made: draw it with the style that is in it, and nothing else.
 * Taken from the page itself, since a kept one may be of an older build.
 */
export function pagePolicyOf(page: string): string {
  const from = page.indexOf(styleBegins) + styleBegins.length;
  const style = page.slice(from, page.indexOf('</style>', from));
  const digest = createHash('sha256').update(style).digest('base64');
  return `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`;
}

const styleBegins = '<style>';
/** In one piece: its digest counts every blank. */
const style = new Markup(`${styleBegins}${pageStyle}</style>`);
const policyNow = pagePolicyOf(style.text);

/**
 * The summary as one page of HTML that needs nothing else: no script, no font, no picture, no link to follow. It is
 * laid out for one or two A4 pages whatever it holds: beyond what fits it says how many more there are, and the console
 * and the JSON have them.
 */
export function renderPage(document: SummaryDocument): string {
  const { week, tenant, headline, models } = document;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta http-equiv="Content-Security-Policy" content="${policyNow}" />
        <title>Weekly drift summary ${week} · ${tenant}</title>
        ${style}
      </head>
      <body>
        <main class="paper">
          <header>
            <p>Weekly drift summary · ${daysOf(document)} · ${whenMade(document)} · <bdi>${tenant}</bdi></p>
            <h1>${headline}</h1>
          </header>
          ${document.isWhole ? nothing : previewNote(document)}
          ${models.length === 0 ? nothing : renderModels(document)} ${renderFacts(document)}
          ${renderLists(document)}
          <footer>${howToRead(document)}</footer>
        </main>
      </body>
    </html> `;
  return page.text;
}

function daysOf({ from, until, timeZone }: SummaryDocument): string {
  return formatWeekDays(Date.parse(from), Date.parse(until), timeZone);
}

function whenMade({ made, isWhole, timeZone }: SummaryDocument): string {
  const at = Date.parse(made);
  return `${isWhole ? 'frozen' : 'as of'} ${formatMoment(at, timeZone)} ${timeZone}`;
}

function previewNote({ until, timeZone }: SummaryDocument): Markup {
  const lastDay = formatDay(Date.parse(until) - 1, timeZone);
  return html`<p class="preview">
    A preview: the week goes on until the end of ${lastDay}. Only whole weeks are kept.
  </p>`;
}

function howToRead({ notWatched }: SummaryDocument): string {
  const told =
    notWatched.deliveredNotifications > 0 ? '' : ' No message about an incident was due or delivered.';
  return `Ranges are 95 % intervals over sessions; "at least" is a bound with 97.5 % confidence. Dashed: the model's baseline; blue: a release. Times are those of the time zone named above.${told}`;
}
