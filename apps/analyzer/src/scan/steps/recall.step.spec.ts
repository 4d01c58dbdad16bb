import type { Interaction } from '#contracts';
import { describe, expect, it } from '@jest/globals';
import { PartitionMemory } from '../partition-memory.js';
import type { Parsed, Recalled } from '../scanned.js';
import { recallStep } from './recall.step.js';

type Turn = readonly [role: Interaction['messages'][number]['role'], content: string];

/** Feeds conversations as they were logged, and answers from which message on each was new, and whether it goes on. */
function recall(
  ...logged: readonly (readonly Turn[])[]
): readonly (readonly [newFrom: number, goesOn: boolean])[] {
  const memory = new PartitionMemory({
    nextOffset: 0n,
    watermarkMs: 0,
    sources: [],
    recentIds: [],
    seenMessages: [],
    sessions: [],
    actors: { atMs: 0, actors: [], peers: [] },
  });
  const step = recallStep(memory);
  return logged.map((turns, at) => {
    const result = step(parsed(turns, at * 60_000)) as { readonly value: Recalled };
    return [result.value.newFrom, result.value.goesOn];
  });
}

function parsed(turns: readonly Turn[], timestampMs: number): Parsed {
  const interaction: Interaction = {
    id: 'i',
    occurredAtMs: timestampMs,
    tenant: 'default',
    modelKey: 1,
    model: { id: 'm', version: '1', kind: 'tuned' },
    session: 'session:1',
    messages: turns.map(([role, content]) => ({ role, content })),
    maskedInMessages: {},
    maskedInResponse: {},
  };
  const record = { offset: 0n, key: null, value: null, headers: {}, timestampMs };
  const source = { topic: 'logs', partition: 0, offset: '0', index: 0 };
  return {
    topic: 'masked',
    partition: 0,
    record,
    source,
    writtenFor: source,
    collectedAtMs: 0,
    traceparent: undefined,
    interaction,
  };
}

const u = (content: string): Turn => ['user', content];
const a = (content: string): Turn => ['assistant', content];
const tool = (content: string): Turn => ['tool', content];

describe('recall', () => {
  it('counts each turn of a growing conversation once', () => {
    expect(recall([u('1')], [u('1'), a('x'), u('2')], [u('1'), a('x'), u('2'), a('y'), u('3')])).toEqual([
      [0, false],
      [2, false],
      [4, false],
    ]);
  });

  it('still does where the log keeps only the last messages', () => {
    expect(recall([u('1')], [u('1'), a('x'), u('2')], [u('2'), a('y'), u('3')])).toEqual([
      [0, false],
      [2, false],
      [2, false],
    ]);
  });

  it('takes every turn of a conversation that is logged whole for new', () => {
    expect(recall([u('1'), a('x'), u('2'), a('y'), u('3')])).toEqual([[0, false]]);
  });

  it('knows a tool loop for the turn that began it', () => {
    expect(recall([u('1')], [u('1'), a('call'), tool('result')])).toEqual([
      [0, false],
      [0, true],
    ]);
  });

  it('takes a retry for another turn', () => {
    expect(recall([u('1')], [u('1')])).toEqual([
      [0, false],
      [0, false],
    ]);
  });
});
