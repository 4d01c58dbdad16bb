import { createHash } from 'node:crypto';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { Response } from 'express';
import { type Observable, catchError, from, mergeMap, of } from 'rxjs';
import type { AuthenticatedRequest } from '../auth/login.js';
import { type RouteDocument, routeDocumentKey } from '../openapi/documented.js';
import type { Claim, IdempotencyStore, KeyedRequest } from './idempotency.store.js';
import { ProblemException } from './problem.js';

/**
 * POST with an Idempotency-Key is done once: who sends it again gets the first answer. What became of a request whose
 * process died in the middle nobody knows; its key is refused, and never done a second time.
 */
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(private readonly keys: IdempotencyStore) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const keyed = keyedRequest(http.getRequest<AuthenticatedRequest>());
    if (keyed === undefined) return next.handle();
    const route = Reflect.getMetadata(routeDocumentKey, context.getHandler()) as RouteDocument;
    const response = http.getResponse<Response>();
    const claim = await this.keys.claim(keyed);
    if (claim.state !== 'first') return of(repeated(claim, response));
    return next.handle().pipe(
      // A request that was refused did nothing; one that was done and cannot be written down stays unfinished.
      catchError((error: unknown) =>
        from(this.keys.release(keyed)).pipe(
          mergeMap(() => {
            throw error;
          }),
        ),
      ),
      mergeMap(async (body: unknown) => {
        const isKept = route.answersSecret !== true && body !== undefined;
        await this.keys.finish(keyed, response.statusCode, isKept ? Buffer.from(JSON.stringify(body)) : null);
        return body;
      }),
    );
  }
}

function keyedRequest(request: AuthenticatedRequest): KeyedRequest | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined || request.method !== 'POST' || request.login === undefined) return undefined;
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key))
    throw new ProblemException(400, 'Idempotency-Key: 1 to 200 printable ASCII characters without spaces');
  const asked = JSON.stringify([request.originalUrl, request.body ?? null]);
  return { who: request.login.who, key, digest: createHash('sha256').update(asked).digest() };
}

/** The answer that the first request got. */
function repeated(claim: Exclude<Claim, { state: 'first' }>, response: Response): unknown {
  if (claim.state === 'other request')
    throw new ProblemException(422, 'This Idempotency-Key was used for another request');
  if (claim.state === 'unfinished')
    throw new ProblemException(
      409,
      'The first request with this Idempotency-Key has not finished: see what it did, then take another key',
    );
  if (claim.answer === null && claim.status !== 204)
    throw new ProblemException(409, 'This was done already, and its answer is not kept');
  response.status(claim.status);
  return claim.answer === null ? undefined : (JSON.parse(claim.answer.toString('utf8')) as unknown);
}
