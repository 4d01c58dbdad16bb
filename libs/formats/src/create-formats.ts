import { adaptLogs } from './genai/adapt-logs.js';
import { adaptSpans } from './genai/adapt-spans.js';
import type { Format } from './format.js';
import type { FieldMapping } from './mapping/field-mapping.js';
import { mappedFormat } from './mapping/mapped-format.js';
import { nativeFormat } from './native-format.js';
import { decodeOtlp } from './otlp/decode-otlp.js';
import { logsOf, spansOf } from './otlp/otlp-records.js';

/** Every format by name: native, OTLP spans and logs, and one for each field mapping. A later mapping replaces a former. */
export function createFormats(mappings: readonly FieldMapping[]): ReadonlyMap<string, Format> {
  const formats: readonly Format[] = [nativeFormat, otlpTraces, otlpLogs, ...mappings.map(mappedFormat)];
  return new Map(formats.map((format) => [format.name, format]));
}

const otlpTraces: Format = {
  name: 'otlp-traces',
  decode: (bytes, contentType, limits) => decodeOtlp('traces', bytes, contentType, limits),
  adapt: (decoded, context) => adaptSpans(spansOf(decoded), context),
};

const otlpLogs: Format = {
  name: 'otlp-logs',
  decode: (bytes, contentType, limits) => decodeOtlp('logs', bytes, contentType, limits),
  adapt: (decoded, context) => adaptLogs(logsOf(decoded), context),
};
