import { type Bet, buildTest } from '../src/build-test.js';
import { dayMs, defaultDriftSettings, minuteMs } from '../src/drift-settings.js';
import { exampleLevel } from '../src/example-level.js';
import { simulateModel, simulationStartMs, usualTraffic } from '../src/simulated-model.js';
import { type ShiftOptions, quantile } from './measure.js';

const usualRate = 0.02;
const rateGate = 1.15;
const mostDays = 8;

/** The bets of a rate whose baseline is known, without a gate: those of a test whose null is the level itself. */
function knownBets(): readonly Bet[] {
  const level = { ...exampleLevel, p: usualRate / rateGate, se: 0, events: 1e12 };
  const traits = { label: 'Refusals', safety: true };
  const test = buildTest('refusal', 'sum', 'up', { level, traits });
  if (test === undefined) throw new RangeError('no test of refusals');
  return test.bets;
}

/**
 * Events from a rise of refusals from 2 % to `rate` to the alarm, where the one test has the whole of the evidence and
 * knows the baseline: what the guards of the whole detector are paid with is left away, for the comparison with peers
 * that have none. The mean time between false alarms is that of the detector, in minutes.
 */
export function measureKnownBaseline(
  rate: number,
  { eventsPerDay, runs, firstSeed }: Pick<ShiftOptions, 'eventsPerDay' | 'runs' | 'firstSeed'>,
): { readonly median: number; readonly p90: number } {
  const bets = knownBets();
  const delays = Array.from({ length: runs }, (_, run) => delayOf(bets, rate, eventsPerDay, firstSeed + run));
  return { median: quantile(delays, 0.5), p90: quantile(delays, 0.9) };
}

function delayOf(bets: readonly Bet[], rate: number, eventsPerDay: number, seed: number): number {
  const model = simulateModel(seed);
  let r = bets.map(() => 0);
  const changeAtMs = simulationStartMs + dayMs;
  let minuteAtMs = simulationStartMs;
  for (let day = 0; day <= mostDays; day++) {
    const refusal = day === 0 ? usualRate : rate;
    const units = model.day(day, { ...usualTraffic, eventsPerDay, refusal });
    for (const unit of units.toSorted((a, b) => a.emittedMinuteMs - b.emittedMinuteMs)) {
      // Minutes without a session add 1 each.
      const passed = Math.max(0, (unit.emittedMinuteMs - minuteAtMs) / minuteMs);
      const [k, n] = unit.rates['refusal'] ?? [0, 0];
      const excess = k - n * usualRate;
      r = r.map((before, b) => (passed + before) * (1 + bets[b]!.lambda * excess));
      minuteAtMs = Math.max(minuteAtMs, unit.emittedMinuteMs);
      const evidence = r.reduce((sum, one, b) => sum + bets[b]!.weight * one, 0);
      if (evidence >= defaultDriftSettings.arlMinutes)
        return ((minuteAtMs - changeAtMs) / dayMs) * eventsPerDay;
    }
  }
  return Infinity;
}
