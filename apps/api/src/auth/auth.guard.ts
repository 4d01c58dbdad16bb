import { createHash, timingSafeEqual } from 'node:crypto';
import type { Secret } from '#config';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { ProblemException } from '../http/problem.js';
import { type RouteDocument, routeDocumentKey } from '../openapi/documented.js';
import type { LoginStore } from './login.store.js';

export const sessionCookie = 'tunewarden_session';

/** A request that got past the guard. */
export interface AuthenticatedRequest extends Request {
  role?: string;
}

/** Lets a request through where its route's own description says so; a route without one is closed. */
export class AuthGuard implements CanActivate {
  constructor(
    private readonly apiToken: Secret,
    private readonly logins: LoginStore,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const route = Reflect.getMetadata(routeDocumentKey, context.getHandler()) as RouteDocument | undefined;
    const isOperational = context.getClass().name === 'HealthController';
    if (isOperational || route?.access === 'anyone') return true;
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const role = this.#tokenRole(request) ?? (await this.#sessionRole(request, route));
    if (role === undefined)
      throw new ProblemException(401, 'Log in by a link, or send the API token as a bearer token');
    request.role = role;
    return true;
  }

  #tokenRole(request: Request): string | undefined {
    const [scheme, token] = (request.headers.authorization ?? '').split(' ');
    if (scheme?.toLowerCase() !== 'bearer' || token === undefined) return undefined;
    return sameSecret(token, this.apiToken.reveal()) ? 'admin' : undefined;
  }

  async #sessionRole(request: Request, route: RouteDocument | undefined): Promise<string | undefined> {
    const session: unknown = (request.cookies as Record<string, unknown> | undefined)?.[sessionCookie];
    if (route?.access !== 'person' || typeof session !== 'string' || session === '') return undefined;
    return this.logins.roleOf(session);
  }
}

/** Digests are of one length, so the comparison tells nothing by its time. */
function sameSecret(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
