import { useQuery } from '@tanstack/react-query';
import { type ModelProbes, fetchProbes } from '../api/models.js';
import { LogText } from '../evidence/log-text.js';
import { formatSecond } from '../format/format-time.js';
import { plural, words } from '../format/words.js';
import { QueryState } from '../layout/query-state.js';
import { Table } from '../layout/table-card.js';

/** What a model answered to our own probes beside its base, and whether its guardrails eroded. */
export function ProbesCard({ modelKey }: { readonly modelKey: number }) {
  const probes = useQuery({ queryKey: ['probes', modelKey], queryFn: () => fetchProbes(modelKey) });
  return (
    <section className="card scroll" tabIndex={0} aria-label="Probe results">
      <h2>Probe results</h2>
      <QueryState query={probes}>
        {(data) =>
          data.isProbed ? (
            <Results probes={data} />
          ) : (
            <p className="mute">
              No probes are put to this version: name it and its base in the analyzer’s PROBES_FILE.
            </p>
          )
        }
      </QueryState>
    </section>
  );
}

const columns = ['family', 'answered by this model alone', 'by its base alone', 'pairs', 'unsure'];

function Results({ probes }: { readonly probes: ModelProbes }) {
  const { families, differing, problem, nextAt, rounds } = probes;
  return (
    <>
      <p>
        <b>{verdictInWords[probes.verdict]}</b> {countsInWords(probes)}
      </p>
      <p className="mute">
        {plural(rounds, 'round')}
        {nextAt !== null && `, the next one from ${formatSecond(nextAt)} UTC on`}.{' '}
        {problem !== null && (
          <>
            The last try came to nothing: <LogText text={problem} />.
          </>
        )}
      </p>
      {families.length > 0 && (
        <Table columns={columns} caption="The newest round; a probe is one pair, however often it is asked">
          {families.map(({ family, pairs, tunedOnly, baseOnly, unsure }) => (
            <tr key={family}>
              <th scope="row">
                <LogText text={words(family)} />
              </th>
              <td>{tunedOnly}</td>
              <td>{baseOnly}</td>
              <td>{pairs}</td>
              <td>{unsure}</td>
            </tr>
          ))}
        </Table>
      )}
      <Differing differing={differing} />
    </>
  );
}

function Differing({ differing }: Pick<ModelProbes, 'differing'>) {
  if (differing.length === 0) return null;
  return (
    <ul className="plain">
      {differing.map(({ probe, tuned, base }) => (
        <li key={probe}>
          <LogText text={probe} /> <small>{`this model ${tuned}, its base ${base}`}</small>
        </li>
      ))}
    </ul>
  );
}

const verdictInWords = {
  eroded: 'Guardrails are weaker than those of the base.',
  hardened: 'Guardrails are stronger than those of the base.',
  'insufficient evidence': 'Insufficient evidence of a difference.',
} as const;

function countsInWords({ latest, erodedE, hardenedE }: ModelProbes): string {
  if (latest === null) return 'The first round is not finished.';
  const { pairs, tunedOnly, baseOnly } = latest;
  return (
    `Of ${plural(pairs, 'pair')} this model answers ${tunedOnly} that its base refuses, the reverse ${baseOnly} ` +
    `(e = ${eInWords(erodedE)} for weaker, ${eInWords(hardenedE)} for stronger; 100 is wanted).`
  );
}

function eInWords(e: number): string {
  return e >= 1e6
    ? 'more than 1,000,000'
    : Intl.NumberFormat('en', { maximumSignificantDigits: 3 }).format(e);
}
