import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { bucketCount } from '../read-chunk.js';

/** What an example says to a head: it is one of its kind, it is not, or nothing. */
export type Label = 1 | 0 | undefined;

/** A text as training sees it: its buckets, some of them several times, and a label for each head. */
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

/** Weights of linear models in logits over counted features scaled by 1/√n, n their number: `weights[bucket * heads + head]`. */
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
  const trainer = new Trainer(options);
  const generator = xoroshiro128plus(options.seed);
  const order = Uint32Array.from(examples.keys());
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    shuffle(order, (n) => uniformInt(generator, 0, n));
    for (const index of order) trainer.learn(examples[index]!);
  }
  return trainer.models();
}

/** Weights while they are learnt. A class, since every step changes them: copies would be all that training does. */
class Trainer {
  private readonly heads: number;
  private readonly learningRate: number;
  /** A bucket's weights, then its sums of squared gradients: one visit to memory for all heads. */
  private readonly state: Float32Array;
  private readonly biases: Float64Array;
  private readonly biasSquares: Float64Array;
  private readonly errors: Float64Array;

  constructor({ heads, learningRate }: TrainingOptions) {
    this.heads = heads;
    this.learningRate = learningRate;
    this.state = new Float32Array(bucketCount * 2 * heads);
    this.biases = new Float64Array(heads);
    this.biasSquares = new Float64Array(heads).fill(firstSquares);
    this.errors = new Float64Array(heads);
  }

  learn(example: Example): void {
    const scale = 1 / Math.sqrt(Math.max(1, example.buckets.length));
    this.measure(example, scale);
    for (let head = 0; head < this.heads; head++) {
      const error = this.errors[head]!;
      if (error === 0) continue;
      this.descend(head, example.buckets, error * scale);
      this.biasSquares[head]! += error * error;
      this.biases[head]! -= (this.learningRate * error) / Math.sqrt(this.biasSquares[head]!);
    }
  }

  models(): LinearModels {
    const { heads, state } = this;
    const weights = new Float32Array(bucketCount * heads);
    for (let bucket = 0; bucket < bucketCount; bucket++) {
      for (let head = 0; head < heads; head++) {
        weights[bucket * heads + head] = state[bucket * 2 * heads + head]!;
      }
    }
    return { weights, biases: [...this.biases] };
  }

  /** Leaves each head's error in `errors`, 0 where it is not worth a step. */
  private measure({ buckets, labels }: Example, scale: number): void {
    const { heads, state, errors } = this;
    errors.fill(0);
    for (let index = 0; index < buckets.length; index++) {
      const at = buckets[index]! * 2 * heads;
      for (let head = 0; head < heads; head++) errors[head]! += state[at + head]!;
    }
    for (let head = 0; head < heads; head++) {
      const label = labels[head];
      const error = label === undefined ? 0 : sigmoid(this.biases[head]! + errors[head]! * scale) - label;
      errors[head] = Math.abs(error) < smallestError ? 0 : error;
    }
  }

  private descend(head: number, buckets: Uint32Array, gradient: number): void {
    const { heads, state } = this;
    const square = gradient * gradient;
    const rate = this.learningRate * gradient;
    for (let index = 0; index < buckets.length; index++) {
      const at = buckets[index]! * 2 * heads + head;
      const squares = state[at + heads]! + square;
      state[at + heads] = squares;
      state[at]! -= rate / Math.sqrt(squares + firstSquares);
    }
  }
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
