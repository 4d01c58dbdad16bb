/** Personal data of nobody: reserved domains, numbers set aside for films, card and account numbers from manuals. */
export const syntheticEntities: Readonly<Record<string, readonly string[]>> = {
  email: [
    'jo.miller@example.com',
    'a.novak@example.org',
    'kim85@example.net',
    'r.okafor@example.com',
    'lea.schmitt@example.org',
    'tom+post@example.net',
    'sara.lind@example.com',
    'm.rossi@example.org',
  ],
  phone: [
    '+49 30 23125 114',
    '+49 89 99998 210',
    '+44 20 7946 0321',
    '+44 20 7946 0876',
    '+1 202 555 0143',
    '+1 202 555 0177',
  ],
  card: [
    '4111 1111 1111 1111',
    '5555 5555 5555 4444',
    '4012 8888 8888 1881',
    '5105 1051 0510 5100',
    '6011 1111 1111 1117',
  ],
  iban: [
    'DE89 3704 0044 0532 0130 00',
    'GB29 NWBK 6016 1331 9268 19',
    'AT61 1904 3002 3457 3201',
    'NL91 ABNA 0417 1643 00',
    'FR14 2004 1010 0505 0001 3M02 606',
  ],
};
