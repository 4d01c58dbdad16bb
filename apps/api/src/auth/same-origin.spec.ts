import { describe, expect, it } from '@jest/globals';
import { isSameOrigin } from './same-origin.js';

const host = '127.0.0.1:8080';

describe('a request by a session', () => {
  it.each([
    ['GET', { 'sec-fetch-site': 'cross-site' }, undefined, true],
    ['POST', { 'sec-fetch-site': 'same-origin' }, undefined, true],
    ['POST', { 'sec-fetch-site': 'same-site', origin: `http://${host}` }, undefined, false],
    ['POST', { 'sec-fetch-site': 'cross-site' }, undefined, false],
    ['POST', { 'sec-fetch-site': 'none' }, undefined, false],
    ['PATCH', { origin: `http://${host}` }, undefined, true],
    ['PATCH', { origin: 'http://127.0.0.1:8081' }, undefined, false],
    ['DELETE', { origin: 'null' }, undefined, false],
    ['PUT', {}, undefined, false],
    ['POST', { origin: 'https://warden.example.com' }, 'https://warden.example.com/console', true],
    ['POST', { origin: 'http://warden.example.com' }, 'https://warden.example.com', false],
    ['POST', { origin: `http://${host}` }, 'https://warden.example.com', false],
  ] as const)('%s with %j at %s is let through: %s', (method, headers, publicUrl, expected) => {
    expect(isSameOrigin(method, { host, ...headers }, publicUrl)).toBe(expected);
  });
});
