import { readFile } from 'node:fs/promises';
import { parseEmbeddingLayer } from '#detection';
import { AppError, systemClock } from '#kernel';
import type { AppParts } from '#telemetry';
import type { AnalyzerConfig } from '../../config.js';
import { type FurtherScorer, createEmbeddingScorer } from './embedding-scorer.js';

/** The further scorer that the configuration names, or none. Throws an AppError where its layer cannot be read. */
export async function loadFurtherScorer({
  config,
  logger,
}: Pick<AppParts<AnalyzerConfig>, 'config' | 'logger'>): Promise<FurtherScorer | undefined> {
  const { EMBEDDINGS_URL: url, EMBEDDINGS_LAYER_FILE: file } = config;
  if (url === undefined || file === undefined) return undefined;
  const layer = parseEmbeddingLayer(await readFile(file, 'utf8'));
  if (!layer.ok) throw new AppError('analyzer.bad-embedding-layer', `${file} ${layer.error}`, false);
  const service = {
    url,
    model: layer.value.model,
    token: config.EMBEDDINGS_TOKEN?.reveal(),
    timeoutMs: config.EMBEDDINGS_TIMEOUT_MS,
  };
  return createEmbeddingScorer({ service, layer: layer.value, clock: systemClock, logger });
}
