import { describe, expect, it } from '@jest/globals';
import { maskText } from '../mask-text.js';
import { allMaskers } from './all-maskers.js';

const key = Buffer.alloc(32, 7);
const hex = (length: number): string => '9f86d081884c7d65'.repeat(8).slice(0, length);
const jwtHeader = Buffer.from('{"alg":"HS256"}').toString('base64url');
const jwtBody = Buffer.from('{"sub":"1234567890"}').toString('base64url');

/** For every type a text, what must be gone from it, and a text that looks alike and must stay. */
const samples: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  'private-key': [
    ['x -----BEGIN EC PRIVATE KEY-----\\nMHcCAQEE\\n-----END EC PRIVATE KEY----- y', 'MHcCAQEE'],
    [`wallet key: ${hex(64)}`, hex(64)],
  ],
  jwt: [[`token ${jwtHeader}.${jwtBody}.c2lnbmF0dXJl`, jwtBody]],
  'cloud-key': [
    ['AKIAIOSFODNN7EXAMPLE', 'AKIAIOSFODNN7EXAMPLE'],
    [`dapi${hex(32)}`, hex(32)],
    [`glpat-${'aB3_'.repeat(5)}`, 'aB3_aB3_'],
  ],
  'url-credential': [
    ['postgres://app:hunter2@db.example/x', 'hunter2'],
    ['Authorization: Bearer 3xAmPl3t0k3nv4lu3', '3xAmPl3t0k3nv4lu3'],
  ],
  secret: [
    ['the password is Tr0ub4dor&3', 'Tr0ub4dor&3'],
    ['api_key = "q8Zr4Lm2Xv7Tn1Wc9Ks5"', 'q8Zr4Lm2Xv7Tn1Wc9Ks5'],
  ],
  email: [
    ['Write to ada.l+x@mail.example.co.uk today', 'ada.l'],
    ['?to=ada%40mail.example', 'mail.example'],
  ],
  iban: [['IBAN: DE89 3704 0044 0532 0130 00 and then', '0532']],
  card: [
    ['4111 1111 1111 1111', '4111'],
    ['my card 6759649826438453', '6759649826438453'],
  ],
  'ip-address': [
    ['from 203.0.113.77 again', '203.0.113.77'],
    ['from 2001:db8::8a2e:370:7334', '8a2e'],
  ],
  ssn: [['My SSN: 536-22-1234', '536-22-1234']],
  'nhs-number': [['NHS number 943 476 5919', '943 476']],
  'national-insurance': [['NI: AB 12 34 56 C', '12 34 56']],
  'national-id': [
    ['DNI 12345678Z', '12345678Z'],
    ['CF RSSMRA85T10A562S', 'RSSMRA85'],
    ['cpf 529.982.247-25', '529.982'],
    ['Aadhaar 2341 2341 2346', '2341'],
    ['PESEL 44051401359', '44051401359'],
  ],
  'driver-licence': [["driver's license number is D1234567", 'D1234567']],
  passport: [['passport no. C01X00T47', 'C01X00T47']],
  'medical-record': [['MRN: 00482913', '00482913']],
  'policy-number': [['policy number HX-204817-33', '204817']],
  'bank-account': [['sort code 20-00-00', '20-00-00']],
  'date-of-birth': [
    ['born on 12 March 1980', '1980'],
    ['DOB: 1980-03-12', '1980'],
    ['geboren am 12.03.1980', '1980'],
  ],
  phone: [
    ['call +49 30 901820 now', '901820'],
    ['(212) 555-0123', '0123'],
    ['my mobile is 416 60 039', '416 60'],
    ['416 60 039 office', '416 60'],
  ],
  'street-address': [
    ['Ship it to 12 Harbour Street, Springfield 62704.', 'Harbour'],
    ['Sie wohnt Lindenstraße 14, 10969 Berlin', 'Linden'],
    ['P.O. Box 4711', '4711'],
  ],
  'person-name': [
    ['My name is Ada Lovelace', 'Lovelace'],
    ['Ask Dr. Grace Hopper', 'Hopper'],
  ],
};

it('has samples for every masker', () => {
  expect(Object.keys(samples).sort()).toEqual(allMaskers.map(({ type }) => type).sort());
});

describe.each(Object.entries(samples))('%s', (type, cases) => {
  it.each(cases)('masks %j', (text, gone) => {
    const masked = maskText(text, key);
    expect(masked.text).not.toContain(gone);
    expect(masked.counts).toMatchObject({ [type]: 1 });
  });

  it('is nobody else’s: switched off, its sample stays', () => {
    const others = allMaskers.filter((masker) => masker.type !== type);
    expect(cases.some(([text, gone]) => maskText(text, key, others).text.includes(gone))).toBe(true);
  });
});

it.each([
  'version 10.2.3.4 of the firmware, netmask 255.255.255.0, localhost 127.0.0.1',
  'order #405-789654-1230012 and order number 501-9012345-5432109',
  'the memory card of order 4111111111111111',
  'std::vector<int> a; dead::beef; 12:30:45',
  'founded in March 1980, released on 2020-03-12',
  'postgres://${USER}:${PASSWORD}@db.example/x',
  'password: string; token: process.env.TOKEN; api_key = "YOUR_API_KEY"',
  'Dear Sir or Madam, dear customer, Dear Hiring Manager',
  'The 2 main streets are in town; Chapter 4; String 1; during 1971',
  'It opens at 5 PM on Monday and is at 7 on Friday',
  'SSN 000-12-3456 and 666-12-3456 are given to nobody',
  'sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
])('leaves alone: %s', (text) => {
  expect(maskText(text, key)).toEqual({ text, counts: {} });
});
