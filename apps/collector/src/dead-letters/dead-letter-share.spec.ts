import { describe, expect, it } from '@jest/globals';
import { DeadLetterShare } from './dead-letter-share.js';

function noteAll(share: DeadLetterShare, pattern: readonly boolean[]): number {
  return pattern.findIndex((isDead) => share.note(isDead));
}
const every = (n: number, of: number): boolean[] => Array.from({ length: of }, (_, i) => i % n === 0);

describe('the share of dead letters', () => {
  it('is too high with the 101st dead letter in a row', () => {
    expect(noteAll(new DeadLetterShare(), Array<boolean>(200).fill(true))).toBe(100);
  });

  it('bears one in ten for ever, and one in nine not for a thousand messages', () => {
    expect(noteAll(new DeadLetterShare(), every(10, 20_000))).toBe(-1);
    expect(noteAll(new DeadLetterShare(), every(9, 20_000))).toBe(900);
  });

  it('forgets what is a thousand messages ago', () => {
    const share = new DeadLetterShare();
    noteAll(share, Array<boolean>(100).fill(true));
    expect(noteAll(share, Array<boolean>(1_000).fill(false))).toBe(-1);
    expect(share.counts).toEqual({ deadLetters: 0, messages: 1_000 });
    expect(noteAll(share, Array<boolean>(100).fill(true))).toBe(-1);
  });
});
