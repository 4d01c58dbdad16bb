import { describe, expect, it } from '@jest/globals';
import { configSchema } from './config.js';

const environment = { DATABASE_URL: 'postgres://db/tunewarden', API_TOKEN: 'k'.repeat(32) };
const mistakes = (changes: Record<string, string | undefined>): readonly unknown[] => {
  const parsed = configSchema.safeParse({ ...environment, ...changes });
  return parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join('.'));
};

describe('the configuration of the API', () => {
  it('needs a database and a token, and nothing else', () => {
    expect(mistakes({})).toEqual([]);
  });

  it.each([
    ['no token', { API_TOKEN: undefined }, ['API_TOKEN']],
    ['an empty token', { API_TOKEN: '' }, ['API_TOKEN']],
    ['a token that can be guessed', { API_TOKEN: 'k'.repeat(31) }, ['API_TOKEN']],
    ['no database', { DATABASE_URL: undefined }, ['DATABASE_URL']],
    ['a tracing page that names no trace', { TRACE_URL: 'https://traces.example/' }, ['TRACE_URL']],
    ['a tracing page that is a script', { TRACE_URL: 'javascript:alert(1)//{traceId}' }, ['TRACE_URL']],
    [
      'an identity provider without what goes with it',
      { OIDC_ISSUER: 'https://idp.example' },
      expect.arrayContaining(['OIDC_CLIENT_ID']),
    ],
  ] as const)('does not take %s', (_name, changes, wanted) => {
    expect(mistakes(changes)).toEqual(wanted);
  });

  it('never says the value of a token', () => {
    const parsed = configSchema.parse(environment);
    expect(JSON.stringify(parsed)).not.toContain(environment.API_TOKEN);
  });
});
