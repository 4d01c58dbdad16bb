import type { Duration, SummaryDocument } from '../summary-document.js';
import { countOf, formatCount, formatMinutes, formatMoment, formatShare } from '../words.js';
import { type Markup, html, nothing } from './html.js';

/** Lines of a list at most, so that the page stays one or two. */
const mostLines = 8;
const mostGaps = 3;

/** Attacks, incidents and what was not watched, in figures. */
export function renderFacts(document: SummaryDocument): Markup {
  return html`<div class="columns">
    <section>
      <h2>Attacks</h2>
      ${facts(attackFacts(document))}
    </section>
    <section>
      <h2>Incidents</h2>
      ${facts(incidentFacts(document))}
    </section>
    <section>
      <h2>Not watched</h2>
      ${facts(coverageFacts(document))}${gapsOf(document)}
    </section>
  </div>`;
}

type Fact = readonly [name: string, value: string, isBad?: boolean];

function facts(rows: readonly Fact[]): Markup {
  return html`<dl class="facts">
    ${rows.map(
      ([name, value, isBad = false]) =>
        html`<div><dt>${name}</dt><dd${isBad ? html` class="bad"` : nothing}>${value}</dd></div>`,
    )}
  </dl>`;
}

function attackFacts({ attacks }: SummaryDocument): Fact[] {
  const { interactions, tried, succeeded, judged, truePositives } = attacks;
  return [
    ['interactions', formatCount(interactions)],
    ['attacks', formatCount(tried)],
    ['that worked', formatCount(succeeded), succeeded > 0],
    ['of those judged, real', judged === 0 ? 'none judged yet' : `${truePositives} of ${judged}`],
    ['share of traffic', interactions === 0 ? '–' : formatShare(tried / interactions)],
  ];
}

function incidentFacts({ incidents, open }: SummaryDocument): Fact[] {
  return [
    ['opened', formatCount(incidents.opened)],
    ['closed', formatCount(incidents.resolved)],
    ['open now', formatCount(open.length), open.some(({ severity }) => severity === 'critical')],
    ['acknowledged in', inWords(incidents.acknowledgedIn)],
    ['closed in', inWords(incidents.resolvedIn)],
  ];
}

/** Median, and what nine of ten took. */
function inWords(duration: Duration): string {
  if (duration === null) return 'none';
  if (duration.n === 1) return formatMinutes(duration.median);
  return `${formatMinutes(duration.median)} (90 %: ${formatMinutes(duration.p90)})`;
}

function coverageFacts({ notWatched }: SummaryDocument): Fact[] {
  const { gaps, deadLetters, heldBack, failedNotifications, deliveredNotifications } = notWatched;
  return [
    ['without coverage', coverageInWords(notWatched), gaps.length > 0],
    ['could not be read', countOf(deadLetters, 'message'), deadLetters > 0],
    ['messages kept back', formatCount(heldBack)],
    ['messages that failed', formatCount(failedNotifications), failedNotifications > 0],
    ['messages delivered', formatCount(deliveredNotifications)],
  ];
}

function coverageInWords({ minutes, gaps }: SummaryDocument['notWatched']): string {
  if (gaps.length === 0) return 'none';
  const isLonger = gaps.some((gap) => gap.minutes === null);
  return `${isLonger ? 'more than ' : ''}${formatMinutes(minutes)}`;
}

function gapsOf({ notWatched }: SummaryDocument): Markup {
  const { gaps } = notWatched;
  if (gaps.length === 0) return nothing;
  const more = gaps.length - mostGaps;
  return html`<ul>
    ${gaps.slice(0, mostGaps).map(
      ({ title, minutes }) =>
        html`<li>
          <small
            ><bdi>${title}</bdi>:
            ${minutes === null ? 'over by now, how long it lasted was not recorded' : formatMinutes(minutes)}</small
          >
        </li>`,
    )}
    ${more > 0 ? html`<li><small>and ${more} more</small></li>` : nothing}
  </ul>`;
}

/** What is open, and what was done by whom; nothing where there is neither. */
export function renderLists({ open, done, timeZone }: SummaryDocument): Markup {
  if (open.length + done.length === 0) return nothing;
  const at = (time: string): string => formatMoment(Date.parse(time), timeZone);
  const openLines = open.map(
    (one) =>
      html`<li>
        <b>INC-${one.number}</b> <bdi>${one.title}</bdi>
        <small
          >${one.severity},
          ${one.status}${
            one.assignee === null ? nothing : html`, <bdi>${one.assignee}</bdi>`
          }${one.model === null ? nothing : html` · <bdi>${one.model}</bdi>`}
          · ${at(one.opened)}</small
        >
      </li>`,
  );
  const doneLines = done.map(
    (one) =>
      html`<li>
        <b>INC-${one.incident.number}</b> <bdi>${one.who === 'tunewarden' ? '' : one.who}</bdi> ${one.what}
        <small>${at(one.at)}</small>
      </li>`,
  );
  return html`<div class="lists">
    <section>
      <h2>Open</h2>
      ${lines(openLines, 'Nothing is open.')}
    </section>
    <section>
      <h2>What was done</h2>
      ${lines(doneLines, 'Nobody acted on an incident this week.')}
    </section>
  </div>`;
}

function lines(all: readonly Markup[], none: string): Markup {
  if (all.length === 0) return html`<p class="mute">${none}</p>`;
  const more = all.length - mostLines;
  return html`<ul>
    ${all.slice(0, mostLines)}${
      more > 0 ? html`<li class="mute">and ${formatCount(more)} more</li>` : nothing
    }
  </ul>`;
}
