import type { Route } from './routes-of.js';

/** Statuses of every problem that a route may answer with, in order. */
export function problemsOf({ method, path, document }: Route): readonly number[] {
  const isClosed = document.access !== 'anyone';
  const statuses = [
    429,
    500,
    503,
    ...(isClosed ? [401, 403] : []),
    ...(document.query ? [400] : []),
    // A path that cannot be decoded.
    ...(path.includes('{') ? [400, 404] : []),
    // What the reader of bodies refuses: malformed, too large, in an encoding that it does not know.
    ...(method === 'get' ? [] : [400, 413, 415]),
    ...(isClosed && method === 'post' ? [409, 422] : []),
    ...(document.ifMatch ? [412] : []),
    ...(document.ifMatch === 'required' ? [428] : []),
    ...(document.problems ?? []),
  ];
  return [...new Set(statuses)].sort((a, b) => a - b);
}
