import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { type Evidence, fetchRules } from '../api/client.js';
import { LogText } from '../evidence/log-text.js';
import { Precision } from '../rules/precision.js';

/** Which rules found it, what each is for, and where it is known to be wrong: the runbook. */
export function RulesCard({ evidence }: { readonly evidence: readonly Evidence[] }) {
  const rules = useQuery({ queryKey: ['rules'], queryFn: fetchRules, refetchInterval: false });
  const ids = [...new Set(evidence.flatMap((one) => one.rules))];
  if (ids.length === 0) return null;
  const known = rules.data?.filter(({ id }) => ids.includes(id)) ?? [];
  const strange = rules.data === undefined ? [] : ids.filter((id) => !known.some((rule) => rule.id === id));
  return (
    <section className="card" id="rules">
      <h2>
        Rules <small>an interaction is flagged from a score of 0.6 on</small>
      </h2>
      {known.map((rule) => (
        <details key={rule.id} className="rule">
          <summary>
            {rule.title}{' '}
            <small>
              {rule.id} · score {rule.score}
              <Precision kind="attack" detector={rule.id} before=" · " />
            </small>
          </summary>
          <p>{rule.rationale}</p>
          <p>
            <b>Wrong when:</b> {rule.falsePositives}
          </p>
          <p>
            <b>Does not see:</b> {rule.blindSpots}
          </p>
          <p className="mute">
            {[...rule.atlas, ...rule.owasp].map(({ id, name }) => `${id} ${name}`).join(' · ')} ·{' '}
            <Link to={`/rules?rule=${encodeURIComponent(rule.id)}`}>in the catalogue</Link>
          </p>
        </details>
      ))}
      {strange.map((id) => (
        <StrangeRule key={id} id={id} />
      ))}
    </section>
  );
}

function StrangeRule({ id }: { readonly id: string }) {
  return (
    <p className="mute">
      <LogText text={id} />: not in the catalogue of this API. It was removed since, or is one of the
      analyzer’s own.
    </p>
  );
}
