import { type EmbeddingLayer, embeddingRarity } from '#detection';
import type { Clock } from '#kernel';
import { type EmbeddingService, embedText } from '#outbound';
import { type Logger, metrics } from '#telemetry';

/** Says how rare a text is among ordinary ones, in powers of ten; undefined where it cannot be asked now. */
export type FurtherScorer = (text: string) => Promise<number | undefined>;

/** What the scorer works with. */
export interface EmbeddingScorerParts {
  readonly service: EmbeddingService;
  readonly layer: EmbeddingLayer;
  readonly clock: Clock;
  readonly logger: Logger;
}

const readCharacters = 2_000;
const mostRemembered = 2_000;
/** After an answer that did not come, the service is left alone for so long. */
const restMs = 30_000;
/** Under load this is what is left out first: so many texts a second, saved up for ten. */
const perSecond = 20;
const mostSaved = 10 * perSecond;

/**
 * A scorer that asks an embedding service and puts its answer through the layer. Texts that it has seen are not asked
 * again. A service that fails is left alone for half a minute, and the scan goes on without it: the log and the metric
 * say so.
 */
export function createEmbeddingScorer({
  service,
  layer,
  clock,
  logger,
}: EmbeddingScorerParts): FurtherScorer {
  const known = new Map<string, number>();
  const mayAsk = createBudget(clock);
  let restsUntilMs = 0;
  const ask = async (text: string): Promise<number | undefined> => {
    const embedding = await embedText(service, text);
    const rarity = embedding.ok ? embeddingRarity(layer, embedding.value) : undefined;
    if (rarity !== undefined) return rarity;
    restsUntilMs = clock() + restMs;
    const reason = embedding.ok ? 'length' : embedding.error;
    logger.warn({ reason, restMs }, 'embedding service gave no answer; scanning goes on without it');
    return undefined;
  };
  return async (whole) => {
    const text = whole.slice(0, readCharacters);
    const before = known.get(text);
    if (before !== undefined) return before;
    if (clock() < restsUntilMs || !mayAsk()) {
      metrics.furtherScored.add(1, { result: 'left out' });
      return undefined;
    }
    const rarity = await ask(text);
    metrics.furtherScored.add(1, { result: rarity === undefined ? 'failed' : 'scored' });
    if (rarity !== undefined) remember(known, text, rarity);
    return rarity;
  };
}

/** A function that says whether one more may be asked now. */
function createBudget(clock: Clock): () => boolean {
  let [saved, savedAtMs] = [mostSaved, clock()];
  return () => {
    const nowMs = clock();
    saved = Math.min(mostSaved, saved + ((nowMs - savedAtMs) / 1_000) * perSecond);
    savedAtMs = nowMs;
    if (saved < 1) return false;
    saved -= 1;
    return true;
  };
}

function remember(known: Map<string, number>, text: string, rarity: number): void {
  known.set(text, rarity);
  const oldest = known.keys().next().value;
  if (known.size > mostRemembered && oldest !== undefined) known.delete(oldest);
}
