import type { IncidentDetail } from '../api/client.js';
import { LogText } from '../evidence/log-text.js';
import { words } from '../format/words.js';
import { Precision } from '../rules/precision.js';
import { formatLevel } from '../format/format-level.js';
import { formatSecond } from '../format/format-time.js';

type Drift = NonNullable<IncidentDetail['drift']>;

/** The change in numbers, with its bound and what the alarm promises. */
export function DriftCard({ drift }: { readonly drift: Drift }) {
  const show = (level: number): string => formatLevel(level, [drift.baseline, drift.current]);
  const bound = drift.direction === 'up' ? 'at least' : 'at most';
  return (
    <section className="card">
      <h2>What changed</h2>
      <dl className="key-facts">
        <div>
          <dt>measure</dt>
          <dd>
            <LogText text={words(drift.feature)} />
          </dd>
        </div>
        <div>
          <dt>baseline</dt>
          <dd>{show(drift.baseline)}</dd>
        </div>
        <div>
          <dt>{drift.endedAt === null ? 'now' : 'then'}</dt>
          <dd>{show(drift.current)}</dd>
        </div>
        <div>
          <dt>{bound}</dt>
          <dd>{show(drift.effectLow)}</dd>
        </div>
        <div>
          <dt>since (UTC)</dt>
          <dd>{formatSecond(drift.changeAt)}</dd>
        </div>
        {drift.endedAt !== null && (
          <div>
            <dt>back since (UTC)</dt>
            <dd>{formatSecond(drift.endedAt)}</dd>
          </div>
        )}
      </dl>
      <p className="mute">
        While nothing changes, one model raises such an alarm once in {Math.round(drift.arlMinutes / 1_440)}{' '}
        days at most, on average.
        <Precision kind="drift" detector={drift.feature} before=" Alarms of this measure: " />
      </p>
    </section>
  );
}
