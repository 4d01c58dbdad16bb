import { describe, expect, it } from '@jest/globals';
import { maskText } from './mask-text.js';

const key = Buffer.alloc(32, 7);
const privateKey = '-----BEGIN RSA PRIVATE KEY-----\nMIIEow+/=\nabc\n-----END RSA PRIVATE KEY-----';

describe('maskText', () => {
  it.each([
    ['email', 'Write to ada.l+x@mail.example.co.uk today', 'Write to ⟦⟧ today'],
    ['email', 'müller@bücher.example', '⟦⟧'],
    ['card', 'card 4111 1111 1111 1111 please', 'card ⟦⟧ please'],
    ['card', '5555555555554444', '⟦⟧'],
    ['card', '378282246310005', '⟦⟧'],
    ['iban', 'IBAN: DE89 3704 0044 0532 0130 00 and then', 'IBAN: ⟦⟧ and then'],
    ['iban', 'GB82WEST12345698765432.', '⟦⟧.'],
    ['phone', 'call +49 30 901820 now', 'call ⟦⟧ now'],
    ['phone', '(212) 555-0123', '⟦⟧'],
    ['phone', 'my mobile is 0170 1234567', 'my mobile is ⟦⟧'],
    ['phone', '0044 20 7946 0958', '⟦⟧'],
    ['cloud-key', 'AKIAIOSFODNN7EXAMPLE', '⟦⟧'],
    [
      'secret',
      'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      'aws_secret_access_key = ⟦⟧',
    ],
    ['cloud-key', `ghp_${'a1B2'.repeat(9)} in git`, '⟦⟧ in git'],
    ['cloud-key', `key sk-proj-${'Ab3_'.repeat(10)}`, 'key ⟦⟧'],
    ['private-key', `x ${privateKey} y`, 'x ⟦⟧ y'],
  ])('replaces a %s: %s', (type, text, wanted) => {
    const masked = maskText(text, key);
    expect(masked.text.replace(/⟦[^⟧]*⟧/g, '⟦⟧')).toBe(wanted);
    expect(masked.text).toMatch(new RegExp(`⟦${type}:[0-9a-f]{12}⟧`));
    expect(masked.counts).toEqual({ [type]: 1 });
  });

  it.each([
    'Order 4111 1111 1111 1112 has 16 digits and no Luhn digit',
    'The reference DE00 3704 0044 0532 0130 00 has wrong check digits',
    'In 2024 we sold 1,234,567 units at 19.99',
    'See 10.1038/s41586-020-2649-2 and ISBN 978-3-16-148410-0',
    'invoice 2026-11-24 12:30:45, build 20261124',
    'user@localhost and @mention and a@b',
    'sk-ip this, AKIA is a prefix, eyJ is too',
  ])('leaves alone: %s', (text) => {
    expect(maskText(text, key)).toEqual({ text, counts: {} });
  });

  it('gives the same token for the same thing however it is written, and another one to another tenant', () => {
    const token = (text: string, of = key) => maskText(text, of).text;
    expect(token('ADA@Example.com')).toBe(token('ada@example.com'));
    expect(token('4111111111111111')).toBe(token('4111-1111-1111-1111'));
    expect(token('+49 30 901820')).toBe(token('+4930901820'));
    expect(token('a@b.example')).not.toBe(token('c@b.example'));
    const other = Buffer.alloc(32, 8);
    expect(token('a@b.example', other)).not.toBe(token('a@b.example'));
  });

  it('takes no token that somebody wrote for one of its own', () => {
    expect(maskText('⟦email:000000000000⟧', key).text).toBe('[email:000000000000]');
  });

  it('masks each of many entities once', () => {
    const text = 'a@b.example, 4111111111111111; DE89370400440532013000 +4930901820 a@b.example';
    expect(maskText(text, key).counts).toEqual({ email: 2, card: 1, iban: 1, phone: 1 });
  });

  it('sees what stands behind an escaped line end', () => {
    expect(maskText('{"contact":"Call\\n+49 30 901820\\nnow"}', key).text).toMatch(
      /Call\\n⟦phone:[^⟧]*⟧\\nnow/,
    );
  });
});
