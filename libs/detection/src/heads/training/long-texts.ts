import { pick, seededBelow } from '../grammar/expand.js';
import type { TrainingText } from './training-text.js';

/** Lengths that joined texts aim at, in characters: the ranges that single turns leave empty. */
const targets = [500, 900, 1_500, 2_500, 4_000, 7_000];

/**
 * Ordinary texts of one source after another, joined until they are long: conversations pasted whole, documents of
 * many parts. Single turns are short, and a maximum over windows must be calibrated on what is as long as it reads.
 */
export function joinTexts(
  texts: readonly TrainingText[],
  count: number,
  seed: number,
): readonly TrainingText[] {
  const below = seededBelow(seed);
  const bySource = [...Map.groupBy(texts, ({ source, side }) => `${side} ${source}`).values()];
  return bySource.flatMap((ofSource) => {
    const share = Math.min(ofSource.length, Math.ceil(count / bySource.length));
    return Array.from({ length: share }, () => {
      const target = pick(targets, below);
      const parts: string[] = [];
      for (let length = 0; length < target;) {
        const { text } = pick(ofSource, below);
        // An empty text must not make this endless.
        length += text.length + 2;
        parts.push(text);
      }
      return { ...ofSource[0]!, text: parts.join('\n\n') };
    });
  });
}
