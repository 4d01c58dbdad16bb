/** What is wrong with a routing, and on which line; undefined where the API names none. */
export interface LineProblem {
  readonly line: number | undefined;
  readonly text: string;
}

/** `routing.yaml:12: route.receiver: …` or, of text that is no YAML, `routing.yaml: … at line 3, column 5:`. */
export function problemOf(said: string): LineProblem {
  const named = /^routing\.yaml:(\d{1,6}): ?/.exec(said);
  if (named !== null) return { line: Number(named[1]), text: said.slice(named[0].length) };
  const text = said.replace(/^routing\.yaml: /, '');
  const parsed = / at line (\d{1,6}), column (\d{1,6}):?$/.exec(text);
  return parsed === null
    ? { line: undefined, text }
    : { line: Number(parsed[1]), text: `${text.slice(0, parsed.index)} (column ${parsed[2] ?? ''})` };
}

/** Where a line of a text begins and ends, for a selection; the first line is 1. */
export function rangeOfLine(text: string, line: number): { readonly from: number; readonly until: number } {
  const lines = text.split('\n');
  const before = lines.slice(0, line - 1);
  const from = before.reduce((sum, one) => sum + one.length + 1, 0);
  return { from, until: from + (lines[line - 1]?.length ?? 0) };
}
