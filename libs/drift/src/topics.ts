import { isTerm, termBuckets } from './vocabulary.js';

/** Documents of the first days, every `stride`-th of them, from which topics are made. Plain JSON. */
export interface TopicSample {
  readonly stride: number;
  readonly seen: number;
  readonly documents: readonly (readonly number[])[];
}

/** Topics of a model's prompts: the weights of the terms of each, the largest first. Plain JSON. */
export type Topics = readonly (readonly (readonly [term: number, weight: number])[])[];

/** The text that topics are of, and the feature that they are. */
export const topicText = 'prompt_vocabulary';
export const topicFeature = 'prompt_topic';

const mostDocuments = 512;
const fewestDocuments = 120;
const topicCount = 8;
const rounds = 12;
const termsOfTopic = 40;
/** Cosine below which a document is of none of the topics. */
const nearest = 0.1;

export const emptySample: TopicSample = { stride: 1, seen: 0, documents: [] };

/** The sample with one document more. When it is full, every other one goes: it stays even over time. */
export function sampleDocument(sample: TopicSample, document: readonly number[]): TopicSample {
  const seen = sample.seen + 1;
  if (sample.seen % sample.stride !== 0) return { ...sample, seen };
  const documents = [...sample.documents, document.filter(isTerm)];
  if (documents.length <= mostDocuments) return { ...sample, seen, documents };
  return { stride: sample.stride * 2, seen, documents: documents.filter((_, i) => i % 2 === 0) };
}

/**
 * Up to eight topics of sampled documents, by spherical k-means on terms weighted by inverse document frequency
 * (Dhillon and Modha, Machine Learning 2001), begun from documents that are far from one another (Gonzalez 1985): the
 * same sample gives the same topics. None where there are fewer than 120 documents.
 */
export function findTopics({ documents }: TopicSample): Topics {
  if (documents.length < fewestDocuments) return [];
  const vectors = weighted(documents);
  let centroids = farApart(vectors);
  for (let round = 0; round < rounds; round++) {
    const owners = vectors.map((vector) => mostAlike(centroids, vector)[0]);
    centroids = centroids.map((centroid, topic) => {
      const own = vectors.filter((_, i) => owners[i] === topic);
      return own.length === 0 ? centroid : centre(own);
    });
  }
  return centroids.map(heaviestTerms);
}

/** The topic of a document, `t1` and on by their order; `none` where it is like none of them. */
export function topicOf(topics: Topics, document: readonly number[]): string {
  const present = new Set(document);
  let [best, most] = [-1, nearest * Math.sqrt(present.size)];
  topics.forEach((terms, topic) => {
    const alike = terms.reduce((sum, [term, weight]) => (present.has(term) ? sum + weight : sum), 0);
    if (alike > most) [best, most] = [topic, alike];
  });
  return best < 0 ? 'none' : `t${best + 1}`;
}

/** The terms that stand for a topic, the strongest first; none for what is no topic. */
export function termsOf(topics: Topics, topic: string): readonly number[] {
  const terms = topics[Number(topic.slice(1)) - 1] ?? [];
  return terms.slice(0, 3).map(([term]) => term);
}

/** A document as weights of its terms, of length 1. */
type Vector = ReadonlyMap<number, number>;

function weighted(documents: readonly (readonly number[])[]): Vector[] {
  const counts = new Float64Array(termBuckets);
  for (const document of documents) for (const term of document) counts[term]! += 1;
  const weightOf = (term: number): number =>
    Number(Math.log(documents.length / counts[term]!).toPrecision(6));
  return documents.map((document) => {
    const weights = document.map((term) => [term, counts[term]! > 1 ? weightOf(term) : 0] as const);
    const length = Math.sqrt(weights.reduce((sum, [, weight]) => sum + weight * weight, 0)) || 1;
    return new Map(weights.map(([term, weight]) => [term, weight / length]));
  });
}

function farApart(vectors: readonly Vector[]): Float64Array[] {
  const chosen = [centre(vectors)];
  const likeness = vectors.map(() => -1);
  while (chosen.length <= topicCount) {
    vectors.forEach((vector, i) => {
      likeness[i] = Math.max(likeness[i]!, dot(chosen.at(-1)!, vector));
    });
    const farthest = likeness.reduce((least, alike, i) => (alike < likeness[least]! ? i : least), 0);
    chosen.push(centre([vectors[farthest]!]));
  }
  // The first one was the centre of all, to be far from.
  return chosen.slice(1);
}

function centre(vectors: readonly Vector[]): Float64Array {
  const sum = new Float64Array(termBuckets);
  for (const vector of vectors) for (const [term, weight] of vector) sum[term]! += weight;
  const length = Math.sqrt(sum.reduce((total, weight) => total + weight * weight, 0)) || 1;
  return sum.map((weight) => weight / length);
}

function mostAlike(
  centroids: readonly Float64Array[],
  vector: Vector,
): readonly [topic: number, alike: number] {
  return centroids.reduce<readonly [number, number]>(
    (best, centroid, topic) => {
      const alike = dot(centroid, vector);
      return alike > best[1] ? [topic, alike] : best;
    },
    [0, -1],
  );
}

function dot(centroid: Float64Array, vector: Vector): number {
  let sum = 0;
  for (const [term, weight] of vector) sum += centroid[term]! * weight;
  return sum;
}

function heaviestTerms(centroid: Float64Array): (readonly [number, number])[] {
  const terms = Array.from(centroid, (weight, term) => [term, Number(weight.toPrecision(4))] as const);
  return terms
    .sort(([s, a], [t, b]) => b - a || s - t)
    .slice(0, termsOfTopic)
    .filter(([, weight]) => weight > 0);
}
