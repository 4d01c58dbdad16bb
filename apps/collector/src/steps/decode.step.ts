import { type DecodeLimits, headerNames } from '#contracts';
import type { Format } from '#formats';
import { headerText } from '#kafka';
import { type Step, deadLetter, proceed } from '#pipeline';
import type { Decoded, Received } from '../received.js';

/** The format of a message: the one that it names, or else its topic's. */
export type FormatOf = (topic: string, named: string | undefined) => Format | undefined;

/** Bytes to a payload: size, encoding, syntax and depth. */
export function decodeStep(formatOf: FormatOf, limits: DecodeLimits): Step<Received, Decoded> {
  return (received) => {
    const { topic, record } = received;
    const format = formatOf(topic, headerText(record, headerNames.format));
    if (format === undefined) {
      return deadLetter('decode', 'unknown-format', `The header ${headerNames.format} names no known format`);
    }
    const decoded = format.decode(record.value, headerText(record, headerNames.contentType), limits);
    if (decoded.ok) return proceed({ ...received, format, payload: decoded.value });
    return deadLetter('decode', decoded.error.code, decoded.error.message);
  };
}
