/** A machine's name as words: `system-prompt-leak` is `system prompt leak`. */
export function words(name: string): string {
  return name.replaceAll(/[-_]/g, ' ');
}

/** A count and what is counted: `1 finding`, `12,000 findings`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
