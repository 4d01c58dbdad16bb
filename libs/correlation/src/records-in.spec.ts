import { describe, expect, it } from '@jest/globals';
import { countInOneBlock, countRecords, recordsIn } from './records-in.js';

describe('recordsIn', () => {
  it.each([
    ['numbers with letters before them', 'CL-204113 and CL-204114, also AB_99120', 3],
    ['numbers with a hash', 'see #48213', 1],
    ['long numbers', 'patient 1044871', 1],
    ['masked people', '⟦email:0123456789ab⟧ and ⟦person-name:0123456789ab⟧', 2],
    ['one that stands twice', 'CL-204113, once more CL-204113', 1],
    ['no years, prices or times', 'In 2024 it cost 12500 euros, at 09:30', 0],
    ['no masked cards or keys', '⟦card:0123456789ab⟧ ⟦secret:0123456789ab⟧', 0],
    ['no parts of longer words', 'sha a1b2c3d4e5f6123456789012345', 0],
  ])('finds %s', (_what, text, found) => {
    expect(recordsIn(text)).toHaveLength(found);
  });

  it('counts the kind that most records have', () => {
    expect(countRecords(recordsIn('CL-204113 CL-900001 ⟦email:0123456789ab⟧'))).toBe(2);
  });

  it('sees numbers next to each other', () => {
    expect(countInOneBlock(recordsIn('CL-204113 CL-204114 CL-204177 CL-999900 ⟦email:0123456789ab⟧'))).toBe(
      3,
    );
  });
});
