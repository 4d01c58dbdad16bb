import { SetMetadata } from '@nestjs/common';
import type { z } from 'zod';
import type { Permission } from '../auth/permissions.js';

/** What the description of the API says of a route; a route without it keeps the API from starting. */
export interface RouteDocument {
  readonly summary: string;
  /** `token`: scripts with the API token only. `person`: a session or the token. `anyone`: no login. */
  readonly access: 'token' | 'person' | 'anyone';
  /** What a role must allow beyond that; a refusal is an audit row. */
  readonly permission?: Permission;
  /** Takes `If-Match` with the version that was read, and answers 412 where somebody changed it since. */
  readonly ifMatch?: boolean;
  readonly query?: z.ZodObject;
  readonly params?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Body of the answer; undefined: none. */
  readonly response?: z.ZodType;
  /** Data of the events, where the answer is a stream of server-sent events instead. */
  readonly events?: z.ZodType;
  readonly status: number;
}

export const routeDocumentKey = 'tunewarden:route';

/** Describes a route, and says who may use it. */
export function Documented(route: RouteDocument): MethodDecorator {
  return SetMetadata(routeDocumentKey, route);
}
