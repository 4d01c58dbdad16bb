import type { ReactNode } from 'react';
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
        <Fact name="measure">
          <LogText text={words(drift.feature)} />
        </Fact>
        <Fact name="baseline">{show(drift.baseline)}</Fact>
        <Fact name={drift.endedAt === null ? 'now' : 'then'}>{show(drift.current)}</Fact>
        <Fact name={bound}>{show(drift.effectLow)}</Fact>
        <Fact name="since (UTC)">{formatSecond(drift.changeAt)}</Fact>
        {drift.endedAt !== null && <Fact name="back since (UTC)">{formatSecond(drift.endedAt)}</Fact>}
      </dl>
      <p className="mute">
        While nothing changes, one model raises such an alarm once in {Math.round(drift.arlMinutes / 1_440)}{' '}
        days at most, on average.
        <Precision kind="drift" detector={drift.feature} before=" Alarms of this measure: " />
      </p>
    </section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
