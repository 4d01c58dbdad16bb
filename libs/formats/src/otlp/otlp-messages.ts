import protobuf from 'protobufjs';
import definitions from './otlp-definitions.json' with { type: 'json' };

const root = protobuf.Root.fromJSON(definitions);

/** The decoder of an export request of each signal, from the published definitions (`libs/formats/proto`). */
export const exportRequests = {
  traces: root.lookupType('opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest'),
  logs: root.lookupType('opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest'),
} as const;
