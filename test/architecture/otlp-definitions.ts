import { join } from 'node:path';
import protobuf from 'protobufjs';

const folder = join(process.cwd(), 'libs/formats/proto');
const services = ['trace/v1/trace_service.proto', 'logs/v1/logs_service.proto'];

/** The published OTLP definitions as protobufjs reads them, without the parts that only other languages' compilers use. */
export function otlpDefinitions(): object {
  const root = new protobuf.Root();
  root.resolvePath = (_origin, target) => join(folder, target);
  root.loadSync(services.map((name) => `opentelemetry/proto/collector/${name}`));
  return withoutCompilerOptions(root.toJSON()) as object;
}

function withoutCompilerOptions(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, inner]) => !(name === 'options' && inner !== null && 'go_package' in Object(inner)))
      .map(([name, inner]) => [name, withoutCompilerOptions(inner)]),
  );
}
