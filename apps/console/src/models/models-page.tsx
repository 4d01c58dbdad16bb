import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { type Model, fetchModels } from '../api/client.js';
import { LogText } from '../evidence/log-text.js';
import { formatAge } from '../format/format-time.js';
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
            <th>tuned from</th>
            <th>interactions</th>
            <th>attacks</th>
            <th>succeeded</th>
            <th>refusals</th>
            <th>drift</th>
            <th>open incidents</th>
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
  const { id, version, kind, base, day, openIncidents, lastSeenAt } = model;
  return (
    <tr>
      <th scope="row">
        <Link to={`/models/${model.key}`}>
          <LogText text={`${id} ${version}`} />
        </Link>
      </th>
      <td>{kind === 'base' ? 'is a base model' : base === null ? 'not logged' : <LogText text={base} />}</td>
      <td>{day.interactions.toLocaleString('en')}</td>
      <td>{share(day.attacks, day.interactions)}</td>
      <td className={day.succeeded > 0 ? 'bad' : undefined}>{day.succeeded}</td>
      <td>{share(day.refusals, day.interactions)}</td>
      <td>{driftInWords(model.drift)}</td>
      <td className={openIncidents > 0 ? 'bad' : undefined}>
        {openIncidents === 0 ? (
          0
        ) : (
          <Link to={`/incidents?${new URLSearchParams({ model: id, version }).toString()}`}>
            {openIncidents}
          </Link>
        )}
      </td>
      <td>{lastSeenAt === null ? '–' : formatAge(lastSeenAt, Date.now())}</td>
    </tr>
  );
}

function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;
}

function driftInWords({ phase, sessions, baselineShare }: Model['drift']): string {
  const counted = `${sessions.toLocaleString('en')} sessions`;
  switch (phase) {
    case 'waiting':
      return 'waits for traffic';
    case 'collecting':
      return `learning, ${Math.round(100 * baselineShare)} % (${counted})`;
    case 'watching':
      return `watching (${counted})`;
  }
}
