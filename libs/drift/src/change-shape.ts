import { isOfDeploy } from '#contracts';
import { scoresOf } from './beside-test.js';
import { dayMs, hourMs, seasonCell } from './drift-settings.js';
import type { DriftState } from './drift-state.js';
import { seasonAt } from './estimate-season.js';
import { freshEvidence } from './evidence.js';
import type { DriftAlarm } from './explain-alarm.js';
import { withTopic } from './fold-topics.js';
import { openWatch } from './open-watch.js';
import type { SessionUnit } from './session-unit.js';

/**
 * How a level got where it is: with a deploy, all at once, little by little, or as it did before. That a change is over
 * cannot be told at the alarm: this comes before the first session that is usual again has ended.
 */
type ChangeShape = NonNullable<DriftAlarm['shape']>;

const bins = 40;
/**
 * Log-likelihood by which one shape has to be better than the other to be told. The alarm chose its beginning where the
 * level jumped by chance, so that a step has to be clearer.
 */
const [clearRamp, clearStep] = [1, 2];
const fewestSessions = 40;

/** Sum of scores and of what they are out of, the season taken off, of neighbouring sessions. */
interface Bin {
  readonly excess: number;
  readonly size: number;
}

/**
 * The shape of an alarm's change, given sessions from well before it until the alarm: the better one of
 * a step and of a line that begins at the baseline's level, by least squares over all their change points (Hinkley,
 * Biometrika 1970 and 1971, with a known first level). Undefined where neither is clearly better,
 * for words, and where there are too few sessions.
 */
export function changeShape(
  alarm: DriftAlarm,
  state: DriftState,
  units: readonly SessionUnit[],
): ChangeShape | undefined {
  if (alarm.shape === 'periodic') return 'periodic';
  if (alarm.against !== undefined && state.startMs !== null) {
    if (isOfDeploy(alarm.changeAtMs, state.startMs, alarm.atMs)) return 'version';
  }
  const found = binsOf(alarm, state, units);
  if (found === undefined) return undefined;
  const step = best(found, (from) => found.map((_, at) => (at >= from ? 1 : 0)));
  const ramp = best(found, (from) => found.map((_, at) => (at >= from ? at - from + 0.5 : 0)));
  const noise = (total(found) - Math.max(step, ramp)) / (bins - 2);
  const better = (ramp - step) / (2 * noise);
  if (better > clearRamp) return 'ramp';
  return better < -clearStep ? 'step' : undefined;
}

function total(found: readonly Bin[]): number {
  return found.reduce((sum, { excess, size }) => sum + (size > 0 ? excess ** 2 / size : 0), 0);
}

const words: Readonly<Record<ChangeShape, string>> = {
  version: 'with the new version',
  step: 'all at once',
  ramp: 'little by little',
  periodic: 'again and again',
};

/** Sessions from three times as long before a change as it took to the alarm, until that: a slow one began earlier. */
export function sessionsAround(
  { changeAtMs, atMs }: DriftAlarm,
  units: readonly SessionUnit[],
): readonly SessionUnit[] {
  const fromMs = changeAtMs - 3 * (atMs - changeAtMs);
  return units.filter((unit) => unit.firstAtMs >= fromMs && unit.emittedMinuteMs < atMs);
}

/** The alarm with the shape of its change, also in its sentence. */
export function withShape(alarm: DriftAlarm, shape: ChangeShape | undefined): DriftAlarm {
  if (shape === undefined) return alarm;
  const every = alarm.everyMs === undefined ? '' : `, about every ${hoursOrDays(alarm.everyMs)}`;
  return { ...alarm, shape, explanation: `${alarm.explanation}, ${words[shape]}${every}` };
}

function hoursOrDays(ms: number): string {
  return ms < 2 * dayMs ? `${Math.round(ms / hourMs)} hours` : `${Math.round(ms / dayMs)} days`;
}

/** The sessions in forty parts, as far as the alarm's own test goes over them. */
function binsOf(
  { feature, score, direction, clock, against }: DriftAlarm,
  state: DriftState,
  units: readonly SessionUnit[],
): readonly Bin[] | undefined {
  const { tests, histograms, topics } = against === undefined ? state : (state.succeeds ?? state);
  const test = tests.find(
    (one) =>
      one.feature === feature &&
      one.score === score &&
      one.direction === direction &&
      one.clock === clock &&
      one.mix === undefined,
  );
  if (test === undefined) return undefined;
  const watch = openWatch([test], histograms ?? {}, freshEvidence([test], 0));
  const open = watch.features.get(feature)!;
  const level = test.shown.p;
  const scored = [...units]
    .sort((a, b) => a.firstAtMs - b.firstAtMs)
    .flatMap((unit) => {
      const [[own] = []] = scoresOf(watch, [feature, open], [withTopic(unit, { topics })]);
      if (own === undefined) return [];
      const s = test.season === null ? 1 : seasonAt(test.season, seasonCell(unit.firstAtMs)).s;
      return [{ excess: own.w * (own.value - own.n * s * level), size: own.w * own.n * s }];
    });
  if (scored.length < fewestSessions) return undefined;
  const grouped: { excess: number; size: number }[] = Array.from({ length: bins }, () => ({
    excess: 0,
    size: 0,
  }));
  scored.forEach((one, i) => {
    const bin = grouped[Math.floor((i * bins) / scored.length)]!;
    bin.excess += one.excess;
    bin.size += one.size;
  });
  return grouped;
}

/** What the best multiple of a curve takes off the weighted squares. */
function gain(found: readonly Bin[], curve: readonly number[]): number {
  let [cross, square] = [0, 0];
  found.forEach(({ excess, size }, at) => {
    cross += curve[at]! * excess;
    square += curve[at]! ** 2 * size;
  });
  return square > 0 ? cross ** 2 / square : 0;
}

function best(found: readonly Bin[], curveFrom: (from: number) => readonly number[]): number {
  return found.reduce((most, _, from) => Math.max(most, gain(found, curveFrom(from))), 0);
}
