import type { ModelStatus, Shift, SummaryDocument, SummaryModel } from '../summary-document.js';
import { countOf, formatCount, formatShare } from '../words.js';
import { type Markup, html, nothing } from './html.js';
import { renderTrend } from './trend.js';

/** Rows of their own at most, so that the page stays one or two; what needs a decision comes first. */
const mostRows = 8;
/** A model that wants somebody is twice as high as a quiet one. */
const mostLoud = 5;
const mostNames = 6;
/** Where more models than this want somebody, each shows its first change only: the JSON has the others. */
const mostInFull = 2;

const statusWords: Readonly<Record<ModelStatus, string>> = {
  decide: 'needs a decision',
  look: 'wants a look',
  steady: 'steady',
  unknown: 'not enough data',
};

/** One row a model; where there are too many, the worst have theirs and the others are together, a row a status. */
export function renderModels({ models }: SummaryDocument): Markup {
  const loud = models.filter(({ status }) => status === 'decide' || status === 'look');
  const fits = models.length <= mostRows && loud.length <= mostLoud;
  const own = fits ? models : loud.slice(0, mostLoud);
  const rest = models.filter((model) => !own.includes(model));
  const groups = Map.groupBy(rest, ({ status }) => status);
  const hasOwn = (status: ModelStatus): boolean => own.some((model) => model.status === status);
  return html`<table>
    <thead>
      <tr>
        <th>model</th>
        <th>what changed</th>
        <th>8 weeks</th>
        <th class="number">attacks that worked</th>
      </tr>
    </thead>
    <tbody>
      ${own.map((model) => modelRow(model, loud.length <= mostInFull))}
      ${[...groups].map(([status, group]) => groupRow(status, group, hasOwn(status)))}
    </tbody>
  </table>`;
}

function modelRow(model: SummaryModel, isInFull: boolean): Markup {
  const { status, sentence, also, shifts, trend } = model;
  const isQuiet = status === 'steady' || status === 'unknown';
  const [first, ...further] = shifts;
  const others = isInFull ? further : [];
  return html`<tr${isQuiet ? html` class="quiet"` : nothing}>
<td class="who name"><b><bdi>${model.id}</bdi> <bdi>${model.version}</bdi></b><span class="badge ${status}">${statusWords[status]}</span></td>
<td class="what"><p class="sentence"><bdi>${sentence}</bdi></p>${first === undefined ? nothing : figures(first)}
${
  others.length === 0
    ? nothing
    : html`<ul>
        ${others.map((shift) => html`<li><bdi>${shift.sentence}</bdi>${figures(shift)}</li>`)}
      </ul>`
}
${also.length === 0 ? nothing : html`<p class="figures">${also.join(' · ')}</p>`}</td>
<td>${renderTrend(trend)}${trend.weeks.some(({ level }) => level !== null) ? html`<small>${trend.label}</small>` : nothing}</td>
<td class="number attacks">${attacksOf(model)}</td>
</tr>`;
}

/** How much, with its bounds, and of how many; in words where there is no such figure. */
function figures({ rate }: Shift): Markup {
  if (rate === null) return nothing;
  const { baseline, current, low, high, interactions, sessions } = rate;
  return html`<p class="figures">
    Since then <b>${formatShare(current)}</b> (${formatShare(low)} to ${formatShare(high)}), usual
    ${formatShare(baseline)}; n = ${formatCount(interactions)} in ${formatCount(sessions)} sessions
  </p>`;
}

function attacksOf({ attacks }: SummaryModel): Markup {
  if (attacks.tried === 0) return html`<span class="mute">none tried</span>`;
  const text = `${formatCount(attacks.succeeded)} of ${formatCount(attacks.tried)}`;
  return attacks.succeeded > 0 ? html`<b class="bad">${text}</b>` : html`${text}`;
}

/** How many there are stands beside the names and below them, where no long name can push it off the paper. */
function groupRow(status: ModelStatus, group: readonly SummaryModel[], isMore: boolean): Markup {
  const count = group.length;
  const names = group.slice(0, mostNames).map(({ id, version }) => `${id} ${version}`);
  const tried = group.reduce((sum, { attacks }) => sum + attacks.tried, 0);
  const succeeded = group.reduce((sum, { attacks }) => sum + attacks.succeeded, 0);
  return html`<tr class="quiet group">
    <td class="who name">
      <b>${countOf(count, isMore ? 'more model' : 'model')}</b
      ><span class="badge ${status}">${statusWords[status]}</span>
    </td>
    <td class="what">
      <p class="sentence"><bdi>${names.join(', ')}${count > mostNames ? ' …' : ''}</bdi></p>
      <p class="figures">see the console${count > 1 ? ` for all ${formatCount(count)}` : ''}</p>
    </td>
    <td></td>
    <td class="number attacks">${formatCount(succeeded)} of ${formatCount(tried)}</td>
  </tr>`;
}
