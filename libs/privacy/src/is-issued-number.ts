import { stdnum } from 'stdnum';

/** Whether a number of a country, of the kind that `stdnum` calls so, has right check digits and a range in use. */
export function isIssuedNumber(country: string, kind: string, value: string): boolean {
  return stdnum[country]?.[kind]?.validate(value).isValid === true;
}
