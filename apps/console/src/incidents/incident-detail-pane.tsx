import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from 'react-router';
import { type IncidentDetail, fetchIncident } from '../api/client.js';
import { LogText } from '../evidence/log-text.js';
import { formatSecond } from '../format/format-time.js';
import { ModelName } from '../models/model-name.js';
import { QueryState } from '../layout/query-state.js';
import { ContextCards } from './context-cards.js';
import { ActionButtons } from './action-buttons.js';
import { DeliveriesCard } from './deliveries-card.js';
import { DriftCard } from './drift-card.js';
import { EvidenceCard } from './evidence-card.js';
import { HoldCard } from '../holds/hold-card.js';
import { RulesCard } from './rules-card.js';
import { ShareLink } from './share-link.js';
import { TimelineCard } from './timeline-card.js';
import type { TriageActions } from './use-triage-actions.js';
import { VerdictsCard } from './verdicts-card.js';

interface IncidentDetailPaneProps {
  readonly id: string;
  readonly actions: TriageActions;
}

/** Everything about one incident, the reason first. */
export function IncidentDetailPane({ id, actions }: IncidentDetailPaneProps) {
  const incident = useQuery({ queryKey: ['incident', id], queryFn: () => fetchIncident(id) });
  const { search } = useLocation();
  return (
    <>
      <Link className="back" to={`/incidents${search}`}>
        ← All incidents
      </Link>
      <QueryState query={incident}>{(detail) => <Detail incident={detail} actions={actions} />}</QueryState>
    </>
  );
}

interface DetailProps {
  readonly incident: IncidentDetail;
  readonly actions: TriageActions;
}

function Detail({ incident, actions }: DetailProps) {
  const { title, reason, taxonomy, drift, evidence, timeline, deliveries } = incident;
  return (
    <article>
      <Head incident={incident} />
      <h1 className="why">
        <LogText text={title} />
      </h1>
      <p className="reason">
        <LogText text={reason} />
      </p>
      {taxonomy.length > 0 && (
        <p className="mute">
          <LogText text={taxonomy.map(({ id, name }) => `${id} ${name}`).join(' · ')} />
        </p>
      )}
      {actions.mayAct && <ActionButtons actions={actions.onOne(incident.id)} status={incident.status} />}
      <nav className="jump" aria-label="In this incident">
        {evidence.length > 0 && <a href="#evidence">Evidence</a>}
        <a href="#timeline">Timeline</a>
        <a href="#deliveries">Deliveries</a>
      </nav>
      <KeyFacts incident={incident} />
      {drift !== null && <DriftCard drift={drift} />}
      {evidence.length > 0 && <EvidenceCard evidence={evidence} />}
      <RulesCard evidence={evidence} />
      <ContextCards id={incident.id} />
      <VerdictsCard incident={incident} mayAct={actions.mayAct} />
      <TimelineCard timeline={timeline} traceparent={incident.traceparent} />
      <DeliveriesCard deliveries={deliveries} />
      <HoldCard incidentId={incident.id} number={incident.number} />
    </article>
  );
}

function Head({ incident: { severity, status, model, number } }: { readonly incident: IncidentDetail }) {
  return (
    <header className="head">
      <span className={`tag severity-${severity}`}>{severity}</span>
      <span className="tag">{status}</span>
      <span className="tag">
        <ModelName model={model} />
        {model !== null && model.base !== null && (
          <>
            {' · base '}
            <LogText text={model.base} />
          </>
        )}
      </span>
      <span className="tag">INC-{number}</span>
      <span className="gap" />
      <ShareLink number={number} />
    </header>
  );
}

function KeyFacts({ incident }: { readonly incident: IncidentDetail }) {
  const facts: readonly (readonly [string, string])[] = [
    ...(incident.outcome === null ? [] : [['outcome', incident.outcome] as const]),
    ['findings', incident.findings.toLocaleString('en')],
    ...(incident.kind === 'attack' ? [['actors', String(incident.actors)] as const] : []),
    ...(incident.apps.length > 0 ? [['from', incident.apps.join(', ')] as const] : []),
    ['found by', incident.detectors.join(', ')],
    ['first seen (UTC)', formatSecond(incident.firstSeenAt)],
    ['last seen (UTC)', formatSecond(incident.lastSeenAt)],
  ];
  return (
    <dl className="card key-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className={name === 'outcome' ? `outcome-${value}` : undefined}>
            <LogText text={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
