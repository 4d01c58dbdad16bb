import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type RoutingCheck, checkRouting } from '../api/routing.js';
import { LogText } from '../evidence/log-text.js';

const severities = ['critical', 'high', 'medium', 'low', 'info'];
const kinds = ['attack', 'drift', 'coverage'];

/** Where an incident would go by these routes, without sending anything. */
export function RouteTrial({ yaml }: { readonly yaml: string }) {
  const [labels, setLabels] = useState({ severity: 'critical', kind: 'attack', model: '', family: '' });
  const trial = useMutation({ mutationFn: () => checkRouting(yaml, labels) });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    trial.mutate();
  };
  const set = (label: keyof typeof labels) => (value: string) => setLabels({ ...labels, [label]: value });
  return (
    <section className="card">
      <h2>Where would it go?</h2>
      <form className="line trial" onSubmit={submit}>
        <Choice name="severity" values={severities} value={labels.severity} onChange={set('severity')} />
        <Choice name="kind" values={kinds} value={labels.kind} onChange={set('kind')} />
        {(['model', 'family'] as const).map((label) => (
          <label key={label}>
            {label}{' '}
            <input
              className="field"
              value={labels[label]}
              maxLength={200}
              onChange={({ target }) => set(label)(target.value)}
              autoComplete="off"
            />
          </label>
        ))}
        <button type="submit" className="button">
          Try
        </button>
      </form>
      {trial.error !== null && <p role="alert">{trial.error.message}</p>}
      <div role="status">{trial.data !== undefined && <Routes checked={trial.data} />}</div>
    </section>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly values: readonly string[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Choice({ name, values, value, onChange }: ChoiceProps) {
  return (
    <label>
      {name}{' '}
      <select className="field" value={value} onChange={({ target }) => onChange(target.value)}>
        {values.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
    </label>
  );
}

function Routes({ checked: { problems, routes } }: { readonly checked: RoutingCheck }) {
  if (problems.length > 0) return <p>Nowhere yet: the routes above have a problem.</p>;
  return (
    <ul className="plain">
      {routes.map(({ route, messages, repeatIntervalSeconds }) => (
        <li key={route}>
          <code>
            <LogText text={route} />
          </code>
          {messages.map(({ receiver, channel, afterSeconds, unlessAcknowledged }) => (
            <div key={`${receiver} ${channel} ${afterSeconds}`}>
              {channel} to <LogText text={receiver} />{' '}
              {afterSeconds === 0 ? 'at once' : `after ${inWords(afterSeconds)}`}
              {unlessAcknowledged && ', unless somebody acknowledged it'}
            </div>
          ))}
          <small>
            {repeatIntervalSeconds === 0
              ? 'told once'
              : `told again every ${inWords(repeatIntervalSeconds)} while nobody acknowledged it`}
          </small>
        </li>
      ))}
    </ul>
  );
}

function inWords(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 360) / 10} h`;
}
