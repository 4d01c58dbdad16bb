import { type Database, appendAudit } from '#database';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Response } from 'express';
import { ProblemException } from '../http/problem.js';
import type { RateLimits } from '../http/rate-limits.js';
import { type ClosedRoute, type RouteDocument, routeDocumentKey } from '../openapi/documented.js';
import type { AuthenticatedRequest, Login } from './login.js';
import { isSameOrigin } from './same-origin.js';
import type { BrowserCookie } from './browser-cookie.js';
import type { SessionsStore } from './sessions.store.js';
import type { TokenLogins } from './token-logins.js';

/** What the guard asks. */
interface GuardParts {
  readonly tokens: TokenLogins;
  readonly sessions: SessionsStore;
  readonly cookie: BrowserCookie;
  readonly database: Database;
  readonly limits: RateLimits;
  readonly publicUrl: string | undefined;
}

/** Lets a request through where its route's own description says so; a route without one is closed. */
export class AuthGuard implements CanActivate {
  constructor(private readonly parts: GuardParts) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const route = Reflect.getMetadata(routeDocumentKey, context.getHandler()) as RouteDocument | undefined;
    const isOperational = context.getClass().name === 'HealthController';
    if (isOperational) return true;
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const response = context.switchToHttp().getResponse<Response>();
    if (route?.access === 'anyone') {
      await this.parts.limits.countAddress(request.ip, response);
      return true;
    }
    const login =
      (await this.parts.tokens.find(request)) ??
      (route?.access === 'person' ? await this.#sessionLogin(request, response) : undefined);
    if (route === undefined || login === undefined) {
      await this.parts.limits.countAddress(request.ip, response);
      throw new ProblemException(401, 'Log in, or send an API token as a bearer token');
    }
    await this.parts.limits.countLogin(login.who, response);
    await this.#mustBeAllowed(login, route, request);
    request.login = login;
    request.who = login.who;
    return true;
  }

  async #sessionLogin(request: AuthenticatedRequest, response: Response): Promise<Login | undefined> {
    const token = this.parts.cookie.read(request);
    if (token === undefined) return undefined;
    const found = await this.parts.sessions.find(token);
    if (found === undefined) return undefined;
    if (!isSameOrigin(request.method, request.headers, this.parts.publicUrl))
      throw new ProblemException(403, 'Only a page of this console may change something by its session');
    if (found.renewed !== undefined)
      this.parts.cookie.write(response, found.renewed.token, found.renewed.expiresAt);
    return found.login;
  }

  async #mustBeAllowed(login: Login, route: ClosedRoute, request: AuthenticatedRequest): Promise<void> {
    const isOfAll = route.allTenants !== true || login.tenant === null;
    if (login.permissions.has(route.permission) && isOfAll) return;
    await appendAudit(this.parts.database, {
      tenant: login.tenant,
      who: login.who,
      action: route.permission,
      subject: request.path.slice(0, 500),
      detail: { outcome: 'forbidden', role: login.role },
    });
    throw new ProblemException(
      403,
      isOfAll
        ? `This login may not do that: it takes the permission "${route.permission}"`
        : 'This concerns all tenants, and this login is of one',
    );
  }
}
