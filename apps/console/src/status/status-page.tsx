import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { type Status, fetchStatus } from '../api/client.js';
import { LogText } from '../evidence/log-text.js';
import { formatBytes } from '../format/format-bytes.js';
import { formatAgo } from '../format/format-time.js';
import { QueryState } from '../layout/query-state.js';

/** How Tunewarden itself is doing: what is degraded and what to do, then the figures. */
export function StatusPage() {
  const status = useQuery({ queryKey: ['status'], queryFn: fetchStatus });
  return (
    <main className="page">
      <h1>Status</h1>
      <QueryState query={status}>
        {(data) => (
          <>
            <Troubles degraded={data.degraded} />
            <Figures status={data} />
            <Partitions partitions={data.partitions} nowMs={Date.parse(data.at)} />
            <Tables database={data.database} />
          </>
        )}
      </QueryState>
    </main>
  );
}

function Troubles({ degraded }: { readonly degraded: Status['degraded'] }) {
  if (degraded.length === 0)
    return <p className="card well">All is well: what is logged is read, and who has to know is told.</p>;
  return degraded.map(({ what, since, means, advice }) => (
    <section key={what} className="card trouble">
      <h2>
        <LogText text={what} /> {since !== null && <small>since {formatAgo(since, Date.now())}</small>}
      </h2>
      <p>{means}</p>
      <p>
        <b>To do:</b> {advice}
      </p>
    </section>
  ));
}

type Fact = readonly [name: string, value: string, more: string];

function Figures({ status }: { readonly status: Status }) {
  return (
    <>
      <dl className="card key-facts">
        {factsOf(status).map(([name, value, more]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {value} <small>{more}</small>
            </dd>
          </div>
        ))}
      </dl>
      {status.deliveries.failedOfDay > 0 && (
        <p>
          <Link to="/incidents?status=all&delivery=failed">Incidents with a failed delivery</Link>
        </p>
      )}
    </>
  );
}

function factsOf({ ingest, findings, deliveries, canaries, database }: Status): readonly Fact[] {
  const number = (value: number): string => value.toLocaleString('en');
  const ago = (at: string | null, before: string): string =>
    at === null ? '' : `${before}${formatAgo(at, Date.now())}`;
  const p95 = deliveries.p95Ms === null ? '' : `; p95 ${Math.round(deliveries.p95Ms)} ms`;
  return [
    [
      'interactions',
      `${ingest.interactionsPerSecond.toFixed(1)}/s`,
      `${number(ingest.interactionsOfDay)} in 24 h${ago(ingest.lastInteractionAt, ', last ')}`,
    ],
    [
      'dead letters',
      number(ingest.deadLettersWaiting),
      `waiting; ${number(ingest.deadLettersOfHour)} came in the last hour`,
    ],
    ['findings', number(findings.ofDay), `in 24 h; ${number(findings.waiting)} not told to alerting yet`],
    [
      'deliveries',
      number(deliveries.deliveredOfDay),
      `in 24 h; ${number(deliveries.pending)} waiting, ${number(deliveries.failedOfDay)} given up${p95}`,
    ],
    canaries.ofHour === 0
      ? ['canaries', 'none', 'sent in the last hour']
      : [
          'canaries',
          `${number(canaries.foundOfHour)} of ${number(canaries.ofHour)}`,
          `known attacks found in the last hour${ago(canaries.lastFoundAt, ', last ')}`,
        ],
    ['database', formatBytes(database.bytes), ago(database.lastMaintenanceAt, 'tidied ') || 'not tidied yet'],
  ];
}

interface PartitionsProps {
  readonly partitions: Status['partitions'];
  readonly nowMs: number;
}

function Partitions({ partitions, nowMs }: PartitionsProps) {
  return (
    <section className="card scroll" tabIndex={0} aria-label="Partitions">
      <h2>Analyzer, by partition</h2>
      {partitions.length === 0 ? (
        <p className="mute">No partition has been read yet.</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th>topic / partition</th>
              <th className="number">next offset</th>
              <th>complete up to</th>
              <th>moved</th>
            </tr>
          </thead>
          <tbody>
            {partitions.map(({ topic, partition, nextOffset, watermarkAt, movedAt }) => (
              <tr key={`${topic} ${partition}`}>
                <th scope="row">
                  {topic} / {partition}
                </th>
                <td className="number">{nextOffset}</td>
                <td>{formatAgo(watermarkAt, nowMs)}</td>
                <td>{formatAgo(movedAt, nowMs)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Tables({ database }: { readonly database: Status['database'] }) {
  return (
    <section className="card scroll" tabIndex={0} aria-label="Tables">
      <h2>Largest tables</h2>
      <table>
        <thead>
          <tr>
            <th>table</th>
            <th className="number">size</th>
            <th className="number">share</th>
          </tr>
        </thead>
        <tbody>
          {database.largest.map(({ table, bytes }) => (
            <tr key={table}>
              <th scope="row">{table}</th>
              <td className="number">{formatBytes(bytes)}</td>
              <td className="number">{((100 * bytes) / Math.max(1, database.bytes)).toFixed(1)} %</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
