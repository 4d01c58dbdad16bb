import { type Permission, type Role, permissionsOf } from '#access';
import { type ExecutionContext, createParamDecorator } from '@nestjs/common';
import type { Request } from 'express';

/** Somebody who may come in. */
export interface Login {
  /** As the audit log names them. */
  readonly who: string;
  /** null: a token with scopes of its own. */
  readonly role: Role | null;
  /** The one tenant whose things they see; null: all. */
  readonly tenant: string | null;
  readonly permissions: ReadonlySet<Permission>;
}

/** Who does something, and the one tenant that they may do it to; null: all. */
export type Doer = Pick<Login, 'who' | 'tenant'>;

/** A request that got past the guard. */
export interface AuthenticatedRequest extends Request {
  login?: Login;
  /** Who it is, as the audit log names them. */
  who?: string;
}

/** A login with everything that its role allows. */
export function loginAs(role: Role, who: string, tenant: string | null): Login {
  return { who, role, tenant, permissions: new Set(permissionsOf(role)) };
}

/** A login of a token: what it was given, and the right to ask who it is. */
export function loginByScopes(scopes: readonly Permission[], who: string, tenant: string | null): Login {
  return { who, role: null, tenant, permissions: new Set<Permission>(['session.own', ...scopes]) };
}

/** True where the login could hand these permissions on, for this tenant: nobody gives away more than they have. */
export function mayGrant(login: Login, granted: readonly Permission[], tenant: string | null): boolean {
  const isOwnTenant = login.tenant === null || login.tenant === tenant;
  return isOwnTenant && granted.every((permission) => login.permissions.has(permission));
}

/** A handler's parameter: whose request it is. Only for routes that not everybody may use. */
export const CurrentLogin = createParamDecorator((_: unknown, context: ExecutionContext): Login => {
  const { login } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (login === undefined) throw new Error('CurrentLogin on a route for anyone');
  return login;
});
