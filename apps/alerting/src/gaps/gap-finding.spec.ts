import { findingSchema } from '#contracts';
import type { Gap } from '#incidents';
import { describe, expect, it } from '@jest/globals';
import { gapFinding } from './gap-finding.js';

const now = Date.parse('2026-11-24T12:00:20Z');
const silence: Gap = {
  cause: 'no-traffic',
  silentMs: 25 * 60_000,
  model: {
    ...{ tenant: 'acme', modelKey: 7, modelId: 'claims', version: '12' },
    ...{ firstAtMs: 0, lastAtMs: now - 25 * 60_000, longestPauseMs: 4 * 60_000 },
  },
};
const lag: Gap = { cause: 'lag', topic: 'masked', partition: 3, behindMs: 75_000 };

describe('the finding of a gap', () => {
  it.each([
    [
      'a silent model',
      silence,
      'Nothing was logged for 25 min; its longest pause of the last 7 days was 4 min.',
    ],
    ['an analyzer behind', lag, 'Partition 3 is analysed up to 1 min ago'],
  ])('of %s is a finding and says what is not watched', (_what, gap, words) => {
    const finding = gapFinding(gap, now);
    expect(findingSchema.parse(finding)).toEqual(finding);
    expect(finding.reason).toContain(words);
    expect(finding.reason).toContain('watched');
  });

  it('is the same one within a minute, whichever process states it', () => {
    const idAt = (ms: number): string => gapFinding(silence, ms).findingId;
    expect(idAt(now + 30_000)).toBe(idAt(now));
    expect(idAt(now + 60_000)).not.toBe(idAt(now));
  });

  it('concerns the model that is silent, and with lag none', () => {
    expect(gapFinding(silence, now)).toMatchObject({ tenant: 'acme', model: { key: 7, id: 'claims' } });
    expect(gapFinding(lag, now).model).toBeUndefined();
  });
});
