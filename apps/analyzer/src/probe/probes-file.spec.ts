import { describe, expect, it } from '@jest/globals';
import { openEndpoint, parseProbesFile } from './probes-file.js';

const side = '{url: "http://127.0.0.1:1", model: m}';
const model = `{model: bot, version: "3", tuned: ${side}, base: ${side}}`;

describe('parseProbesFile', () => {
  it('gives models with their defaults: each day, three times', () => {
    const endpoint = { url: 'http://127.0.0.1:1', model: 'm', timeoutMs: 60_000 };
    expect(parseProbesFile(`models: [${model}]`)).toEqual({
      ok: true,
      value: [
        {
          ...{ tenant: 'default', model: 'bot', version: '3', tuned: endpoint, base: endpoint },
          ...{ everyMs: 86_400_000, repeat: 3 },
        },
      ],
    });
  });

  it.each([
    ['an even number of repeats', model.replace('}}', '}, repeat: 2}'), 'must be odd'],
    ['a time without a unit', model.replace('}}', '}, every: "24"}'), 'e.g. 24h'],
    ['a version named twice', `${model}, ${model}`, 'names a version twice'],
    ['an address that is none', model.replace('http:', 'file:'), 'models.0.tuned.url'],
    ['a token in the file', model.replace('model: m}', 'model: m, token: secret}'), 'models.0.tuned.token'],
    [
      'a token at two places',
      model.replace('model: m}', 'model: m, token: {env: A, file: b}}'),
      'either env or file',
    ],
    ['what is no YAML', '[', 'line 1'],
  ])('refuses %s', (_what, models, problem) => {
    const parsed = parseProbesFile(`models: [${models}]`);
    expect(parsed.ok ? '' : parsed.error.join('\n')).toContain(problem);
  });

  it('never repeats a value that it refuses', () => {
    const parsed = parseProbesFile(`models: [${model.replace('model: m}', 'model: m, token: sesame}')}]`);
    expect(parsed.ok ? '' : parsed.error.join('\n')).not.toContain('sesame');
  });
});

describe('openEndpoint', () => {
  const endpoint = { url: 'http://127.0.0.1:1', model: 'm', timeoutMs: 1 };
  it.each([
    ['a variable', { env: 'A' }, { ...endpoint, token: 'sesame' }],
    ['a variable that is not there', { env: 'B' }, undefined],
    ['a file that is not there', { file: '/nowhere/token' }, undefined],
    ['no place', undefined, endpoint],
  ])('reads the token of %s', async (_what, token, service) => {
    expect(await openEndpoint({ ...endpoint, token }, { A: 'sesame' })).toEqual(service);
  });
});
