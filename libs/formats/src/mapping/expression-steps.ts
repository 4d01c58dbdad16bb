/**
 * The steps of an expression: JSONPaths, and `json` where the text that was found is read as JSON. A single bar between
 * spaces parts them; a filter's `||` does not.
 */
export function expressionSteps(expression: string): readonly string[] {
  return expression.split(/ \| /).map((step) => step.trim());
}
