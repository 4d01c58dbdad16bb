import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { DeadMansSwitch } from './dead-mans-switch.js';

const secret = `whsec_${Buffer.from('a secret of the switch').toString('base64')}`;
const body = '{"type":"incident.open"}';
const nowMs = 1_700_000_000_000;

function signed(atMs = nowMs, text = body): Record<string, string> {
  const timestamp = String(atMs / 1_000);
  const signature = createHmac('sha256', 'a secret of the switch').update(`1.${timestamp}.${text}`);
  return {
    'webhook-id': '1',
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature.digest('base64')}`,
  };
}

describe('a dead man’s switch', () => {
  it.each<[string, Record<string, string>, number]>([
    ['takes a signed call', signed(), 200],
    [
      'takes one of several signatures',
      { ...signed(), 'webhook-signature': `v1,AAAA ${signed()['webhook-signature']}` },
      200,
    ],
    ['takes a call of 300 seconds ago', signed(nowMs - 300_000), 200],
    ['refuses one of 301 seconds ago', signed(nowMs - 301_000), 401],
    ['refuses one of 301 seconds ahead', signed(nowMs + 301_000), 401],
    ['refuses the signature of another body', signed(nowMs, `${body} `), 401],
    ['refuses no signature', { 'webhook-id': '1', 'webhook-timestamp': String(nowMs / 1_000) }, 401],
  ])('%s', (_what, headers, status) => {
    expect(new DeadMansSwitch(secret, nowMs).answer(headers, body, nowMs).status).toBe(status);
  });

  it('misses its caller after three minutes, from its start on, and no more when it calls', () => {
    const one = new DeadMansSwitch(secret, nowMs);
    expect(one.state(nowMs + 180_000)).toEqual({ calls: 0, lastAt: null, isMissed: false });
    expect(one.state(nowMs + 180_001).isMissed).toBe(true);
    one.answer(signed(nowMs + 240_000), body, nowMs + 240_000);
    expect(one.state(nowMs + 240_001)).toMatchObject({ calls: 1, isMissed: false });
    expect(one.state(nowMs + 420_001).isMissed).toBe(true);
  });

  it('takes nothing without a secret', () => {
    expect(new DeadMansSwitch('', nowMs).answer(signed(), body, nowMs).status).toBe(401);
  });
});
