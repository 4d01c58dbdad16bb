/** The traffic of one model: when it was last there, and how it paused before that. */
export interface ModelTraffic {
  readonly tenant: string;
  readonly modelKey: number;
  readonly modelId: string;
  readonly version: string;
  /** The first minute of the days looked back at in which it had traffic. */
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  /** The longest time between two of its minutes with traffic, in those days. */
  readonly longestPauseMs: number;
}

/** How far one partition of masked interactions is analysed. */
export interface PartitionProgress {
  readonly topic: string;
  readonly partition: number;
  /** Event time up to which it is complete; of a partition that is read to its end, a few seconds ago. */
  readonly watermarkMs: number;
}

/** Something that is not watched now. */
export type Gap =
  | { readonly cause: 'no-traffic'; readonly model: ModelTraffic; readonly silentMs: number }
  | { readonly cause: 'lag'; readonly topic: string; readonly partition: number; readonly behindMs: number };

/** A pause shorter than this is none, whatever a model's habits. */
export const shortestSilenceMs = 10 * 60_000;
/** Without a whole day nothing is known of nights. */
const shortestHistoryMs = 24 * 3_600_000;
/** How much longer than ever before a silence is before it is worth a word. */
const beyondLongest = 2;
/** The design's bar: a gap shows within a minute. */
const longestLagMs = 60_000;

/**
 * What is not watched at `nowMs`: topics whose slowest partition is more than a minute behind, and models that are
 * silent for ten minutes and for twice their longest pause of the days looked back at, which needs a day of history.
 * Models are not judged while anything lags: their traffic may stand in the part that is not read yet.
 */
export function findGaps(
  models: readonly ModelTraffic[],
  progress: readonly PartitionProgress[],
  nowMs: number,
): readonly Gap[] {
  const lagging = slowestByTopic(progress).flatMap(({ topic, partition, watermarkMs }): Gap[] => {
    const behindMs = nowMs - watermarkMs;
    return behindMs > longestLagMs ? [{ cause: 'lag', topic, partition, behindMs }] : [];
  });
  if (lagging.length > 0) return lagging;
  return models.flatMap((model): Gap[] => {
    const silentMs = nowMs - model.lastAtMs;
    const isKnown = model.lastAtMs - model.firstAtMs >= shortestHistoryMs;
    const isLong = silentMs > Math.max(shortestSilenceMs, beyondLongest * model.longestPauseMs);
    return isKnown && isLong ? [{ cause: 'no-traffic', model, silentMs }] : [];
  });
}

function slowestByTopic(progress: readonly PartitionProgress[]): readonly PartitionProgress[] {
  const slowest = new Map<string, PartitionProgress>();
  for (const one of progress) {
    const known = slowest.get(one.topic);
    if (known === undefined || one.watermarkMs < known.watermarkMs) slowest.set(one.topic, one);
  }
  return [...slowest.values()];
}
