import { type Result, err, ok } from '#kernel';
import { parseRule } from './parse-rule.js';
import type { Rule } from './rule-schema.js';

/** The rules that files hold, or everything that is wrong with any of them, a line each. Ids are unique. */
export function parseRules(
  files: readonly { readonly fileName: string; readonly text: string }[],
): Result<readonly Rule[], readonly string[]> {
  const parsed = files.map(({ fileName, text }) => parseRule(text, fileName));
  const rules = parsed.flatMap((result) => (result.ok ? [result.value] : []));
  const ids = rules.map(({ id }) => id);
  const problems = [
    ...parsed.flatMap((result) => (result.ok ? [] : result.error)),
    ...ids.filter((id, index) => ids.indexOf(id) < index).map((id) => `${id}: the id is taken twice`),
  ];
  return problems.length > 0 ? err(problems) : ok(rules);
}
