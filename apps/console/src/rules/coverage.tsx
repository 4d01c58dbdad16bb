import { Link } from 'react-router';
import type { Rule } from '../api/client.js';
import { plural } from '../format/words.js';

/** On a phone the list of techniques would fill the first view. */
const isWide = globalThis.matchMedia('(min-width: 701px)').matches;

interface Technique {
  readonly id: string;
  readonly name: string;
  readonly rules: number;
  readonly flagged: number;
}

/** How many rules there are for each technique and risk; a click shows them. */
export function Coverage({
  rules,
  chosen,
}: {
  readonly rules: readonly Rule[];
  readonly chosen: string | null;
}) {
  const atlas = countBy(rules, (rule) => rule.atlas);
  const owasp = countBy(rules, (rule) => rule.owasp);
  return (
    <details className="card coverage" open={isWide || chosen !== null}>
      <summary>
        <b>Coverage</b>{' '}
        <small>
          {plural(atlas.length, 'technique')} of MITRE ATLAS, {plural(owasp.length, 'risk')} of OWASP’s ten;
          beside each, its rules
        </small>
      </summary>
      <h2>MITRE ATLAS</h2>
      <Techniques techniques={atlas} chosen={chosen} />
      <h2>OWASP Top 10 for LLM applications</h2>
      <Techniques techniques={owasp} chosen={chosen} />
    </details>
  );
}

function Techniques({
  techniques,
  chosen,
}: {
  readonly techniques: readonly Technique[];
  readonly chosen: string | null;
}) {
  return (
    <p className="line">
      {techniques.map(({ id, name, rules, flagged }) => (
        <Link
          key={id}
          className={id === chosen ? 'chip on' : 'chip'}
          to={id === chosen ? '/rules' : `/rules?technique=${encodeURIComponent(id)}`}
          title={`${plural(rules, 'rule')}; ${flagged.toLocaleString('en')} flagged in the last 7 days`}
        >
          {id} {name} <small>{rules}</small>
        </Link>
      ))}
    </p>
  );
}

/** The techniques that rules name, by id. */
function countBy(rules: readonly Rule[], of: (rule: Rule) => Rule['atlas']): readonly Technique[] {
  const found = new Map<string, Technique>();
  for (const rule of rules) {
    for (const { id, name } of of(rule)) {
      const before = found.get(id) ?? { id, name, rules: 0, flagged: 0 };
      found.set(id, { ...before, rules: before.rules + 1, flagged: before.flagged + rule.week.flagged });
    }
  }
  return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
