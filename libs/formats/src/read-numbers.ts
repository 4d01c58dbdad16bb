/** A finite number, also where it is logged as text. */
export function finiteOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** A number that is not negative. */
export function numberOf(value: unknown): number | undefined {
  const number = finiteOf(value);
  return number !== undefined && number >= 0 ? number : undefined;
}

/** A whole number that is not negative. */
export function countOf(value: unknown): number | undefined {
  const count = numberOf(value);
  return Number.isSafeInteger(count) ? count : undefined;
}
