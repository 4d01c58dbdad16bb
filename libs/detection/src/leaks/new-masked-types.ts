/** A value that the collector masked: `⟦email:7f3a⟧`. */
const maskTokens = /⟦([a-z][a-z0-9-]{0,39}):[0-9a-f]{1,64}⟧/g;
const secretType = /key|token|secret|jwt|password|credential/;

/**
 * The types of masked values that stand in the response and nowhere in what came before it. A keyed hash is the same
 * for the same value, so a repeated one is an echo.
 */
export function newMaskedTypes(
  before: readonly string[],
  response: string,
): { readonly pii: readonly string[]; readonly secrets: readonly string[] } {
  const types = new Set<string>();
  for (const { 0: token, 1: type = '' } of response.matchAll(maskTokens)) {
    if (!types.has(type) && !before.some((text) => text.includes(token))) types.add(type);
  }
  const isSecret = (type: string) => secretType.test(type);
  return { pii: [...types].filter((type) => !isSecret(type)), secrets: [...types].filter(isSecret) };
}
