import { createHash, timingSafeEqual } from 'node:crypto';
import type { Secret } from '#config';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { ProblemException } from '../http/problem.js';
import { type RouteDocument, routeDocumentKey } from '../openapi/documented.js';
import type { AuditStore } from '../audit/audit.store.js';
import type { Login, LoginStore } from './login.store.js';
import { isAllowed } from './permissions.js';

export const sessionCookie = 'tunewarden_session';

/** A request that got past the guard. */
export interface AuthenticatedRequest extends Request {
  role?: string;
  /** Who it is, as the audit log names them. */
  who?: string;
}

/** Lets a request through where its route's own description says so; a route without one is closed. */
export class AuthGuard implements CanActivate {
  constructor(
    private readonly apiToken: Secret,
    private readonly logins: LoginStore,
    private readonly audit: AuditStore,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const route = Reflect.getMetadata(routeDocumentKey, context.getHandler()) as RouteDocument | undefined;
    const isOperational = context.getClass().name === 'HealthController';
    if (isOperational || route?.access === 'anyone') return true;
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const login = this.#tokenLogin(request) ?? (await this.#sessionLogin(request, route));
    if (login === undefined)
      throw new ProblemException(401, 'Log in by a link, or send the API token as a bearer token');
    request.role = login.role;
    request.who = login.who;
    await this.#mustBeAllowed(login, route, request.path);
    return true;
  }

  async #mustBeAllowed({ role, who }: Login, route: RouteDocument | undefined, path: string): Promise<void> {
    if (route?.permission === undefined || isAllowed(role, route.permission)) return;
    await this.audit.add({
      who,
      action: route.permission,
      subject: path,
      detail: { outcome: 'forbidden', role },
    });
    throw new ProblemException(
      403,
      `This login may not do that: it takes the permission "${route.permission}"`,
    );
  }

  #tokenLogin(request: Request): Login | undefined {
    const [scheme, token] = (request.headers.authorization ?? '').split(' ');
    if (scheme?.toLowerCase() !== 'bearer' || token === undefined) return undefined;
    return sameSecret(token, this.apiToken.reveal()) ? { role: 'admin', who: 'api-token' } : undefined;
  }

  async #sessionLogin(request: Request, route: RouteDocument | undefined): Promise<Login | undefined> {
    const session: unknown = (request.cookies as Record<string, unknown> | undefined)?.[sessionCookie];
    if (route?.access !== 'person' || typeof session !== 'string' || session === '') return undefined;
    return this.logins.loginOf(session);
  }
}

/** Digests are of one length, so the comparison tells nothing by its time. */
function sameSecret(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
