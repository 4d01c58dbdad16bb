import { describe, expect, it } from '@jest/globals';
import { stringify } from 'yaml';
import { checkSamples } from './check-samples.js';
import { parseRules } from './parse-rules.js';

const valid = {
  id: 'open-sesame',
  title: 'Says the magic words',
  family: 'magic',
  severity: 'low',
  score: 0.7,
  atlas: ['AML.T0051.000'],
  owasp: ['LLM01'],
  where: ['user'],
  rationale: 'The words open the cave to whoever says them.',
  false_positives: 'People who talk about the seeds of sesame.',
  blind_spots: 'Every other password, and other languages.',
  references: ['https://example.org/cave'],
  anchors: ['sesame'],
  any: [{ near: ['\\bopen\\b', '\\bsesame\\b'], max_words: 2 }],
  samples: {
    match: ['Open sesame!', 'open, dear Sesame', 'OPEN THE SESAME'],
    no_match: ['Sesame oil', 'Is the shop open?', 'Sesame is open to all'],
  },
};
const file = (change: object = {}, fileName = 'execution/open-sesame.yaml') => ({
  fileName,
  text: stringify({ ...valid, ...change }),
});

describe('parseRules', () => {
  it('reads a rule whose samples do as they say', () => {
    const parsed = parseRules([file()]);
    expect(parsed).toMatchObject({ ok: true, value: [{ id: 'open-sesame', view: 'normalised' }] });
    expect(parsed.ok && checkSamples(parsed.value[0]!, 're2')).toEqual([]);
  });

  it.each([
    ['an unknown ATLAS id', file({ atlas: ['AML.T9999'] }), 'atlas.0: is not a known id'],
    ['an unknown OWASP id', file({ owasp: ['LLM11'] }), 'owasp.0: is not a known id'],
    ['a name from the prototype as id', file({ owasp: ['constructor'] }), 'owasp.0: is not a known id'],
    ['an unknown key', file({ severty: 'low' }), 'Unrecognized key: "severty"'],
    ['a count of one', file({ any: [{ expression: 'sesame', count: 1 }] }), 'any.0'],
    ['two matching samples', file({ samples: { ...valid.samples, match: ['a', 'b'] } }), 'samples.match'],
    ['no patterns', file({ any: undefined }), 'needs patterns'],
    ['a broken expression', file({ any: ['(open'] }), 'any.0'],
    ['a lookahead, which RE2 lacks', file({ any: ['open(?= sesame)'] }), 'any.0'],
    ['an anchor that lower case can never match', file({ anchors: ['Sesame'] }), 'lower case'],
    ['a secret found in a prompt', file({ secret: 'cave' }), 'for rules on responses'],
    ['another file name than its id', file({}, 'execution/sesame.yaml'), 'must be named open-sesame.yaml'],
    ['broken YAML', { fileName: 'a.yaml', text: 'id: [' }, 'a.yaml'],
    ['a billion laughs', { fileName: 'a.yaml', text: 'a: &a [x]\nb: [*a, *a]' }, 'a.yaml'],
    ['nothing at all', { fileName: 'a.yaml', text: '' }, 'a.yaml'],
  ])('refuses %s and says where', (_what, broken, problem) => {
    const parsed = parseRules([broken]);
    expect(parsed.ok ? [] : parsed.error).toEqual([expect.stringContaining(problem)]);
  });

  it('refuses two rules of one id', () => {
    expect(parseRules([file(), file({}, 'impact/open-sesame.yaml')])).toEqual({
      ok: false,
      error: ['open-sesame: the id is taken twice'],
    });
  });
});

describe('checkSamples', () => {
  it.each(['native', 're2'] as const)(
    'names each sample that does the opposite on the %s engine',
    (engine) => {
      const samples = { match: [...valid.samples.match, 'Close it'], no_match: ['Open sesame', 'b', 'c'] };
      const parsed = parseRules([file({ samples })]);
      expect(parsed.ok && checkSamples(parsed.value[0]!, engine)).toEqual([
        'open-sesame: sample match[3] does the opposite',
        'open-sesame: sample no_match[0] does the opposite',
      ]);
    },
  );

  it('finds a sample that the pattern matches and the anchors miss', () => {
    const parsed = parseRules([file({ anchors: ['open'], any: ['sesame'] })]);
    expect(parsed.ok && checkSamples(parsed.value[0]!, 'native')).toEqual([
      'open-sesame: sample no_match[2] does the opposite',
    ]);
  });
});
