import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import type { IncidentSummary } from '../api/client.js';
import { formatAge } from '../format/format-time.js';
import { ModelName } from '../models/model-name.js';

interface IncidentRowProps {
  readonly incident: IncidentSummary;
  readonly isCurrent: boolean;
  readonly isOpen: boolean;
  readonly address: string;
  readonly onOpen: () => void;
}

const deliveryWords = { delivered: '✓', pending: 'waiting', failed: 'failed' } as const;
const channelNames = { slack: 'Slack', pagerduty: 'PagerDuty' } as const;

/** One incident: what, where, how bad, since when, and whether people were told. */
export function IncidentRow({ incident, isCurrent, isOpen, address, onOpen }: IncidentRowProps) {
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isCurrent) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isCurrent]);
  const { severity, title, model, family, outcome, findings, status, deliveries, lastSeenAt } = incident;
  return (
    <li ref={row} className={`row severity-${severity}${isCurrent ? ' current' : ''}`}>
      <Link to={address} onClick={onOpen} aria-current={isOpen ? 'page' : undefined}>
        <span className="title">{title}</span>
        <span className="facts">
          <ModelName model={model} /> · {family.replaceAll('-', ' ').replaceAll('_', ' ')}
          {outcome !== null && <> · {outcome}</>} · {findings === 1 ? '1 finding' : `${findings} findings`}
          {deliveries.map(({ channel, state }) => (
            <span key={channel} className={`delivery ${state}`}>
              {channelNames[channel]} {deliveryWords[state]}
            </span>
          ))}
        </span>
      </Link>
      <span className="side">
        <time dateTime={lastSeenAt}>{formatAge(lastSeenAt, Date.now())}</time>
        <span className={`tag severity-${severity}`}>{severity}</span>
        {status !== 'open' && <span className="tag">{status}</span>}
      </span>
    </li>
  );
}
