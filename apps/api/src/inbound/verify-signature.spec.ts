import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { isSignedByPagerDuty, isSignedBySlack } from './verify-signature.js';

/** Slack's own example: https://docs.slack.dev/authentication/verifying-requests-from-slack */
const secret = '8f742231b10e8888abcd99yyyzzz85a5';
const timestamp = '1531420618';
const signature = 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503';
const rawBody = Buffer.from(
  'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V' +
    '&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=' +
    '&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN' +
    '&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
);
const good = { rawBody, signature, timestamp };
const atMs = (seconds: number): number => (Number(timestamp) + seconds) * 1_000;
const reencoded = Buffer.from(new URLSearchParams(rawBody.toString().replace('text=', 'text= ')).toString());

describe('a signature of Slack', () => {
  it.each([
    ['its documented example', good, [secret], 0, true],
    ['300 s late', good, [secret], 300, true],
    ['300 s early', good, [secret], -300, true],
    ['301 s late', good, [secret], 301, false],
    ['301 s early', good, [secret], -301, false],
    ['the old secret beside the new one', good, ['new', secret], 0, true],
    ['a secret that was taken back', good, ['new'], 0, false],
    ['a changed byte', { ...good, rawBody: Buffer.concat([rawBody, Buffer.from('x')]) }, [secret], 0, false],
    ['a body that was parsed and written again', { ...good, rawBody: reencoded }, [secret], 0, false],
    ['another time', { ...good, timestamp: '1531420619' }, [secret], 0, false],
    ['no time', { ...good, timestamp: undefined }, [secret], 0, false],
    ['a time that is none', { ...good, timestamp: '1531420618 ' }, [secret], 0, false],
    ['no signature', { ...good, signature: undefined }, [secret], 0, false],
    ['a short signature', { ...good, signature: 'v0=a2' }, [secret], 0, false],
    ['no secret', good, [], 0, false],
  ] as const)('%s: %#', (...[, request, secrets, seconds, wanted]) => {
    expect(isSignedBySlack(request, secrets, atMs(seconds))).toBe(wanted);
  });
});

describe('a signature of PagerDuty', () => {
  const body = Buffer.from('{"event":{"id":"01"}}');
  const sign = (key: string): string => `v1=${createHmac('sha256', key).update(body).digest('hex')}`;

  it.each([
    ['one', sign('a'), ['a'], true],
    ['two while rotating, the second is ours', `${sign('b')},${sign('a')}`, ['a'], true],
    ['two with a space', `${sign('b')}, ${sign('a')}`, ['a'], true],
    ['of another secret', sign('b'), ['a'], false],
    ['of another version', sign('a').replace('v1', 'v2'), ['a'], false],
    ['none', undefined, ['a'], false],
  ] as const)('%s: %#', (_what, given, secrets, wanted) => {
    expect(isSignedByPagerDuty({ rawBody: body, signature: given }, secrets)).toBe(wanted);
  });

  it('is of the bytes', () => {
    const rawBody = Buffer.from(JSON.stringify(JSON.parse(body.toString()), null, 1));
    expect(isSignedByPagerDuty({ rawBody, signature: sign('a') }, ['a'])).toBe(false);
  });
});
