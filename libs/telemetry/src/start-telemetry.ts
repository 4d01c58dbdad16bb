import type { IncomingMessage, ServerResponse } from 'node:http';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { NodeSDK, type tracing } from '@opentelemetry/sdk-node';

/** The process's running telemetry. */
export interface Telemetry {
  /** Answers a scrape in Prometheus text format. */
  handleMetrics(request: IncomingMessage, response: ServerResponse): void;
  /** Sends what is buffered and stops. */
  shutdown(): Promise<void>;
}

export interface TelemetryOptions {
  /** `service.name` of every span and metric, e.g. `tunewarden-collector`. */
  readonly service: string;
  /** Spans go to this OTLP endpoint; without it they only lend their ids to rows and headers. */
  readonly otlpEndpoint?: string;
}

/**
 * Starts tracing and metrics. Call before the first span or metric. The OTLP protocol and headers come from
 * OpenTelemetry's own environment variables (OTEL_EXPORTER_OTLP_PROTOCOL, _HEADERS, …).
 */
export function startTelemetry(options: TelemetryOptions): Telemetry {
  const prometheus = new PrometheusExporter({ preventServerStart: true });
  const sdk = new NodeSDK({
    serviceName: options.service,
    autoDetectResources: false,
    metricReaders: [prometheus],
    logRecordProcessors: [],
    ...(options.otlpEndpoint === undefined ? { spanProcessors: [idsOnly] } : {}),
  });
  sdk.start();
  return {
    handleMetrics: (request, response) => prometheus.getMetricsRequestHandler(request, response),
    shutdown: () => sdk.shutdown(),
  };
}

/** Exports nothing; its presence makes the SDK give spans real ids, so that rows can be joined to a trace later. */
const idsOnly: tracing.SpanProcessor = {
  onStart: () => undefined,
  onEnd: () => undefined,
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};
