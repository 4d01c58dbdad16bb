import { headerNames } from '#contracts';
import { describe, expect, it } from '@jest/globals';
import { storedOn } from './stored-on.js';

const maskedAt = '2026-03-02T00:00:01Z';

function dayOf(sourceTimestamp?: string): string {
  const text =
    sourceTimestamp === undefined ? [] : [[headerNames.sourceTimestamp, Buffer.from(sourceTimestamp)]];
  const headers = Object.fromEntries(text) as Record<string, Buffer>;
  const timestampMs = Date.parse(maskedAt);
  return storedOn({ record: { offset: 0n, key: null, value: null, headers, timestampMs } });
}

describe('the day that a text is stored on', () => {
  it.each([
    ['the one of the log event', String(Date.parse('2026-03-01T23:59:59.999Z')), '2026-03-01'],
    ['the one of a log event that was read late', String(Date.parse('2026-01-05T00:00:00Z')), '2026-01-05'],
    ['the masked record’s where the source has no time', '-1', '2026-03-02'],
    ['the masked record’s where the source is from the future', '9224318015999999', '2026-03-02'],
    ['the masked record’s where the header is no number', 'noon', '2026-03-02'],
    ['the masked record’s where there is no header', undefined, '2026-03-02'],
  ])('is %s', (_what, source, day) => {
    expect(dayOf(source)).toBe(day);
  });
});
