import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useSearchParams } from 'react-router';
import { type Rule, fetchRules } from '../api/client.js';
import { formatAgo, formatSecond } from '../format/format-time.js';
import { LogText } from '../evidence/log-text.js';
import { plural, words } from '../format/words.js';
import { QueryState } from '../layout/query-state.js';
import { Precision } from './precision.js';
import { Coverage } from './coverage.js';

/** The catalogue of rules: what each looks for, what it found, where it is wrong and blind. */
export function RulesPage() {
  const rules = useQuery({ queryKey: ['rules'], queryFn: fetchRules, refetchInterval: 60_000 });
  return (
    <main className="page">
      <h1>Rules</h1>
      <QueryState query={rules}>{(items) => <Catalogue rules={items} />}</QueryState>
    </main>
  );
}

function Catalogue({ rules }: { readonly rules: readonly Rule[] }) {
  const [search, setSearch] = useSearchParams();
  const text = search.get('q') ?? '';
  const technique = search.get('technique');
  const chosen = search.get('rule');
  useEffect(() => {
    if (chosen !== null) document.getElementById(`rule-${chosen}`)?.scrollIntoView({ block: 'center' });
  }, [chosen]);
  const shown = rules.filter((rule) => isMeant(rule, text, technique));
  const families = [...Map.groupBy(shown, ({ family }) => family)].sort(byName);
  return (
    <>
      <Coverage rules={rules} chosen={technique} />
      <div className="line tools">
        <input
          type="search"
          className="field"
          aria-label="Search rules"
          placeholder="Search rules"
          value={text}
          onChange={({ target }) =>
            setSearch(target.value === '' ? {} : { q: target.value }, { replace: true })
          }
        />
        <span className="mute">{plural(shown.length, 'rule')}; counts are of the last 7 days</span>
      </div>
      {shown.length === 0 && <p className="notice">No rule matches.</p>}
      {families.map(([family, ofFamily]) => (
        <section key={family} className="card family">
          <h2>
            {words(family)} <small>{ofFamily.length}</small>
          </h2>
          {ofFamily.map((rule) => (
            <RuleDetails key={rule.id} rule={rule} isOpen={rule.id === chosen} />
          ))}
        </section>
      ))}
    </>
  );
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one.localeCompare(other, 'en');
}

function isMeant(rule: Rule, text: string, technique: string | null): boolean {
  const { id, title, family, atlas, owasp } = rule;
  const hasTechnique = technique === null || [...atlas, ...owasp].some((one) => one.id === technique);
  return hasTechnique && `${id} ${title} ${family}`.toLowerCase().includes(text.toLowerCase());
}

function RuleDetails({ rule, isOpen }: { readonly rule: Rule; readonly isOpen: boolean }) {
  const { flagged, succeeded } = rule.week;
  return (
    <details id={`rule-${rule.id}`} className="rule" open={isOpen}>
      <summary>
        <span className={`tag severity-${rule.severity}`}>{rule.severity}</span> {rule.title}{' '}
        <small>
          {rule.id} · score {rule.score} · {flagged.toLocaleString('en')} flagged,{' '}
          {succeeded.toLocaleString('en')} worked
          <Precision kind="attack" detector={rule.id} before=" · " />
          {rule.from === 'own' && ' · own rule'}
          {rule.changedAt !== null && ` · changed ${formatAgo(rule.changedAt, Date.now())}`}
        </small>
      </summary>
      <p>{rule.rationale}</p>
      <p>
        <b>Looks at:</b> {rule.where.join(', ')}
      </p>
      <p>
        <b>Wrong when:</b> {rule.falsePositives}
      </p>
      <p>
        <b>Does not see:</b> {rule.blindSpots}
      </p>
      <LastChange rule={rule} />
      <Samples title="Matches, for example" texts={rule.samples.match} />
      <Samples title="Does not match" texts={rule.samples.noMatch} />
      <p className="mute">
        {[...rule.atlas, ...rule.owasp].map(({ id, name }) => `${id} ${name}`).join(' · ')}
      </p>
      <ul className="plain mute">
        {rule.references.map((reference) => (
          <li key={reference}>
            <LogText text={reference} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function LastChange({ rule: { firstSeenAt, changedAt } }: { readonly rule: Rule }) {
  return (
    <p>
      <b>Last change:</b>{' '}
      {changedAt === null
        ? `none since it was first seen here, ${formatSecond(firstSeenAt)} (UTC)`
        : `${formatSecond(changedAt)} (UTC)`}
    </p>
  );
}

function Samples({ title, texts }: { readonly title: string; readonly texts: readonly string[] }) {
  return (
    <>
      <h3>{title}</h3>
      <ul className="samples">
        {texts.map((text) => (
          <li key={text}>
            <LogText text={text} />
          </li>
        ))}
      </ul>
    </>
  );
}
