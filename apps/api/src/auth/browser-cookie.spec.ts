import { describe, expect, it } from '@jest/globals';
import type { Response } from 'express';
import { BrowserCookie } from './browser-cookie.js';

/** What a cookie is written with. */
function written(kind: 'session' | 'login', publicUrl: string | undefined) {
  let name = '';
  let flags = {};
  const response = {
    cookie: (...[as, , options]: [string, string, object]) => {
      name = as;
      flags = options;
    },
  };
  new BrowserCookie(kind, publicUrl).write(response as unknown as Response, 'token', new Date(0));
  return { name, ...flags };
}

describe('a cookie', () => {
  it.each([
    ['session', 'https://warden.example.com', '__Host-tunewarden_session', 'strict', true],
    ['login', 'https://warden.example.com', '__Host-tunewarden_login', 'lax', true],
    ['session', 'http://127.0.0.1:8080', 'tunewarden_session', 'strict', false],
    ['session', undefined, 'tunewarden_session', 'strict', false],
  ] as const)('of a %s at %s is %s, SameSite %s, Secure %s', (...row) => {
    const [kind, publicUrl, name, sameSite, secure] = row;
    expect(written(kind, publicUrl)).toMatchObject({ name, sameSite, secure, httpOnly: true, path: '/' });
  });
});
