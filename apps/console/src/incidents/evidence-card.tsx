import type { Evidence } from '../api/client.js';
import { LogText } from '../evidence/log-text.js';
import { Turns } from '../evidence/turns.js';
import { formatTime } from '../format/format-time.js';
import { Tabs } from '../layout/tabs.js';
import { useSession } from '../session/use-session.js';
import { RevealOriginal } from './reveal-original.js';
import { StoredEvidence } from './stored-evidence.js';

/** The conversations as they were logged, masked, with what rules matched; and the way to each in Kafka. */
export function EvidenceCard({ evidence }: { readonly evidence: readonly Evidence[] }) {
  return (
    <section className="card" id="evidence">
      <h2>
        Evidence{' '}
        <small>
          masked · {evidence.length === 1 ? '1 interaction' : `newest ${evidence.length} interactions`}
        </small>
      </h2>
      {evidence.map((one, index) => (
        <details key={one.id} open={index === 0}>
          <summary>
            {formatTime(one.occurredAt)} · {one.outcome} · score {one.score}
          </summary>
          <Conversation evidence={one} />
          <Coordinates evidence={one} />
        </details>
      ))}
    </section>
  );
}

/** What was said, as far as this login may see it. */
function Conversation({ evidence }: { readonly evidence: Evidence }) {
  const { may } = useSession();
  if (!evidence.textShown)
    return <p className="mute">What was said is shown from the role of an analyst on.</p>;
  return (
    <>
      <Tabs
        label="Evidence"
        tabs={[
          ['conversation', 'Conversation', () => <Turns turns={evidence.turns} />],
          ['raw', 'As stored', () => <StoredEvidence id={evidence.id} />],
        ]}
      />
      {evidence.sealed && may({ permission: 'evidence.reveal' }) && (
        <RevealOriginal evidenceId={evidence.id} />
      )}
    </>
  );
}

function Coordinates({ evidence }: { readonly evidence: Evidence }) {
  const { source, masked, rules, actor, session, interactionId, traceparent, guardrail } = evidence;
  const rows: readonly (readonly [string, string])[] = [
    [
      'source topic / partition / offset',
      `${source.topic} / ${source.partition} / ${source.offset}${source.index === 0 ? '' : `, record ${source.index}`}`,
    ],
    ['masked topic / partition / offset', `${masked.topic} / ${masked.partition} / ${masked.offset}`],
    ['interaction', interactionId],
    ...(actor === null ? [] : [['actor', actor] as const]),
    ...(session === null ? [] : [['session', session] as const]),
    ...(rules.length === 0 ? [] : [['rules', rules.join(', ')] as const]),
    ...guardrail.map(({ policy, verdict }) => ['guardrail', `${policy}: ${verdict}`] as const),
    ...(traceparent === null ? [] : [['traceparent', traceparent] as const]),
  ];
  return (
    <dl className="coordinates">
      {rows.map(([name, value]) => (
        <div key={`${name} ${value}`}>
          <dt>{name}</dt>
          <dd>
            <LogText text={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
