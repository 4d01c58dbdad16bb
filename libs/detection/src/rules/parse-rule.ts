import { type Result, err, ok } from '#kernel';
import { type Document, parseDocument, visit } from 'yaml';
import { type Rule, ruleSchema } from './rule-schema.js';

/** The rule that a YAML file holds, or everything that is wrong with it, a line each. The file is named after the id. */
export function parseRule(yamlText: string, fileName: string): Result<Rule, readonly string[]> {
  const document = parseDocument(yamlText, { uniqueKeys: true });
  if (document.errors.length > 0) return err(document.errors.map((error) => `${fileName}: ${error.message}`));
  if (hasAlias(document)) return err([`${fileName}: aliases are not taken`]);
  const parsed = ruleSchema.safeParse(document.toJS());
  if (!parsed.success) {
    return err(parsed.error.issues.map((issue) => `${fileName}: ${issue.path.join('.')}: ${issue.message}`));
  }
  const expectedName = `${parsed.data.id}.yaml`;
  if (fileName.split('/').at(-1) !== expectedName) return err([`${fileName}: must be named ${expectedName}`]);
  return ok(parsed.data);
}

/** A few lines of aliases can expand to gigabytes, and no rule needs one. */
function hasAlias(document: Document.Parsed): boolean {
  let found = false;
  visit(document, {
    Alias: () => {
      found = true;
      return visit.BREAK;
    },
  });
  return found;
}
