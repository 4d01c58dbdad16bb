import type { Request } from 'express';

export const inboundPath = '/v1/inbound/';

/** The bytes of a request to an inbound route, which `prepareHttp` leaves as they are. */
export function rawBodyOf(request: Request): Buffer {
  const body: unknown = request.body;
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}
