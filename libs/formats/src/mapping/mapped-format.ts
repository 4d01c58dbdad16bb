import { type NativeInteraction, decodeJson } from '#contracts';
import { asText, cleanIdentifier } from '../clean-text.js';
import type { AdaptContext, AdaptedRecord, Format } from '../format.js';
import { type Content, readMessages, readResponse, readSystem } from '../content/read-messages.js';
import { logTime } from '../log-time.js';
import { checked, interactionOf, withoutUndefined } from '../native-record.js';
import { countOf, numberOf } from '../read-numbers.js';
import type { FieldMapping, FieldName } from './field-mapping.js';
import { type FindValues, compileExpression, compileField } from './find-values.js';

/** What reads one record: its fields, and its text. */
interface Reader {
  readonly field: (record: unknown, name: FieldName) => unknown;
  readonly content: (record: unknown) => Content;
  readonly guardrail: (record: unknown) => NativeInteraction['guardrail'];
}

/** The format that a field mapping describes. */
export function mappedFormat(mapping: FieldMapping): Format {
  const each = mapping.each === undefined ? undefined : compileExpression(mapping.each);
  const only = mapping.only === undefined ? undefined : compileExpression(mapping.only.path);
  const wanted = new Set<unknown>(mapping.only?.in);
  const reader = readerOf(mapping);
  return {
    name: mapping.name,
    decode: (bytes, _contentType, limits) => decodeJson(bytes, limits),
    adapt: (decoded, context) => {
      const records = each === undefined ? [decoded] : each(decoded);
      if (records.length === 0)
        return [{ kind: 'invalid', code: 'no-record', message: `No record at ${mapping.each}` }];
      return records.map((record) => {
        if (only !== undefined && !only(record).some((value) => wanted.has(value))) {
          return { kind: 'skip', reason: 'another-record' };
        }
        return adaptRecord(reader, record, context);
      });
    },
  };
}

function readerOf(mapping: FieldMapping): Reader {
  const fields = new Map(
    Object.entries(mapping.fields).map(([name, spec]) => [name as FieldName, compileField(spec)] as const),
  );
  const [system, messages, retrieved, response] = [
    mapping.system,
    mapping.messages,
    mapping.retrieved,
    mapping.response,
  ].map((spec): FindValues => (spec === undefined ? () => [] : compileField(spec)));
  const field = (record: unknown, name: FieldName): unknown => fields.get(name)?.(record)[0];
  return {
    field,
    content: (record) => ({
      ...systemOf(system!(record)[0]),
      messages: [
        ...retrieved!(record).map((text) => ({
          role: 'user' as const,
          parts: [{ type: 'document', text: asText(text) }],
        })),
        ...readMessages(messages!(record)[0]),
      ],
      ...responseIn(response!(record)[0], field(record, 'finish_reason')),
    }),
    guardrail: guardrailReader(mapping.guardrail),
  };
}

function guardrailReader(spec: FieldMapping['guardrail']): Reader['guardrail'] {
  if (spec === undefined) return () => undefined;
  const [policy, verdict] = [compileField(spec.policy), compileField(spec.verdict)];
  const score = spec.score === undefined ? undefined : compileField(spec.score);
  return (record) => {
    const policies = policy(record);
    const verdicts = verdict(record);
    const scores = score?.(record) ?? [];
    if (verdicts.length === 0) return undefined;
    return verdicts.slice(0, 100).map((one, at) => ({
      policy: asText(policies[at] ?? policies[0] ?? 'unnamed', 200),
      verdict: asText(one, 200),
      ...(typeof scores[at] === 'number' && { score: scores[at] }),
    }));
  };
}

function adaptRecord(reader: Reader, record: unknown, { receivedAtMs }: AdaptContext): AdaptedRecord {
  const identifier = (name: FieldName, longest?: number) =>
    cleanIdentifier(reader.field(record, name), longest);
  const number = (name: FieldName) => numberOf(reader.field(record, name));
  const [modelId, actorId, ip] = [identifier('model.id'), identifier('actor.id'), identifier('actor.ip', 64)];
  const error = reader.field(record, 'error');
  const latencyMs = number('latency_ms');
  const content = reader.content(record);
  if (content.messages.length === 0 && content.response === undefined)
    return { kind: 'skip', reason: 'no-text' };
  const fields = withoutUndefined({
    id: identifier('id', 128),
    occurred_at: logTime(timeOf(reader.field(record, 'occurred_at')), receivedAtMs),
    model: withoutUndefined({
      id: modelId ?? 'unknown',
      version: identifier('model.version') ?? 'unversioned',
      base: identifier('model.base'),
      kind: 'tuned' as const,
    }),
    tenant: identifier('tenant', 64) ?? 'default',
    app: identifier('app'),
    environment: identifier('environment', 64),
    session: identifier('session'),
    actor: actorId === undefined && ip === undefined ? undefined : withoutUndefined({ id: actorId, ip }),
    usage: withoutUndefined({
      input_tokens: countOf(reader.field(record, 'usage.input_tokens')),
      output_tokens: countOf(reader.field(record, 'usage.output_tokens')),
      cost: number('usage.cost'),
    }),
    latency_ms: latencyMs !== undefined && latencyMs <= 86_400_000 ? latencyMs : undefined,
    error: error === undefined ? undefined : asText(error, 10_000),
    guardrail: reader.guardrail(record),
    prompt_template: identifier('prompt_template'),
  });
  return checked(interactionOf(fields, content), (native) => ({ kind: 'interaction', native }));
}

function systemOf(found: unknown): { system?: string } {
  const system = readSystem(found);
  return system === undefined ? {} : { system };
}

function responseIn(found: unknown, finishReason: unknown): Pick<Content, 'response'> {
  const response = readResponse(found, finishReason);
  return response === undefined ? {} : { response };
}

/** RFC 3339 text, or a number of milliseconds. */
function timeOf(value: unknown): number {
  return typeof value === 'number' ? value : typeof value === 'string' ? Date.parse(value) : NaN;
}
