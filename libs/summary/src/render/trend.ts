import type { Trend } from '../summary-document.js';
import { formatShare } from '../words.js';
import { type Markup, html, nothing } from './html.js';

const [width, height, margin] = [132, 34, 3];
/** A flat line stays flat: differences below this share are not blown up to the whole height. */
const smallestSpan = 0.01;

/**
 * A small chart: the weeks as a line with its gaps, the baseline as a dashed line, releases as upright ones. Its text
 * is in its title, for who cannot see it. No style attribute: the content policy of the page allows none.
 */
export function renderTrend(trend: Trend): Markup {
  const levels = trend.weeks.flatMap(({ level }) => (level === null ? [] : [level]));
  if (levels.length === 0) return nothing;
  const all = trend.baseline === null ? levels : [...levels, trend.baseline];
  const [lowest, highest] = [Math.min(...all), Math.max(...all)];
  const span = Math.max(smallestSpan, highest - lowest);
  const low = (lowest + highest - span) / 2;
  const y = (level: number): number => height - margin - ((level - low) / span) * (height - 2 * margin);
  return html`<svg class="trend" viewBox="0 0 ${width} ${height}" role="img" aria-label="${inWords(trend)}">
    <title>${inWords(trend)}</title>
    ${trend.releases.map(({ at }) => releaseMark(trend, at))}
    ${trend.baseline === null ? nothing : baselineMark(y(trend.baseline))}
    ${runsOf(trend).map((run) => runMark(run, y))}
  </svg>`;
}

const x = (week: number, weeks: number): number =>
  margin + ((width - 2 * margin) * week) / Math.max(1, weeks - 1);

interface Point {
  readonly x: number;
  readonly level: number;
}

/** Weeks that follow one another with traffic. */
function runsOf({ weeks }: Trend): Point[][] {
  const runs: Point[][] = [[]];
  weeks.forEach(({ level }, i) => {
    if (level === null) runs.push([]);
    else runs.at(-1)!.push({ x: x(i, weeks.length), level });
  });
  return runs.filter((run) => run.length > 0);
}

function runMark(run: readonly Point[], y: (level: number) => number): Markup {
  const [last] = run.slice(-1);
  const points = run.map((point) => `${round(point.x)},${round(y(point.level))}`).join(' ');
  return html`<polyline class="level" points="${points}" /><circle
      class="week"
      cx="${round(last!.x)}"
      cy="${round(y(last!.level))}"
      r="2.4"
    />`;
}

function baselineMark(at: number): Markup {
  return html`<line class="usual" x1="0" x2="${width}" y1="${round(at)}" y2="${round(at)}" />`;
}

/** At its place between the middles of the weeks. */
function releaseMark({ weeks }: Trend, at: string): Markup {
  const week = weeks.findLastIndex(({ from }) => from <= at);
  const place = round(x(Math.max(0, week), weeks.length));
  return html`<line class="release" x1="${place}" x2="${place}" y1="0" y2="${height}" />`;
}

function round(value: number): number {
  return Number(value.toFixed(1));
}

function inWords({ label, weeks, baseline, releases }: Trend): string {
  const levels = weeks.map(({ level }) => (level === null ? 'none' : formatShare(level))).join(', ');
  const usual = baseline === null ? '' : `; usual: ${formatShare(baseline)}`;
  const released = releases.map(({ at, version }) => `; ${version} since ${at.slice(0, 10)}`).join('');
  return `${label} by week: ${levels}${usual}${released}`;
}
