import { type Result, err, ok } from '#kernel';
import { type Document, Lexer, LineCounter, isMap, parseDocument } from 'yaml';
import { type Route, type RoutingFile, routingSchema } from './routing-schema.js';

type Path = readonly PropertyKey[];
interface Problem {
  readonly path: Path;
  readonly message: string;
}

/** Beyond what 200 receivers and 200 routes take. */
const mostTokens = 20_000;
const mostProblems = 50;

/** The routing that a YAML text states, or everything that is wrong with it, each with its line. */
export function parseRouting(yamlText: string, fileName: string): Result<RoutingFile, readonly string[]> {
  if (hasTooManyTokens(yamlText)) return err([`${fileName}: is too large for a routing`]);
  const lines = new LineCounter();
  const document = parseDocument(yamlText, { uniqueKeys: true, prettyErrors: false, lineCounter: lines });
  if (document.errors.length > 0) {
    const errors = document.errors.slice(0, mostProblems);
    return err(errors.map(({ pos, message }) => `${fileName}:${lines.linePos(pos[0]).line}: ${message}`));
  }
  const parsed = routingSchema.safeParse(document.toJS({ maxAliasCount: 0 }));
  const problems: readonly Problem[] = parsed.success
    ? wrongReferences(parsed.data)
    : parsed.error.issues.map(({ path, message }) => ({ path, message }));
  if (parsed.success && problems.length === 0) return ok(parsed.data);
  return err(
    problems.map(({ path, message }) => {
      const line = lineOf(document, lines, path);
      return `${fileName}:${line}: ${path.map(String).join('.') || 'file'}: ${message}`;
    }),
  );
}

/** The parser's time grows with the square of keys and of mistakes; the lexer's does not, and it stops in time. */
function hasTooManyTokens(text: string): boolean {
  let tokens = 0;
  for (const _ of new Lexer().lex(text)) if (++tokens > mostTokens) return true;
  return false;
}

/** The line of the deepest node of a path that is there. */
function lineOf(document: Document.Parsed, lines: LineCounter, path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const parent = document.getIn(path.slice(0, length - 1), true);
    const key = path[length - 1];
    const pair = isMap(parent) ? parent.items.find((item) => String(item.key) === String(key)) : undefined;
    const node = (pair?.key ?? document.getIn(path.slice(0, length), true)) as
      { range?: number[] } | undefined;
    const offset = node?.range?.[0];
    if (offset !== undefined) return lines.linePos(offset).line;
  }
  return 1;
}

/** Names that nothing carries, and names that two carry. */
function wrongReferences(file: RoutingFile): readonly Problem[] {
  const receivers = file.receivers.map(({ name }) => name);
  const intervals = file.time_intervals.map(({ name }) => name);
  const known = (names: readonly string[], path: Path, list: readonly string[], what: string): Problem[] =>
    names.flatMap((name) =>
      list.includes(name) ? [] : [{ path, message: `there is no ${what} "${name}"` }],
    );
  const ofRoute = (route: Route, path: Path): Problem[] => [
    ...known(
      route.receiver === undefined ? [] : [route.receiver],
      [...path, 'receiver'],
      receivers,
      'receiver',
    ),
    ...known(route.mute_time_intervals, [...path, 'mute_time_intervals'], intervals, 'time interval'),
    ...route.escalation.flatMap((step, at) =>
      known(step.receivers, [...path, 'escalation', at, 'receivers'], receivers, 'receiver'),
    ),
    ...route.routes.flatMap((child, at) => ofRoute(child, [...path, 'routes', at])),
  ];
  const fallbacks = file.receivers.flatMap(({ fallback }, at) =>
    known(fallback === undefined ? [] : [fallback], ['receivers', at, 'fallback'], receivers, 'receiver'),
  );
  const rootless = file.route.receiver === undefined ? [rootNeedsReceiver] : [];
  return [
    ...rootless,
    ...ofRoute(file.route, ['route']),
    ...fallbacks,
    ...twice(receivers, 'receivers'),
    ...twice(intervals, 'time_intervals'),
  ];
}

const rootNeedsReceiver: Problem = {
  path: ['route'],
  message: 'the root route wants a receiver: what nothing else matches goes there',
};

function twice(names: readonly string[], list: string): Problem[] {
  return names.flatMap((name, at) =>
    names.indexOf(name) < at ? [{ path: [list, at, 'name'], message: `"${name}" is there twice` }] : [],
  );
}
