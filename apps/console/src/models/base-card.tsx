import { useQuery } from '@tanstack/react-query';
import { type BaseComparison, fetchBaseComparison } from '../api/models.js';
import { LogText } from '../evidence/log-text.js';
import { formatSecond } from '../format/format-time.js';
import { words } from '../format/words.js';
import { QueryState } from '../layout/query-state.js';
import { Table } from '../layout/table-card.js';

/** Whether attacks work more often on the model than on the base that it was tuned from. */
export function BaseCard({ modelKey }: { readonly modelKey: number }) {
  const comparison = useQuery({
    queryKey: ['base', modelKey],
    queryFn: () => fetchBaseComparison(modelKey),
  });
  return (
    <section className="card scroll" tabIndex={0} aria-label="Against its base">
      <h2>Against its base</h2>
      <QueryState query={comparison}>{(data) => <Comparison {...data} />}</QueryState>
    </section>
  );
}

function Comparison({ base, comparison }: BaseComparison) {
  if (base === null) {
    return (
      <p className="mute">
        The log names no base of this model (model.base); one that is a base itself has nothing to be compared
        with.
      </p>
    );
  }
  if (comparison === null) {
    return (
      <p className="mute">
        Not compared with <LogText text={base} /> yet.
      </p>
    );
  }
  const { sentence, comparedAt, since, families } = comparison;
  return (
    <>
      <p>
        {sentence} <small>As of {formatSecond(comparedAt)} UTC.</small>
      </p>
      {families.length > 0 && <Families base={base} families={families} since={since} />}
    </>
  );
}

interface FamiliesProps {
  readonly base: string;
  readonly since: string;
  readonly families: NonNullable<BaseComparison['comparison']>['families'];
}

function Families({ base, since, families }: FamiliesProps) {
  return (
    <Table
      columns={['attack family', 'worked on this model', 'worked on its base']}
      caption={
        <>
          Conversations since {formatSecond(since).slice(0, 10)} in which an attack was tried, and how many of
          them it worked in; the base is <LogText text={base} />
        </>
      }
    >
      {families.map(({ family, tuned, base: ofBase }) => (
        <tr key={family}>
          <th scope="row">
            <LogText text={words(family)} />
          </th>
          <td>{countsOf(tuned)}</td>
          <td>{countsOf(ofBase)}</td>
        </tr>
      ))}
    </Table>
  );
}

function countsOf({ attempts, succeeded }: FamiliesProps['families'][number]['tuned']): string {
  return attempts === 0 ? 'not tried' : `${succeeded} of ${attempts}`;
}
