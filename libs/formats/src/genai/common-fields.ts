import type { NativeInteraction } from '#contracts';
import { asText, cleanIdentifier } from '../clean-text.js';
import type { Attributes } from '../otlp/attributes.js';
import type { OtlpRecord } from '../otlp/otlp-records.js';
import { logTime } from '../log-time.js';

type Fields = Omit<NativeInteraction, 'messages' | 'response' | 'system'>;

/** Attributes that have fields of their own, or name people, by how they begin: text, users, sessions, addresses, headers. */
const takenPrefixes = [
  'gen_ai.prompt',
  'gen_ai.completion',
  'gen_ai.input.messages',
  'gen_ai.output.messages',
  'gen_ai.system_instructions',
  'gen_ai.tool.definitions',
  'traceloop.entity.',
  'llm.input_messages',
  'llm.output_messages',
  'llm.prompts',
  'llm.tools',
  'input.',
  'output.',
  'retrieval.documents',
  'user.',
  'enduser.',
  'session.',
  'client.',
  'source.',
  'http.',
  'url.',
  'gen_ai.conversation.',
  'traceloop.association.',
];
const mostAttributes = 60;
const longestAttribute = 500;

/** The first of several attributes that is there, of the record or else of its resource. */
export function firstOf({ attributes, resource }: OtlpRecord, ...names: readonly string[]): unknown {
  for (const name of names) {
    const value = attributes.get(name) ?? resource.get(name);
    if (value !== undefined && value !== null && value !== '') return value;
  }
  return undefined;
}

/** Everything but the text of an interaction, from the attributes of a span or of a log event. */
export function commonFields(record: OtlpRecord, receivedAtMs: number): Fields {
  const requested = firstOf(record, 'gen_ai.request.model', 'llm.model_name');
  const answered = firstOf(record, 'gen_ai.response.model');
  const fields = {
    id: interactionIdOf(record),
    occurred_at: logTime(record.startMs, receivedAtMs),
    model: modelOf(record, requested, answered),
    tenant: cleanIdentifier(firstOf(record, 'tunewarden.tenant'), 64) ?? 'default',
    app: cleanIdentifier(firstOf(record, 'service.name')),
    environment: cleanIdentifier(
      firstOf(record, 'deployment.environment.name', 'deployment.environment'),
      64,
    ),
    session: cleanIdentifier(
      firstOf(
        record,
        'gen_ai.conversation.id',
        'session.id',
        'traceloop.association.properties.session_id',
        'traceloop.association.properties.chat_id',
      ),
    ),
    actor: actorOf(record),
    usage: usageOf(record),
    error: errorOf(record),
    prompt_template: templateOf(record),
    trace: traceOf(record),
    attributes: restOf(record.attributes),
  };
  return withoutUndefined(fields);
}

/** Trace and span name an interaction; undefined where the record has none. */
export function interactionIdOf({
  traceId,
  spanId,
}: Pick<OtlpRecord, 'traceId' | 'spanId'>): string | undefined {
  return traceId === '' || spanId === '' ? undefined : `${traceId}-${spanId}`;
}

/** An object without the properties that are undefined. */
export function withoutUndefined<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

/** The version is what was deployed under the name: the one that is stated, else the one that answered. */
function modelOf(record: OtlpRecord, requested: unknown, answered: unknown): NativeInteraction['model'] {
  const id = cleanIdentifier(requested) ?? cleanIdentifier(answered) ?? 'unknown';
  const other = cleanIdentifier(answered);
  const version =
    cleanIdentifier(firstOf(record, 'tunewarden.model.version')) ?? (other === id ? undefined : other);
  const base = cleanIdentifier(firstOf(record, 'tunewarden.model.base'));
  const kind = firstOf(record, 'tunewarden.model.kind') === 'base' ? 'base' : 'tuned';
  return { id, version: version ?? 'unversioned', kind, ...(base !== undefined && { base }) };
}

function actorOf(record: OtlpRecord): NativeInteraction['actor'] {
  const id = cleanIdentifier(
    firstOf(record, 'enduser.id', 'user.id', 'enduser.pseudo.id', 'traceloop.association.properties.user_id'),
  );
  const ip = cleanIdentifier(firstOf(record, 'client.address'), 64);
  if (id === undefined && ip === undefined) return undefined;
  return { ...(id !== undefined && { id }), ...(ip !== undefined && { ip }) };
}

function usageOf(record: OtlpRecord): NativeInteraction['usage'] {
  const input = countOf(
    firstOf(record, 'gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens', 'llm.token_count.prompt'),
  );
  const output = countOf(
    firstOf(
      record,
      'gen_ai.usage.output_tokens',
      'gen_ai.usage.completion_tokens',
      'llm.token_count.completion',
    ),
  );
  if (input === undefined && output === undefined) return undefined;
  return withoutUndefined({ input_tokens: input, output_tokens: output });
}

/** A whole number that is not negative. */
export function countOf(value: unknown): number | undefined {
  const count = typeof value === 'string' ? Number(value) : value;
  return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? count : undefined;
}

function errorOf(record: OtlpRecord): string | undefined {
  const type = firstOf({ ...record, resource: new Map() }, 'error.type', 'exception.type');
  return type === undefined ? undefined : asText(type).slice(0, 1_000);
}

function templateOf(record: OtlpRecord): string | undefined {
  const name = cleanIdentifier(firstOf(record, 'gen_ai.prompt.name', 'llm.prompt_template.name'), 100);
  const version = cleanIdentifier(
    firstOf(record, 'gen_ai.prompt.version', 'llm.prompt_template.version'),
    60,
  );
  if (name === undefined) return undefined;
  return version === undefined ? name : `${name} ${version}`;
}

function traceOf({ traceId, spanId }: OtlpRecord): NativeInteraction['trace'] {
  const isTrace = /^[0-9a-f]{32}$/.test(traceId) && /^[0-9a-f]{16}$/.test(spanId);
  return isTrace ? { traceparent: `00-${traceId}-${spanId}-01` } : undefined;
}

/** What has no field of its own and is no text of the conversation, bounded. */
function restOf(attributes: Attributes): Record<string, unknown> | undefined {
  const rest = [...attributes]
    .filter(
      ([name, value]) =>
        typeof value !== 'object' && !takenPrefixes.some((prefix) => name.startsWith(prefix)),
    )
    .slice(0, mostAttributes)
    .map(([name, value]) => [
      cleanIdentifier(name, 100) ?? 'unnamed',
      typeof value === 'string' ? asText(value).slice(0, longestAttribute) : value,
    ]);
  return rest.length === 0 ? undefined : (Object.fromEntries(rest) as Record<string, unknown>);
}
