import { type DriftSettings, dayMs, hourMs, minuteMs } from './drift-settings.js';
import { type DriftAlarm, sinceWords } from './explain-alarm.js';
import type { Minute } from './order-units.js';
import type { VolumeWatch } from './volume-watch.js';
import type { Recovery } from './watch-minute.js';
import type { Folded } from './watch-stretch.js';

/** The one alarm that there is. */
const burst = { feature: 'volume', score: 'sessions', direction: 'up' } as const;

/** A burst is more than three times the usual of the hour, and more than the busiest such hour. */
const burstFactor = 3;
/** Usual is the fortnight that ended a day ago, of which a week must be known. */
const referenceHours = 14 * 24;
const lagHours = 24;
const fewestHours = 7 * 24;
const factors = [1.5, 2, 4];
const middle = 1;
/** What a burst has of a model's evidence, beside the whole that the others share. */
const volumeShare = 0.01;
const longestSilenceMinutes = dayMs / minuteMs;

/** What a fold gave, with bursts where they are watched. */
export function withVolume({ state, alarms, recoveries }: Folded, minutes: readonly Minute[]): Folded {
  const { settings, startMs } = state;
  if (settings.volume !== true || startMs === null) return { state, alarms, recoveries };
  const { volume, ...found } = watchVolume(
    state.volume ?? newVolumeWatch(minutes[0]?.atMs ?? startMs),
    minutes,
    settings,
  );
  return {
    state: { ...state, volume },
    alarms: [...alarms, ...found.alarms].sort((a, b) => a.atMs - b.atMs),
    recoveries: [...recoveries, ...found.recoveries],
  };
}

export function newVolumeWatch(atMs: number): VolumeWatch {
  return {
    firstHour: Math.floor(atMs / hourMs),
    sessionsByHour: [],
    lastMinuteMs: Math.floor(atMs / minuteMs) * minuteMs - minuteMs,
    r: factors.map(() => 0),
    ...quiet,
    burstFromMs: null,
  };
}

const quiet = { cusum: 1, sinceMs: 0, seen: 0, usual: 0 };

interface WatchedVolume {
  readonly volume: VolumeWatch;
  readonly alarms: readonly DriftAlarm[];
  readonly recoveries: readonly Recovery[];
}

/**
 * The watch after more minutes, and bursts of sessions in them. Each bet multiplies by 1 + λ·(k − m) a minute with k
 * sessions: an e-value whatever the counts are distributed as, while their mean is at most m (Waudby-Smith and Ramdas,
 * JRSS B 2024), where a likelihood ratio of Poisson counts would take them for independent. R = (1 + R)·e, and an
 * alarm at the model's B over this watch's share, as in `watchMinute`. Traffic that stays large is usual a fortnight
 * later. Silence is told by the coverage check, not here.
 */
export function watchVolume(
  volume: VolumeWatch,
  minutes: readonly Minute[],
  settings: DriftSettings,
): WatchedVolume {
  const alarms: DriftAlarm[] = [];
  const recoveries: Recovery[] = [];
  let watch = volume;
  let known = { hour: -1, levels: hourlyLevels(volume, -1) };
  const levelsAt = (atMs: number): HourlyLevels | undefined => {
    const hour = Math.floor(atMs / hourMs);
    // All of an hour's levels are those of its first minute: the reference ends a day before.
    if (known.hour !== hour) known = { hour, levels: hourlyLevels(watch, hour) };
    return known.levels;
  };
  for (const { atMs, units } of minutes) {
    const silent = (atMs - watch.lastMinuteMs) / minuteMs - 1;
    const firstMs = atMs - Math.min(silent, longestSilenceMinutes) * minuteMs;
    for (let at = firstMs; at < atMs; at += minuteMs)
      watch = minutePassed(watch, { atMs: at, sessions: 0, levels: levelsAt(at) });
    watch = {
      ...minutePassed(watch, { atMs, sessions: units.length, levels: levelsAt(atMs) }),
      lastMinuteMs: atMs,
    };
    const over = burstOver(watch, atMs);
    if (over !== undefined) {
      recoveries.push(over);
      watch = { ...watch, burstFromMs: null };
    }
    const evidence = (volumeShare * watch.r.reduce((sum, r) => sum + r, 0)) / factors.length;
    if (evidence >= settings.arlMinutes) {
      alarms.push(burstAlarm(watch, atMs + minuteMs, settings));
      watch = { ...watch, r: factors.map(() => 0), ...quiet, burstFromMs: watch.sinceMs };
    }
    watch = counted(watch, atMs, units.length);
  }
  return { volume: watch, alarms, recoveries };
}

/** Sessions of an hour: the usual number, and the most that is not a burst. */
interface HourlyLevels {
  readonly usual: number;
  readonly most: number;
}

interface VolumeMinute {
  readonly atMs: number;
  readonly sessions: number;
  readonly levels: HourlyLevels | undefined;
}

function minutePassed(watch: VolumeWatch, { atMs, sessions, levels }: VolumeMinute): VolumeWatch {
  if (levels === undefined || watch.burstFromMs !== null) return watch;
  const m = levels.most / 60;
  const stake = (factor: number): number => (factor - 1) / (1 + (factor - 1) * m);
  const e = factors.map((factor) => 1 + stake(factor) * (sessions - m));
  const r = watch.r.map((before, b) => (1 + before) * e[b]!);
  const cusum = Math.min(1e300, Math.max(1, watch.cusum * e[middle]!));
  if (cusum === 1) return { ...watch, r, ...quiet };
  return {
    ...watch,
    r,
    cusum,
    sinceMs: watch.cusum === 1 ? atMs : watch.sinceMs,
    seen: watch.seen + sessions,
    usual: watch.usual + levels.usual / 60,
  };
}

/** From the hours of the reference that are at most one from this one in the day. */
function hourlyLevels({ firstHour, sessionsByHour }: VolumeWatch, hour: number): HourlyLevels | undefined {
  const end = Math.min(sessionsByHour.length, hour - lagHours - firstHour);
  const start = Math.max(0, end - referenceHours);
  if (end - start < fewestHours) return undefined;
  let [sum, busiest, hours, whole] = [0, 0, 0, 0];
  for (let at = start; at < end; at++) {
    const count = sessionsByHour[at]!;
    whole += count;
    const apart = (((firstHour + at - hour) % 24) + 24) % 24;
    if (apart > 1 && apart < 23) continue;
    sum += count;
    hours += 1;
    busiest = Math.max(busiest, count);
  }
  const usual = sum / hours;
  return { usual, most: Math.max(burstFactor * usual, busiest, whole / (end - start)) };
}

/** Counts a minute's sessions; what is older than the reference is forgotten. */
function counted(watch: VolumeWatch, atMs: number, sessions: number): VolumeWatch {
  const counts = [...watch.sessionsByHour];
  const at = Math.floor(atMs / hourMs) - watch.firstHour;
  while (counts.length <= at) counts.push(0);
  counts[at]! += sessions;
  const old = Math.max(0, counts.length - (referenceHours + lagHours + 1));
  return { ...watch, firstHour: watch.firstHour + old, sessionsByHour: counts.slice(old) };
}

/** A burst is over when a whole hour had no more than what is none. */
function burstOver(watch: VolumeWatch, atMs: number): Recovery | undefined {
  const { burstFromMs, firstHour, sessionsByHour } = watch;
  const last = Math.floor(atMs / hourMs) - 1;
  const hourly = hourlyLevels(watch, last);
  if (burstFromMs === null || hourly === undefined || burstFromMs >= last * hourMs) return undefined;
  if ((sessionsByHour[last - firstHour] ?? 0) > hourly.most) return undefined;
  return { ...burst, atMs, changeAtMs: burstFromMs, endedAtMs: last * hourMs };
}

function burstAlarm(watch: VolumeWatch, atMs: number, { arlMinutes }: DriftSettings): DriftAlarm {
  const { seen, usual, sinceMs } = watch;
  const hours = (atMs - sinceMs) / hourMs;
  // The root of a Poisson count has a standard deviation of a half: two of them.
  const low = Math.max(0, Math.sqrt(seen) - 1) ** 2;
  const [baseline, current, effectLow] = [usual / hours, seen / hours, low / hours];
  const show = (level: number): string => Number(level.toPrecision(3)).toLocaleString('en');
  return {
    atMs,
    ...burst,
    kind: 'number',
    clock: 'trailing',
    cause: burst.feature,
    changeAtMs: sinceMs,
    ...{ baseline, current, effectLow },
    severity: current >= 10 * baseline ? 'medium' : 'low',
    arlMinutes,
    explanation: `Traffic rose from ${show(baseline)} to ${show(current)} sessions an hour (at least ${show(effectLow)}) ${sinceWords(sinceMs)}`,
  };
}
