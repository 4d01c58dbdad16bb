import { describe, expect, it } from '@jest/globals';
import { maskText } from './mask-text.js';
import { compileMaskingPolicy, parseMaskingPolicy } from './masking-policy.js';

const key = Buffer.alloc(32, 3);
const policy = compileMaskingPolicy(
  parseMaskingPolicy(`
default:
  dictionaries:
    - { type: project, values: [Blue Heron, "Zürich-7"] }
tenants:
  acme:
    entities: { email: false }
    patterns: [{ type: badge-number, pattern: 'B-\\d{5}' }]
    dictionaries: [{ type: codename, values: [Raven], case_sensitive: true }]
`),
);
const masked = (tenant: string, text: string): string =>
  maskText(text, key, policy.maskersFor(tenant)).text.replace(/:[0-9a-f]{12}⟧/g, '⟧');

describe('a masking policy', () => {
  it.each([
    ['globex', 'a@b.example on Blue  heron', '⟦email⟧ on ⟦project⟧'],
    ['acme', 'a@b.example on blue heron', 'a@b.example on ⟦project⟧'],
    ['acme', 'badge B-12345 of Raven, not of raven', 'badge ⟦badge-number⟧ of ⟦codename⟧, not of raven'],
    ['globex', 'badge B-12345 of Raven', 'badge B-12345 of Raven'],
    ['globex', 'Zürich 7, Zürich 70, blueheron', '⟦project⟧, Zürich 70, blueheron'],
  ])('masks for %s in: %s', (tenant, text, wanted) => {
    expect(masked(tenant, text)).toBe(wanted);
  });

  it('gives one token to a term however it is spaced', () => {
    const token = (text: string) => maskText(text, key, policy.maskersFor('x')).text;
    expect(token('blue heron')).toBe(token('Blue\n Heron'));
  });

  it.each([
    [
      'default: { patterns: [{ type: x, pattern: "(?=a)" }] }',
      /default\.patterns\.0\.pattern: is no pattern of RE2/,
    ],
    ['tenants: { acme: { entities: { telepathy: false } } }', /acme\.entities\.telepathy: there are/],
    ['tenant: {}', /tenant/],
    ['[', /not YAML/],
    ['default: { dictionaries: [{ type: BAD, values: [ab] }] }', /dictionaries\.0\.type: wants lower case/],
  ])('refuses %s', (yaml, message) => {
    expect(() => parseMaskingPolicy(yaml)).toThrow(message);
  });

  it('is linear in the text with a hundred thousand terms', () => {
    const values = Array.from({ length: 100_000 }, (_, n) => `term${n} of project`);
    const { maskersFor } = compileMaskingPolicy(
      parseMaskingPolicy(JSON.stringify({ default: { dictionaries: [{ type: 'term', values }] } })),
    );
    const maskers = maskersFor('x').slice(0, 1);
    const text = 'term5 of '.repeat(40_000);
    maskText(text, key, maskers);
    const half = timeOf(() => maskText(text.slice(0, text.length / 2), key, maskers));
    const whole = timeOf(() => maskText(text, key, maskers));
    expect(whole).toBeLessThan(Math.max(250, 4 * half));
  });
});

/** Milliseconds of the processor: the clock would count what else the machine does. */
function timeOf(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
