import type { IncomingHttpHeaders } from 'node:http';

const changing = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * True where a request changes nothing, or a page of this very origin sent it. Browsers say so in Sec-Fetch-Site, older
 * ones in Origin; a request that says neither is refused, since scripts log in by a token and need no cookie.
 */
export function isSameOrigin(
  method: string,
  headers: IncomingHttpHeaders,
  publicUrl: string | undefined,
): boolean {
  if (!changing.has(method)) return true;
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const own = publicUrl === undefined ? `http://${headers.host ?? ''}` : new URL(publicUrl).origin;
  return headers.origin === own;
}
