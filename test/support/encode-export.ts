import { join } from 'node:path';
import protobuf from 'protobufjs';

const root = new protobuf.Root();
root.resolvePath = (_origin, target) => join(process.cwd(), 'libs/formats/proto', target);
root.loadSync(
  ['trace/v1/trace_service', 'logs/v1/logs_service'].map(
    (name) => `opentelemetry/proto/collector/${name}.proto`,
  ),
);
const requests = {
  traces: root.lookupType('opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest'),
  logs: root.lookupType('opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest'),
};

/** The protobuf form of an export request in OTLP/JSON. */
export function encodeExport(signal: keyof typeof requests, request: unknown): Buffer {
  const type = requests[signal];
  return Buffer.from(type.encode(type.fromObject(withByteIds(request) as object)).finish());
}

/** Ids are hexadecimal text in OTLP/JSON and bytes in protobuf. */
function withByteIds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withByteIds);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      /^(trace|span|parentSpan)Id$/.test(name) ? Buffer.from(String(inner), 'hex') : withByteIds(inner),
    ]),
  );
}
