import { describe, expect, it } from '@jest/globals';
import { featureRowSchema } from './feature-row.js';

const at = '2026-01-05T10:30:00Z';

describe('featureRowSchema', () => {
  it('takes a row by the names that this product has for its columns', () => {
    const row = {
      at,
      model: 'm',
      version: '2',
      session: 's',
      actor: 'a',
      id: 'i',
      features: { refused: true },
    };
    expect(featureRowSchema.parse(row)).toEqual({
      atMs: Date.parse(at),
      ...{ model: 'm', version: '2', session: 's', actor: 'a', id: 'i', features: { refused: true } },
    });
  });

  it('takes a flat row by the names that others have', () => {
    const row = {
      ts: 1_767_609_000,
      model_name: 'm',
      conversation_id: 7,
      user: 'a',
      event_id: 'i',
      refused: 1,
    };
    expect(featureRowSchema.parse(row)).toEqual({
      atMs: Date.parse(at),
      ...{ model: 'm', version: 'unversioned', session: '7', actor: 'a', id: 'i', features: { refused: 1 } },
    });
  });

  it('takes the least there is', () => {
    expect(featureRowSchema.parse({ time: at, x: 1 })).toMatchObject({ model: 'model', features: { x: 1 } });
  });

  it('leaves out what is no plain value', () => {
    const features = { list: [1], inner: { a: 1 }, 'a\nb': 1, none: null, good: 'x' };
    expect(featureRowSchema.parse({ at, features }).features).toEqual({ none: null, good: 'x' });
  });

  it.each([
    ['no time at all', { model: 'm', x: 1 }, 'at'],
    ['a time that is none', { timestamp: 'soon', x: 1 }, 'timestamp'],
    ['features that are a list', { at, features: [1] }, 'features'],
  ])('says what is wrong: %s', (_what, row, path) => {
    expect(featureRowSchema.safeParse(row).error?.issues[0]?.path).toEqual([path]);
  });
});
