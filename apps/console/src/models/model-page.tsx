import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { type ModelSeries, fetchModelSeries } from '../api/client.js';
import { TimeChart } from '../charts/time-chart.js';
import { LogText } from '../evidence/log-text.js';
import { formatSecond } from '../format/format-time.js';
import { QueryState } from '../layout/query-state.js';
import { useSession } from '../session/use-session.js';
import { BaseCard } from './base-card.js';
import { BaselineCard } from './baseline-card.js';
import { ExemplarsCard } from './exemplars-card.js';
import { ProbesCard } from './probes-card.js';
import { RetainCard } from './retain-card.js';
import { ThresholdCard } from './threshold-card.js';

const ranges = [
  [24, '24 hours'],
  [168, '7 days'],
  [720, '30 days'],
  [2_160, '90 days'],
] as const;

const count = (value: number): string =>
  Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 }).format(value);
const share = (value: number): string =>
  value === 0 ? '0 %' : `${(100 * value).toFixed(value < 0.095 ? 1 : 0)} %`;

const charts = [
  ['interactions', 'Interactions', count],
  ['attackShare', 'Attacks', share],
  ['successShare', 'Attacks that worked', share],
  ['refusalShare', 'Refusals', share],
  ['errorShare', 'Errors', share],
  ['responseChars', 'Characters an answer', count],
  ['latencyMs', 'Latency, ms', count],
  ['inputTokens', 'Tokens in', count],
  ['outputTokens', 'Tokens out', count],
] as const;

/** A model over time: each measure with its usual band; deploys, changes and incidents on one axis. */
export function ModelPage() {
  const { key } = useParams();
  const [search] = useSearchParams();
  const wanted = Number(search.get('hours'));
  const hours = ranges.some(([one]) => one === wanted) ? wanted : 168;
  const series = useQuery({
    queryKey: ['model-series', key, hours],
    queryFn: () => fetchModelSeries(Number(key), hours),
    refetchInterval: 60_000,
  });
  return (
    <main className="page">
      <Link to="/models">← All models</Link>
      <QueryState query={series}>{(data) => <Charts data={data} hours={hours} />}</QueryState>
    </main>
  );
}

interface ChartsProps {
  readonly data: ModelSeries;
  readonly hours: number;
}

function Charts({ data, hours }: ChartsProps) {
  const { may } = useSession();
  const marks = useMemo(
    () => data.marks.map(({ at, kind }) => ({ at: Date.parse(at) / 1_000, kind })),
    [data.marks],
  );
  return (
    <>
      <header className="line model-title">
        <h1>
          <LogText text={`${data.id} ${data.version}`} />
        </h1>
        <span className="gap" />
        <Ranges modelKey={data.key} hours={hours} />
      </header>
      <Legend stepSeconds={data.stepSeconds} />
      {isEmpty(data) && <p className="notice">No interaction of this model in this range.</p>}
      <div className="charts">
        {charts.map(([measure, title, format]) => (
          <TimeChart
            key={measure}
            title={title}
            at={data.at}
            values={data.series[measure] ?? []}
            band={data.bands[measure] ?? null}
            marks={marks}
            format={format}
          />
        ))}
      </div>
      <Marks marks={data.marks} />
      <BaseCard modelKey={data.key} />
      <ProbesCard modelKey={data.key} />
      <ThresholdCard modelKey={data.key} />
      <BaselineCard modelKey={data.key} />
      <RetainCard modelKey={data.key} />
      {may({ permission: 'text.read' }) && <ExemplarsCard modelKey={data.key} hours={hours} />}
    </>
  );
}

function isEmpty({ series }: ModelSeries): boolean {
  return series['interactions']?.every((value) => value === 0) ?? true;
}

function Legend({ stepSeconds }: Pick<ModelSeries, 'stepSeconds'>) {
  return (
    <p className="legend">
      <span className="key band">where 9 of 10 steps of the baseline lie</span>
      <span className="key deploy">version first seen</span>
      <span className="key change">drift found to begin</span>
      <span className="key return">drift over</span>
      <span className="key incident">incident</span>
      <small>times in UTC, a step is {stepInWords(stepSeconds)}</small>
    </p>
  );
}

function Ranges({ modelKey, hours }: { readonly modelKey: number; readonly hours: number }) {
  return (
    <nav className="line" aria-label="Range">
      {ranges.map(([one, label]) => (
        <Link
          key={one}
          className={one === hours ? 'chip on' : 'chip'}
          aria-current={one === hours ? 'true' : undefined}
          to={`/models/${modelKey}?hours=${one}`}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}

function stepInWords(seconds: number): string {
  if (seconds < 3_600) return `${seconds / 60} min`;
  return seconds < 86_400 ? `${seconds / 3_600} h` : '1 day';
}

function Marks({ marks }: { readonly marks: ModelSeries['marks'] }) {
  if (marks.length === 0) return null;
  return (
    <section className="card">
      <h2>
        What happened <small>UTC</small>
      </h2>
      <ul className="plain marks">
        {[...marks].reverse().map(({ at, kind, label, incidentId }, index) => (
          <li key={`${index}`}>
            <time dateTime={at}>{formatSecond(at)}</time>
            <span className={`key ${kind}`}>
              {kind === 'deploy' ? (
                <>
                  <LogText text={label} /> first seen
                </>
              ) : incidentId === null ? (
                label
              ) : (
                <Link to={`/incidents/${incidentId}?status=all`}>{label}</Link>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
