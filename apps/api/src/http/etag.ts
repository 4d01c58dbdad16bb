import { ProblemException } from './problem.js';

/** The ETag of a thing that counts its changes. */
export function etagOf(revision: string | number | bigint): string {
  return `"${revision}"`;
}

/** The revision that If-Match names. Ends the request with 428 where it names none: a blind write might undo another. */
export function requiredRevision(ifMatch: string | undefined): string {
  if (ifMatch === undefined) throw new ProblemException(428, 'Send the ETag of what you read in If-Match');
  const revision = /^"(\d{1,19})"$/.exec(ifMatch.trim())?.[1];
  if (revision === undefined)
    throw new ProblemException(412, 'If-Match: take it from the ETag of the answer');
  return revision;
}
