import { type Result, err, ok } from '#kernel';
import { parseDocument } from 'yaml';
import { type Rule, ruleSchema } from './rule-schema.js';

/** The rule that a YAML file holds, or everything that is wrong with it, a line each. The file is named after the id. */
export function parseRule(yamlText: string, fileName: string): Result<Rule, readonly string[]> {
  const document = parseDocument(yamlText, { uniqueKeys: true });
  if (document.errors.length > 0) return err(document.errors.map((error) => `${fileName}: ${error.message}`));
  // No aliases: a few lines of them can expand to gigabytes.
  const parsed = ruleSchema.safeParse(document.toJS({ maxAliasCount: 0 }));
  if (!parsed.success) {
    return err(parsed.error.issues.map((issue) => `${fileName}: ${issue.path.join('.')}: ${issue.message}`));
  }
  const expectedName = `${parsed.data.id}.yaml`;
  if (fileName.split('/').at(-1) !== expectedName) return err([`${fileName}: must be named ${expectedName}`]);
  return ok(parsed.data);
}
