import type { Attributes } from '../otlp/attributes.js';

interface Node {
  [key: string]: unknown;
}

/** More indices than any conversation has, and a guard against `gen_ai.prompt.4294967294.role`. */
const mostItems = 10_000;

/**
 * The list that indexed attributes spell out: `gen_ai.prompt.0.role`, `gen_ai.prompt.0.content` … by index, with nested
 * names as nested objects and nested indices as lists. Empty where no attribute begins with `prefix.`.
 */
export function unflatten(attributes: Attributes, prefix: string): readonly unknown[] {
  const root = Object.create(null) as Node;
  for (const [name, value] of attributes) {
    if (!name.startsWith(`${prefix}.`)) continue;
    const path = name.slice(prefix.length + 1).split('.');
    // `gen_ai.prompt.name` and `gen_ai.prompt.version` are no messages.
    if (isIndex(path[0])) put(root, path, value);
  }
  return asList(root) ?? [];
}

function put(node: Node, path: readonly string[], value: unknown): void {
  const [key = '', ...rest] = path.slice(0, 12);
  if (rest.length === 0) {
    node[key] ??= value;
    return;
  }
  const child = node[key];
  const next = (typeof child === 'object' && child !== null ? child : Object.create(null)) as Node;
  node[key] = next;
  put(next, rest, value);
}

function isIndex(key: string | undefined): boolean {
  return /^\d{1,9}$/.test(key ?? '');
}

function asList(node: Node): readonly unknown[] | undefined {
  const keys = Object.keys(node);
  if (keys.length === 0 || !keys.every(isIndex)) return undefined;
  return keys
    .map(Number)
    .sort((a, b) => a - b)
    .slice(0, mostItems)
    .map((index) => withLists(node[String(index)]));
}

function withLists(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const node = value as Node;
  const list = asList(node);
  if (list !== undefined) return list;
  const object = Object.create(null) as Node;
  for (const [key, child] of Object.entries(node)) object[key] = withLists(child);
  return object;
}
