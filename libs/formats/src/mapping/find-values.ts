import { type JSONValue, compile } from 'json-p3';
import { asText } from '../clean-text.js';
import { own } from '../own.js';
import { expressionSteps } from './expression-steps.js';
import type { FieldSpec } from './field-mapping.js';

/** Finds the values of a field in a record; none where the record lacks it. */
export type FindValues = (record: unknown) => readonly unknown[];

const unitMs = { s: 1_000, ms: 1, us: 1 / 1_000, ns: 1 / 1_000_000 } as const;

/** The compiled form of a field's specification. */
export function compileField(spec: FieldSpec): FindValues {
  if (Array.isArray(spec)) {
    const alternatives = spec.map(compileField);
    return (record) => {
      for (const find of alternatives) {
        const values = find(record);
        if (values.length > 0) return values;
      }
      return [];
    };
  }
  if (typeof spec === 'string') return compileExpression(spec);
  const find = compileExpression(spec.path);
  const { map, unit, join } = spec;
  return (record) => {
    const values = find(record).map((value) => {
      const named = map === undefined ? undefined : own(map, asText(value));
      if (named !== undefined) return named;
      return unit !== undefined && isNumeric(value) ? Number(value) * unitMs[unit] : value;
    });
    return join === undefined || values.length === 0
      ? values
      : [values.map((value) => asText(value)).join(join)];
  };
}

/** A path, or several with `| json |` between them. */
export function compileExpression(expression: string): FindValues {
  const finders = expressionSteps(expression).map((step) => (step === 'json' ? readJson : findPath(step)));
  return (record) => finders.reduce<readonly unknown[]>((values, find) => values.flatMap(find), [record]);
}

function findPath(path: string): FindValues {
  const compiled = compile(path);
  return (record) =>
    compiled
      .query(record as JSONValue)
      .values()
      .filter((value) => value !== null && value !== undefined && value !== '');
}

function readJson(value: unknown): readonly unknown[] {
  if (typeof value !== 'string') return [value];
  try {
    return [JSON.parse(value) as unknown];
  } catch {
    return [];
  }
}

function isNumeric(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && /^-?\d{1,20}(\.\d{1,20})?$/.test(value));
}
