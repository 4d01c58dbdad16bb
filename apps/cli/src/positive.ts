import { InvalidArgumentError } from 'commander';

/** The number that an option gives. Throws where it is not above 0. */
export function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value))) throw new InvalidArgumentError('Want a number above 0.');
  return value;
}
