import { headerNames } from '#contracts';
import { attackText } from '../planted-traffic.js';
import type { CanaryValue } from './canary-values.js';

/** What the collector makes of a message; `part`: joined with others, `nothing`: left out or refused. */
export type Becomes = 'masked' | 'part' | 'dead-letter' | 'nothing';

/** A message that a producer logs, and by which way. */
export interface CanaryMessage {
  readonly to: 'native' | 'otlp-traces' | 'otlp-logs' | 'http-traces' | 'http-logs';
  readonly value: Buffer | string;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly becomes: Becomes;
}

/** Values that go into one message, and what tells this message from others. */
export interface CanaryGroup {
  readonly values: readonly CanaryValue[];
  /** Every value in its sentence. */
  readonly text: string;
  /** Part of ids. */
  readonly name: string;
  readonly tenant: string;
}

/** One place that text of a log can stand in. */
export type Place = (group: CanaryGroup) => readonly CanaryMessage[];

/** A message of the native format about an attack that was refused: kept as evidence, and nobody is woken. */
export function nativeMessage(fields: Readonly<Record<string, unknown>>, tenant: string): CanaryMessage {
  const interaction = {
    occurred_at: new Date().toISOString(),
    tenant,
    model: { id: 'canary', version: 'v1' },
    messages: [{ role: 'user', content: attackText }],
    response: { content: 'I am sorry, but I cannot help with that.' },
    ...fields,
  };
  return { to: 'native', value: JSON.stringify(interaction), becomes: 'masked' };
}

/** The same for a format that a header names. */
export function mappedMessage(format: string, log: unknown): CanaryMessage {
  return {
    to: 'native',
    value: JSON.stringify(log),
    headers: { [headerNames.format]: format },
    becomes: 'masked',
  };
}
