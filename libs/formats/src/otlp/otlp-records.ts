import { own } from '../own.js';
import { type Attributes, attributesOf, listOf, plainValue, wholeNumber } from './attributes.js';

/** What a span and a log record have in common. Ids are lower-case hexadecimal, empty where there is none. */
export interface OtlpRecord {
  readonly traceId: string;
  readonly spanId: string;
  /** Of the span's name, or of the event. */
  readonly name: string;
  /** Milliseconds since the epoch; NaN where it is not given. */
  readonly startMs: number;
  readonly attributes: Attributes;
  /** Of the service that sent it. */
  readonly resource: Attributes;
}

export interface OtlpSpan extends OtlpRecord {
  readonly endMs: number;
  readonly events: readonly { readonly name: string; readonly attributes: Attributes }[];
  /** The message of an error status; undefined where it is none. */
  readonly error: string | undefined;
}

export interface OtlpLog extends OtlpRecord {
  readonly body: unknown;
}

const errorStatus = 2;

/** The spans of an export request, in order. */
export function spansOf(decoded: unknown): readonly OtlpSpan[] {
  return listOf(own(decoded, 'resourceSpans')).flatMap((ofResource) => {
    const resource = attributesOf(own(own(ofResource, 'resource'), 'attributes'));
    return listOf(own(ofResource, 'scopeSpans'))
      .flatMap((ofScope) => listOf(own(ofScope, 'spans')))
      .map((span) => spanOf(span, resource));
  });
}

/** The log records of an export request, in order. */
export function logsOf(decoded: unknown): readonly OtlpLog[] {
  return listOf(own(decoded, 'resourceLogs')).flatMap((ofResource) => {
    const resource = attributesOf(own(own(ofResource, 'resource'), 'attributes'));
    return listOf(own(ofResource, 'scopeLogs'))
      .flatMap((ofScope) => listOf(own(ofScope, 'logRecords')))
      .map((log) => logOf(log, resource));
  });
}

function spanOf(span: unknown, resource: Attributes): OtlpSpan {
  const status = own(span, 'status');
  const code = own(status, 'code');
  const isError = code === errorStatus || code === 'STATUS_CODE_ERROR';
  return {
    traceId: hexOf(own(span, 'traceId')),
    spanId: hexOf(own(span, 'spanId')),
    name: textOf(own(span, 'name')),
    startMs: millisOf(own(span, 'startTimeUnixNano')),
    endMs: millisOf(own(span, 'endTimeUnixNano')),
    attributes: attributesOf(own(span, 'attributes')),
    resource,
    events: listOf(own(span, 'events')).map((event) => ({
      name: textOf(own(event, 'name')),
      attributes: attributesOf(own(event, 'attributes')),
    })),
    error: isError ? textOf(own(status, 'message')) : undefined,
  };
}

/** The event's name was an attribute before it became a field (OTLP 1.5). */
function logOf(log: unknown, resource: Attributes): OtlpLog {
  const attributes = attributesOf(own(log, 'attributes'));
  const startMs = millisOf(own(log, 'timeUnixNano'));
  const name = textOf(own(log, 'eventName'));
  return {
    traceId: hexOf(own(log, 'traceId')),
    spanId: hexOf(own(log, 'spanId')),
    name: name === '' ? textOf(attributes.get('event.name')) : name,
    startMs: startMs > 0 ? startMs : millisOf(own(log, 'observedTimeUnixNano')),
    attributes,
    resource,
    body: plainValue(own(log, 'body')),
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function hexOf(id: unknown): string {
  if (id instanceof Uint8Array) return Buffer.from(id).toString('hex');
  return typeof id === 'string' && /^[0-9a-f]{0,64}$/i.test(id) ? id.toLowerCase() : '';
}

function millisOf(nanos: unknown): number {
  return nanos === undefined ? NaN : Math.floor(wholeNumber(nanos) / 1_000_000);
}
