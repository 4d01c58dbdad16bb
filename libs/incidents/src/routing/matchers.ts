import type { Labels } from '#contracts';
import { RE2JS } from 're2js';

/** One condition on a label; a label that is absent is the empty text, as with Alertmanager. */
export interface Matcher {
  readonly label: string;
  readonly operator: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

/** https://prometheus.io/docs/alerting/latest/configuration/#matcher */
const shape = /^\s*([a-z_]{1,40})\s*(=~|!~|!=|=)\s*(?:"([^"]{0,500})"|([^"\s]{0,500}))\s*$/;

/** The matcher that a text like `severity=~"high|critical"` states; undefined where it states none. */
export function parseMatcher(text: string): Matcher | undefined {
  const [, label, operator, quoted, bare] = shape.exec(text) ?? [];
  if (label === undefined || operator === undefined) return undefined;
  const matcher = { label, operator: operator as Matcher['operator'], value: quoted ?? bare ?? '' };
  return isCompilable(matcher) ? matcher : undefined;
}

/** The matchers that texts state; undefined where one states none. */
export function parseMatchers(texts: readonly string[]): readonly Matcher[] | undefined {
  const matchers = texts.flatMap((text) => parseMatcher(text) ?? []);
  return matchers.length === texts.length ? matchers : undefined;
}

/** True where every matcher holds. Patterns are RE2 and anchored: whoever wrote them, they take linear time. */
export function matchesAll(matchers: readonly Matcher[], labels: Labels): boolean {
  return matchers.every((matcher) => matches(matcher, labels[matcher.label] ?? ''));
}

/** The matcher as people write it. */
export function formatMatcher({ label, operator, value }: Matcher): string {
  return `${label}${operator}"${value}"`;
}

function matches({ operator, value }: Matcher, actual: string): boolean {
  switch (operator) {
    case '=':
      return actual === value;
    case '!=':
      return actual !== value;
    case '=~':
      return RE2JS.matches(value, actual);
    case '!~':
      return !RE2JS.matches(value, actual);
  }
}

function isCompilable({ operator, value }: Matcher): boolean {
  if (operator === '=' || operator === '!=') return true;
  try {
    RE2JS.compile(value);
    return true;
  } catch {
    return false;
  }
}
