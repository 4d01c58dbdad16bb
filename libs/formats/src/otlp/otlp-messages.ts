import protobuf from 'protobufjs';

/**
 * The messages of OTLP that are read, with the field numbers of the published definitions
 * (https://github.com/open-telemetry/opentelemetry-proto, v1). Fields that are not listed are skipped by the decoder.
 */
const messages = {
  AnyValue: {
    oneofs: {
      value: {
        oneof: [
          'stringValue',
          'boolValue',
          'intValue',
          'doubleValue',
          'arrayValue',
          'kvlistValue',
          'bytesValue',
        ],
      },
    },
    fields: {
      stringValue: { id: 1, type: 'string' },
      boolValue: { id: 2, type: 'bool' },
      intValue: { id: 3, type: 'int64' },
      doubleValue: { id: 4, type: 'double' },
      arrayValue: { id: 5, type: 'ArrayValue' },
      kvlistValue: { id: 6, type: 'KeyValueList' },
      bytesValue: { id: 7, type: 'bytes' },
    },
  },
  ArrayValue: { fields: { values: { id: 1, type: 'AnyValue', rule: 'repeated' } } },
  KeyValueList: { fields: { values: { id: 1, type: 'KeyValue', rule: 'repeated' } } },
  KeyValue: { fields: { key: { id: 1, type: 'string' }, value: { id: 2, type: 'AnyValue' } } },
  Resource: { fields: { attributes: { id: 1, type: 'KeyValue', rule: 'repeated' } } },
  Status: { fields: { message: { id: 2, type: 'string' }, code: { id: 3, type: 'int32' } } },
  SpanEvent: {
    fields: {
      timeUnixNano: { id: 1, type: 'fixed64' },
      name: { id: 2, type: 'string' },
      attributes: { id: 3, type: 'KeyValue', rule: 'repeated' },
    },
  },
  Span: {
    fields: {
      traceId: { id: 1, type: 'bytes' },
      spanId: { id: 2, type: 'bytes' },
      name: { id: 5, type: 'string' },
      startTimeUnixNano: { id: 7, type: 'fixed64' },
      endTimeUnixNano: { id: 8, type: 'fixed64' },
      attributes: { id: 9, type: 'KeyValue', rule: 'repeated' },
      events: { id: 11, type: 'SpanEvent', rule: 'repeated' },
      status: { id: 15, type: 'Status' },
    },
  },
  ScopeSpans: { fields: { spans: { id: 2, type: 'Span', rule: 'repeated' } } },
  ResourceSpans: {
    fields: {
      resource: { id: 1, type: 'Resource' },
      scopeSpans: { id: 2, type: 'ScopeSpans', rule: 'repeated' },
    },
  },
  ExportTraceServiceRequest: {
    fields: { resourceSpans: { id: 1, type: 'ResourceSpans', rule: 'repeated' } },
  },
  LogRecord: {
    fields: {
      timeUnixNano: { id: 1, type: 'fixed64' },
      body: { id: 5, type: 'AnyValue' },
      attributes: { id: 6, type: 'KeyValue', rule: 'repeated' },
      traceId: { id: 9, type: 'bytes' },
      spanId: { id: 10, type: 'bytes' },
      observedTimeUnixNano: { id: 11, type: 'fixed64' },
      eventName: { id: 12, type: 'string' },
    },
  },
  ScopeLogs: { fields: { logRecords: { id: 2, type: 'LogRecord', rule: 'repeated' } } },
  ResourceLogs: {
    fields: {
      resource: { id: 1, type: 'Resource' },
      scopeLogs: { id: 2, type: 'ScopeLogs', rule: 'repeated' },
    },
  },
  ExportLogsServiceRequest: { fields: { resourceLogs: { id: 1, type: 'ResourceLogs', rule: 'repeated' } } },
};

const root = protobuf.Root.fromJSON({ nested: messages });

/** The decoder of an export request of each signal. */
export const exportRequests = {
  traces: root.lookupType('ExportTraceServiceRequest'),
  logs: root.lookupType('ExportLogsServiceRequest'),
} as const;
