import { Fragment, memo } from 'react';
import { LogText } from '../evidence/log-text.js';
import { Link } from 'react-router';
import type { IncidentSummary } from '../api/client.js';
import { formatAge, formatSecond } from '../format/format-time.js';
import { channelName } from '../format/channel-name.js';
import { plural, words } from '../format/words.js';
import { ModelName } from '../models/model-name.js';
import type { TriageEvent } from './triage.js';

interface IncidentRowProps {
  readonly incident: IncidentSummary;
  /** Where it stands: so far down, and as which of how many. Not an object, which would be new at every scroll. */
  readonly top: number;
  readonly index: number;
  readonly of: number;
  readonly isCurrent: boolean;
  readonly isOpen: boolean;
  readonly isSelected: boolean;
  readonly address: string;
  readonly onTriage: (event: TriageEvent) => void;
}

const deliveryWords: Readonly<Record<string, string>> = {
  delivered: '✓',
  pending: 'waiting',
  failed: 'failed',
  skipped: 'not wanted',
};

/** One incident: what, where, how bad, since when, and whether people were told. */
export const IncidentRow = memo(function IncidentRow(props: IncidentRowProps) {
  const { incident, top, index, of, isCurrent, isOpen, isSelected, address, onTriage } = props;
  const { id, number, severity, status, assignee, firstSeenAt, lastSeenAt } = incident;
  const whose = status === 'resolved' ? status : (assignee ?? status);
  const state = `${isCurrent ? ' current' : ''}${isSelected ? ' selected' : ''}`;
  return (
    <li
      className={`row severity-${severity} status-${status}${state}`}
      aria-posinset={index + 1}
      aria-setsize={of}
      style={{ transform: `translateY(${top}px)` }}
    >
      <Choose id={id} number={number} isSelected={isSelected} onTriage={onTriage} />
      <Link
        to={address}
        onClick={() => onTriage({ kind: 'put', id })}
        aria-current={isOpen ? 'page' : undefined}
      >
        <Words incident={incident} />
      </Link>
      <span className="side">
        <time
          dateTime={firstSeenAt}
          title={`First seen ${formatSecond(firstSeenAt)}, last ${formatSecond(lastSeenAt)} (UTC)`}
        >
          {formatAge(firstSeenAt, Date.now())}
        </time>
        <span className={`tag severity-${severity}`}>{severity}</span>
        {whose !== 'open' && (
          <span className="whose">
            <LogText text={whose} />
          </span>
        )}
      </span>
    </li>
  );
});

function Words({ incident }: { readonly incident: IncidentSummary }) {
  return (
    <>
      <span className="title">
        <LogText text={incident.title} />
      </span>
      <span className="because">
        <LogText text={reasonOf(incident)} />
      </span>
      <Facts incident={incident} />
    </>
  );
}

/** A reason begins with the title, which stands above it. */
function reasonOf({ title, reason }: IncidentSummary): string {
  const rest = reason.startsWith(title) ? reason.slice(title.length).replace(/^[:;,]? /, '') : reason;
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

type ChooseProps = Pick<IncidentRowProps, 'isSelected' | 'onTriage'> & {
  readonly id: string;
  readonly number: number;
};

function Choose({ id, number, isSelected, onTriage }: ChooseProps) {
  return (
    <label className="choose">
      <input
        type="checkbox"
        checked={isSelected}
        onChange={({ nativeEvent }) => {
          const isRange = (nativeEvent as MouseEvent).shiftKey;
          onTriage(isRange ? { kind: 'range', id } : { kind: 'toggle', id });
        }}
        aria-label={`Select INC-${number}`}
      />
    </label>
  );
}

function Facts({ incident }: { readonly incident: IncidentSummary }) {
  const { model, title, tenant, apps, family, outcome, findings, suppressed, actors, kind } = incident;
  const [detector = family, ...others] = incident.detectors;
  const isInTitle = title.toLowerCase().includes(words(family));
  const what = [
    ...(tenant === 'default' ? [] : [tenant]),
    ...apps,
    ...(isInTitle ? [] : [words(family)]),
    ...(detector === family ? [] : [`by ${detector}${others.length > 0 ? ` +${others.length}` : ''}`]),
    ...(outcome === null ? [] : [outcome]),
    ...(findings > 1 ? [plural(findings, 'finding')] : []),
    ...(suppressed > 0 ? [`${suppressed.toLocaleString('en')} more suppressed`] : []),
    ...(kind === 'attack' && actors > 1 ? [plural(actors, 'actor')] : []),
  ];
  return (
    <span className="facts">
      <span className="what">
        <ModelName model={model} />
        {what.map((fact) => (
          <Fragment key={fact}>
            {' · '}
            <LogText text={fact} />
          </Fragment>
        ))}
      </span>
      {incident.deliveries.map(({ channel, state }, index) => (
        <span key={`${channel} ${index}`} className={`delivery ${state}`}>
          {channelName(channel)} {deliveryWords[state] ?? state}
        </span>
      ))}
    </span>
  );
}
