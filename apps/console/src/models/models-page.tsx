import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { type Model, fetchModels } from '../api/client.js';
import { LogText } from '../evidence/log-text.js';
import { formatAge, formatAgo } from '../format/format-time.js';
import { plural } from '../format/words.js';
import { QueryState } from '../layout/query-state.js';

/** Every model and version: its last day, and how its drift detector stands. */
export function ModelsPage() {
  const models = useQuery({ queryKey: ['models'], queryFn: fetchModels });
  return (
    <main className="page">
      <h1>Models</h1>
      <QueryState query={models}>
        {(items) =>
          items.length === 0 ? (
            <p className="notice">No model has been logged yet.</p>
          ) : (
            <Table models={items} />
          )
        }
      </QueryState>
    </main>
  );
}

function Table({ models }: { readonly models: readonly Model[] }) {
  return (
    <div className="card scroll" tabIndex={0} role="region" aria-label="Models">
      <table>
        <caption>Traffic of the last 24 hours</caption>
        <thead>
          <tr>
            <th>model</th>
            <th className="number">open incidents</th>
            <th>drift</th>
            <th className="number">interactions</th>
            <th className="number">attacks</th>
            <th className="number">succeeded</th>
            <th className="number">refusals</th>
            <th>tuned from</th>
            <th>last seen</th>
          </tr>
        </thead>
        <tbody>
          {models.map((model) => (
            <ModelRow key={model.key} model={model} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ModelRow({ model }: { readonly model: Model }) {
  const { id, version, day, openIncidents, lastSeenAt } = model;
  return (
    <tr>
      <th scope="row">
        <Link to={`/models/${model.key}`}>
          <LogText text={`${id} ${version}`} />
        </Link>
      </th>
      <td className={openIncidents > 0 ? 'number bad' : 'number'}>
        {openIncidents === 0 ? (
          0
        ) : (
          <Link to={`/incidents?${new URLSearchParams({ model: id, version }).toString()}`}>
            {openIncidents}
          </Link>
        )}
      </td>
      <td className="wraps short">
        <DriftCell drift={model.drift} />
      </td>
      <td className="number">{day.interactions.toLocaleString('en')}</td>
      <td className="number">{share(day.attacks, day.interactions)}</td>
      <td className={day.succeeded > 0 ? 'number bad' : 'number'}>{day.succeeded}</td>
      <td className="number">{share(day.refusals, day.interactions)}</td>
      <td className="wraps short">
        <BaseCell model={model} />
      </td>
      <td>{lastSeenAt === null ? '–' : formatAge(lastSeenAt, Date.now())}</td>
    </tr>
  );
}

/** What it was tuned from, and how many times as often attacks work as there; its page says what that rests on. */
function BaseCell({ model: { kind, base, againstBase } }: { readonly model: Model }) {
  if (kind === 'base') return 'is a base model';
  if (base === null) return 'not logged';
  return (
    <>
      <LogText text={base} />
      <br />
      <small className={againstBase?.verdict === 'worse' ? 'bad' : undefined}>
        {againstBase === null ? 'not compared yet' : againstBaseInWords(againstBase)}
      </small>
    </>
  );
}

function againstBaseInWords({ verdict, ratio }: NonNullable<Model['againstBase']>): string {
  if (verdict === 'insufficient-evidence' || ratio === null) return 'attacks: insufficient evidence';
  const { median, low, high } = ratio;
  // Where the base's rate may be nothing, only the lower bound says something.
  return high === null || high >= 100
    ? `attacks work at least ${formatTimes(low)} × as often`
    : `attacks work ${formatTimes(median)} × as often (${formatTimes(low)} to ${formatTimes(high)})`;
}

/** Two digits: more would pretend. */
function formatTimes(ratio: number): string {
  return ratio >= 10 ? Math.round(ratio).toLocaleString('en') : ratio.toFixed(ratio >= 1 ? 1 : 2);
}

function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(part === 0 ? 0 : 1)} %`;
}

interface DriftCellProps {
  readonly drift: Model['drift'];
}

/** How far the detector is, from when its baseline is, and how soon it would see refusals double. */
function DriftCell({ drift: { phase, sessions, baselineShare, baselineUntil, refusals } }: DriftCellProps) {
  const counted = plural(sessions, 'session');
  if (phase === 'waiting') return 'waits for traffic';
  if (phase === 'collecting') return `learning, ${Math.round(100 * baselineShare)} % (${counted})`;
  const age = baselineUntil === null ? '' : `, baseline ended ${formatAgo(baselineUntil, Date.now())}`;
  const doubling = refusals?.doublingSessions ?? null;
  return (
    <>
      watching ({counted}
      {age})
      <br />
      <small>
        {doubling === null
          ? 'no change of refusals can be seen at this traffic'
          : `twice the refusals would show within ${plural(doubling, 'session')}`}
      </small>
    </>
  );
}
