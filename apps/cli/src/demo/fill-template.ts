import type { Random } from './random.js';

/** Words for the slots of the templates of one turn; a slot keeps its word, so that an answer fits its question. */
export type Fill = (template: string) => string;

/** A fill that draws from these lists. A slot that none of them has stays as it is. */
export function openFill(lists: Readonly<Record<string, readonly string[]>>, random: Random): Fill {
  const chosen = new Map<string, string>();
  const wordFor = (slot: string): string => {
    const list = lists[slot];
    const word = chosen.get(slot) ?? (list === undefined ? `{${slot}}` : random.pick(list));
    chosen.set(slot, word);
    return word;
  };
  return (template) => template.replace(/\{([a-z]+)\}/g, (_, slot: string) => wordFor(slot));
}
