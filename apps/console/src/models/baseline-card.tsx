import { useQuery } from '@tanstack/react-query';
import { type Baseline, fetchBaseline } from '../api/models.js';
import { LogText } from '../evidence/log-text.js';
import { formatChange, formatLevel } from '../format/format-level.js';
import { formatSecond } from '../format/format-time.js';
import { plural, words } from '../format/words.js';
import { QueryState } from '../layout/query-state.js';
import { Table } from '../layout/table-card.js';

/** What drift is watched for: from which baseline, by which clocks, and the smallest change that would show. */
export function BaselineCard({ modelKey }: { readonly modelKey: number }) {
  const baseline = useQuery({
    queryKey: ['baseline', modelKey],
    queryFn: () => fetchBaseline(modelKey),
  });
  return (
    <section className="card scroll" tabIndex={0} aria-label="Drift tests">
      <h2>Drift tests</h2>
      <QueryState query={baseline}>
        {(data) => (
          <>
            <p className="mute">{stateInWords(data)}</p>
            {data.seen.length > 0 && <Tests baseline={data} />}
            <Unseen unseen={data.unseen} />
            <Orders orders={data.orders} />
          </>
        )}
      </QueryState>
    </section>
  );
}

function stateInWords({ baseline, from, until }: Baseline): string {
  if (baseline === 'none' || from === null) return 'No baseline yet: it begins with the first sessions.';
  const time = `${formatSecond(from).slice(0, 10)} to ${until === null ? 'now' : formatSecond(until).slice(0, 10)}`;
  if (baseline === 'learning') return `The baseline is being learnt (${time}); nothing is tested yet.`;
  return baseline === 'provisional'
    ? `Tested against what is known so far (${time}); the baseline is not complete.`
    : `Tested against the baseline of ${time}.`;
}

const columns = [
  'measure',
  { number: 'usual' },
  { number: 'smallest change seen in a week' },
  { number: 'twice (or half) shows within' },
  'clocks',
];

function Tests({ baseline: { seen, clocks } }: { readonly baseline: Baseline }) {
  return (
    <Table
      columns={columns}
      caption="The baseline’s clock sees what is slow; the week’s clock, held against a week that ended two days ago, what is abrupt"
    >
      {seen.map((test) => (
        <TestRow
          key={`${test.feature} ${test.score} ${test.direction}`}
          test={test}
          clocks={clocks[test.feature] ?? []}
        />
      ))}
    </Table>
  );
}

interface TestRowProps {
  readonly test: Baseline['seen'][number];
  readonly clocks: readonly ('anchored' | 'trailing')[];
}

const clockWords = { anchored: 'baseline', trailing: 'week' } as const;

function TestRow({ test, clocks }: TestRowProps) {
  const { feature, score, direction, baseline, smallest, doublingSessions } = test;
  const [usual, seen] = smallest === null ? [formatLevel(baseline)] : formatChange(baseline, smallest);
  return (
    <tr>
      <th scope="row">
        <LogText text={words(feature)} />{' '}
        <small>
          {direction === 'up' ? 'rises' : 'falls'}
          {score !== 'any' && ` (${score})`}
        </small>
      </th>
      <td className="number">{usual}</td>
      <td className="number">{seen === undefined ? 'none' : `to ${seen}`}</td>
      <td className="number">
        {doublingSessions === null ? 'not seen' : plural(doublingSessions, 'session')}
      </td>
      <td>{clocks.map((clock) => clockWords[clock]).join(', ')}</td>
    </tr>
  );
}

/** What no traffic of this volume could show: said, since silence would read as "nothing changed". */
function Unseen({ unseen }: Pick<Baseline, 'unseen'>) {
  if (unseen.length === 0) return null;
  const features = [...new Set(unseen.map(({ feature }) => words(feature)))];
  return (
    <p className="mute">
      Too rare here to be tested: <LogText text={features.join(', ')} />.
    </p>
  );
}

function Orders({ orders }: Pick<Baseline, 'orders'>) {
  if (orders.length === 0) return null;
  return (
    <ul className="plain">
      {orders.map(({ id, kind, note, who, orderedAt, outcome }) => (
        <li key={id}>
          <b>{kind}</b> <LogText text={note} />{' '}
          <small>
            <LogText text={who} />, {formatSecond(orderedAt)} UTC{outcome !== null && ` · ${words(outcome)}`}
          </small>
        </li>
      ))}
    </ul>
  );
}
