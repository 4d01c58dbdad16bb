import type { Permission } from '#access';
import { SetMetadata } from '@nestjs/common';
import type { z } from 'zod';

interface Described {
  readonly summary: string;
  readonly query?: z.ZodObject;
  readonly params?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Body of the answer; undefined: none. */
  readonly response?: z.ZodType;
  /** Data of the events, where the answer is a stream of server-sent events instead. */
  readonly events?: z.ZodType;
  /** The answer is a page for people, HTML. */
  readonly html?: true;
  /** The answer is a file for a spreadsheet, with a Link to what is beyond it. */
  readonly csv?: true;
  /** The answer has an ETag, which a change takes in `If-Match`. Routes with `ifMatch` have one anyway. */
  readonly etag?: true;
  readonly status: number;
  /** Takes `If-Match` with the version that was read, and answers 412 where somebody changed it since; 428 without. */
  readonly ifMatch?: true | 'required';
  /** The answer is shown once and kept nowhere: a repeated Idempotency-Key gets 409 instead of it. */
  readonly answersSecret?: true;
  /** Statuses of problems beyond those that follow from the rest, e.g. 409. */
  readonly problems?: readonly number[];
}

/** A route for everybody. */
interface OpenRoute extends Described {
  readonly access: 'anyone';
}

/** A route for those who may. */
export interface ClosedRoute extends Described {
  /** `token`: scripts with an API token only. `person`: a session or a token. */
  readonly access: 'token' | 'person';
  /** What the login must allow; a refusal is an audit row. */
  readonly permission: Permission;
  /** It concerns the whole installation: a login that is bound to a tenant is refused. */
  readonly allTenants?: true;
}

/** What the description of the API says of a route; a route without it keeps the API from starting. */
export type RouteDocument = OpenRoute | ClosedRoute;

export const routeDocumentKey = 'tunewarden:route';

/** Describes a route, and says who may use it. */
export function Documented(route: RouteDocument): MethodDecorator {
  return SetMetadata(routeDocumentKey, route);
}
