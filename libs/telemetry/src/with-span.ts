import {
  ROOT_CONTEXT,
  type Context,
  type Span as OtelSpan,
  SpanKind,
  SpanStatusCode,
  context,
  defaultTextMapGetter,
  defaultTextMapSetter,
  propagation,
  trace,
} from '@opentelemetry/api';

/** The part of a span that code may use. Attributes never hold prompt or response text. */
export interface Span {
  /** W3C `traceparent` of this span, to be carried to the next process. */
  readonly traceparent: string;
  setAttribute(name: string, value: string | number | boolean): void;
}

export interface SpanOptions {
  readonly kind?: 'internal' | 'consumer' | 'producer' | 'client';
  /** W3C `traceparent` to continue; an invalid one starts a new trace. Default: the span around this one. */
  readonly parent?: string;
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
  /** When the work began, where that was before the call; milliseconds since the epoch. */
  readonly startedAtMs?: number;
}

const kinds = {
  internal: SpanKind.INTERNAL,
  consumer: SpanKind.CONSUMER,
  producer: SpanKind.PRODUCER,
  client: SpanKind.CLIENT,
} as const;

/** What `work` returns, run inside a span; where it throws, the span is marked failed and the error goes on. */
export async function withSpan<T>(
  name: string,
  options: SpanOptions,
  work: (span: Span) => Promise<T> | T,
): Promise<T> {
  const { kind = 'internal', parent, attributes = {}, startedAtMs: startTime } = options;
  const tracer = trace.getTracer('tunewarden');
  const around = parent === undefined ? context.active() : contextOf(parent);
  const span = tracer.startSpan(
    name,
    { kind: kinds[kind], attributes: { ...attributes }, startTime },
    around,
  );
  const inside = trace.setSpan(around, span);
  try {
    return await context.with(inside, () => work(faceOf(span, inside)));
  } catch (error) {
    // The message is left out: an error may quote what it failed on.
    span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'unknown' });
    throw error;
  } finally {
    span.end();
  }
}

function faceOf(span: OtelSpan, inside: Context): Span {
  return {
    traceparent: traceparentOf(inside) ?? '',
    setAttribute: (name, value) => {
      span.setAttribute(name, value);
    },
  };
}

function contextOf(traceparent: string): Context {
  return propagation.extract(ROOT_CONTEXT, { traceparent }, defaultTextMapGetter);
}

function traceparentOf(of: Context): string | undefined {
  const carrier: { traceparent?: string } = {};
  propagation.inject(of, carrier, defaultTextMapSetter);
  return carrier.traceparent;
}
