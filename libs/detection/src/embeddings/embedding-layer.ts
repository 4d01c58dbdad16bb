import { type Result, err, ok } from '#kernel';
import { z } from 'zod';
import { type ScoreTail, rarityAbove } from '../heads/calibration.js';
import { fitTail } from '../heads/training/fit-tail.js';

const layerSchema = z.object({
  format: z.literal('tunewarden-embedding-layer-1'),
  /** Whose embeddings it reads: those of another model mean something else. */
  model: z.string().min(1),
  weights: z.array(z.number()).min(2).max(8_192).readonly(),
  tail: z.object({ start: z.number(), meanExcess: z.number().positive() }),
  attacks: z.number().int(),
  ordinary: z.number().int(),
});

/** A direction in the space of an embedding model that leads from ordinary texts to attacks, and how far ordinary ones go. */
export type EmbeddingLayer = z.infer<typeof layerSchema>;

/** The layer that a file holds, or what is wrong with it. */
export function parseEmbeddingLayer(json: string): Result<EmbeddingLayer, string> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return err('is no JSON');
  }
  const parsed = layerSchema.safeParse(value);
  return parsed.success ? ok(parsed.data) : err('is no layer that `tunewarden embeddings fit` made');
}

/** Embeddings of labelled texts, all of one length. */
export interface LabelledEmbeddings {
  readonly model: string;
  readonly attacks: readonly (readonly number[])[];
  readonly ordinary: readonly (readonly number[])[];
}

/**
 * The layer between the mean attack and the mean ordinary text (the nearest-centroid classifier of J. Rocchio, 1971, on
 * unit vectors). Every second ordinary text only calibrates: its score was not fitted to. At least 400 ordinary texts,
 * since the tail of fewer says nothing.
 */
export function fitEmbeddingLayer({
  model,
  attacks,
  ordinary,
}: LabelledEmbeddings): Result<EmbeddingLayer, string> {
  const [first] = attacks;
  if (first === undefined) return err('there is no attack to learn from');
  const sizes = new Set([...attacks, ...ordinary].map(({ length }) => length));
  if (sizes.size > 1) return err('embeddings have several lengths: they are of several models');
  const learnt = meanOf(ordinary.filter((_, index) => index % 2 === 0));
  const weights = meanOf(attacks).map((value, index) => value - (learnt[index] ?? 0));
  const scores = ordinary.filter((_, index) => index % 2 === 1).map((text) => projected(weights, text));
  const tail = tailOf(scores);
  if (tail === undefined) return err('there are fewer than 400 ordinary texts to calibrate with');
  return ok({
    format: 'tunewarden-embedding-layer-1',
    model,
    weights,
    tail,
    attacks: attacks.length,
    ordinary: ordinary.length,
  });
}

/** How rare an embedding is among ordinary ones, in powers of ten; undefined where it is of another length. */
export function embeddingRarity(
  { weights, tail }: EmbeddingLayer,
  embedding: readonly number[],
): number | undefined {
  return embedding.length === weights.length ? rarityAbove(tail, projected(weights, embedding)) : undefined;
}

/** `fitTail` has a floor of 0.05 logits; unit vectors are closer together than that, so their scores are stretched. */
const stretch = 100;

function tailOf(scores: readonly number[]): ScoreTail | undefined {
  const tail = fitTail(scores.map((score) => score * stretch));
  return tail && { start: tail.start / stretch, meanExcess: tail.meanExcess / stretch };
}

function meanOf(embeddings: readonly (readonly number[])[]): readonly number[] {
  const sum = new Float64Array(embeddings[0]?.length ?? 0);
  for (const embedding of embeddings) {
    const length = lengthOf(embedding);
    for (let index = 0; index < sum.length; index++) sum[index]! += embedding[index]! / length;
  }
  return [...sum].map((value) => value / Math.max(1, embeddings.length));
}

function projected(weights: readonly number[], embedding: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * embedding[index]!, 0) / lengthOf(embedding);
}

function lengthOf(embedding: readonly number[]): number {
  return Math.sqrt(embedding.reduce((sum, value) => sum + value * value, 0)) || 1;
}
