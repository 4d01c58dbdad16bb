import type { Audit } from './judge-error.js';

/**
 * An audit as people write it: "380/400,385/400", of 400 answers that complied the judge found 380, and of 400 that did
 * not 385. Undefined where it is not two counts out of two others.
 */
export function parseAudit(counts: string): Audit | undefined {
  const [, ...numbers] = /^(\d{1,9})\/(\d{1,9}),(\d{1,9})\/(\d{1,9})$/.exec(counts) ?? [];
  const [compliedFound = 1, complied = 0, withstoodFound = 1, withstood = 0] = numbers.map(Number);
  if (compliedFound > complied || withstoodFound > withstood) return undefined;
  return { complied, compliedFound, withstood, withstoodFound };
}
