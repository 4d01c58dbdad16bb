import type { NextFunction, Request, Response } from 'express';

const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  // The console shows kept pages of weekly summaries, in a sandbox.
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "object-src 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Goes in front of everything, errors included. Log text that got through as markup would still do nothing. */
export function securityHeaders(request: Request, response: Response, next: NextFunction): void {
  response.setHeader('content-security-policy', contentPolicy);
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('x-frame-options', 'DENY');
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  response.setHeader('cross-origin-resource-policy', 'same-origin');
  if (!request.path.startsWith('/assets/')) response.setHeader('cache-control', 'no-store');
  next();
}
