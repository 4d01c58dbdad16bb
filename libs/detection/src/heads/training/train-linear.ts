import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { bucketCount } from '../read-features.js';

/** What an example says to a head: it is one of its kind, it is not, or nothing. */
export type Label = 1 | 0 | undefined;

/** A text as training sees it: its distinct buckets and a label for each head. */
export interface Example {
  readonly buckets: Uint32Array;
  readonly labels: readonly Label[];
}

export interface TrainingOptions {
  readonly heads: number;
  readonly epochs: number;
  readonly learningRate: number;
  readonly seed: number;
}

/** Weights of linear models in logits over binary features scaled by 1/√n: `weights[bucket * heads + head]`. */
export interface LinearModels {
  readonly weights: Float32Array;
  readonly biases: readonly number[];
}

/** An example that a head is this sure of teaches it nothing: leaving it out saves most of the time. */
const smallestError = 0.01;
const firstSquares = 1e-6;

/**
 * Logistic regressions that share their features, trained together by AdaGrad (Duchi, Hazan, Singer 2011, eq. 1,
 * diagonal form), one example at a time in an order that the seed shuffles anew each epoch. The same examples, options
 * and seed give the same bits.
 */
export function trainLinear(examples: readonly Example[], options: TrainingOptions): LinearModels {
  const trainer = createTrainer(options);
  const generator = xoroshiro128plus(options.seed);
  const order = Uint32Array.from(examples.keys());
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    shuffle(order, (n) => uniformInt(generator, 0, n));
    for (const index of order) trainer.learn(examples[index]!);
  }
  return trainer.models();
}

function createTrainer({ heads, learningRate }: TrainingOptions) {
  // A bucket's weights and sums of squared gradients stand together: one visit to memory for all heads.
  const stride = 2 * heads;
  const state = new Float32Array(bucketCount * stride);
  const biases = new Float64Array(heads);
  const biasSquares = new Float64Array(heads).fill(firstSquares);
  const sums = new Float64Array(heads);
  const errors = new Float64Array(heads);

  /** Leaves each head's error in `errors`; says whether any is worth a step. */
  const measure = ({ buckets, labels }: Example, scale: number): boolean => {
    sums.fill(0);
    for (let index = 0; index < buckets.length; index++) {
      const at = buckets[index]! * stride;
      for (let head = 0; head < heads; head++) sums[head]! += state[at + head]!;
    }
    let learns = false;
    for (let head = 0; head < heads; head++) {
      const label = labels[head];
      const error = label === undefined ? 0 : sigmoid(biases[head]! + sums[head]! * scale) - label;
      errors[head] = Math.abs(error) < smallestError ? 0 : error;
      learns ||= errors[head] !== 0;
    }
    return learns;
  };

  const descend = (head: number, buckets: Uint32Array, gradient: number): void => {
    const square = gradient * gradient;
    const rate = learningRate * gradient;
    for (let index = 0; index < buckets.length; index++) {
      const at = buckets[index]! * stride + head;
      const squares = state[at + heads]! + square;
      state[at + heads] = squares;
      state[at] = state[at]! - rate / Math.sqrt(squares + firstSquares);
    }
  };

  return {
    learn(example: Example): void {
      const scale = 1 / Math.sqrt(Math.max(1, example.buckets.length));
      if (!measure(example, scale)) return;
      for (let head = 0; head < heads; head++) {
        const error = errors[head]!;
        if (error === 0) continue;
        descend(head, example.buckets, error * scale);
        biasSquares[head]! += error * error;
        biases[head]! -= (learningRate * error) / Math.sqrt(biasSquares[head]!);
      }
    },
    models(): LinearModels {
      const weights = new Float32Array(bucketCount * heads);
      for (let bucket = 0; bucket < bucketCount; bucket++) {
        for (let head = 0; head < heads; head++) {
          weights[bucket * heads + head] = state[bucket * stride + head]!;
        }
      }
      return { weights, biases: [...biases] };
    },
  };
}

function shuffle(order: Uint32Array, upTo: (n: number) => number): void {
  for (let last = order.length - 1; last > 0; last--) {
    const other = upTo(last);
    const moved = order[last]!;
    order[last] = order[other]!;
    order[other] = moved;
  }
}

function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
