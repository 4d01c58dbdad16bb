import type { CookieOptions, Request, Response } from 'express';

/**
 * A cookie of an installation: its name and flags follow from where browsers reach it. `session` is never sent with a
 * request that another site began; `login` is, since the identity provider sends the browser back.
 */
export class BrowserCookie {
  readonly #isSecure: boolean;

  constructor(
    private readonly kind: 'session' | 'login',
    publicUrl: string | undefined,
  ) {
    this.#isSecure = publicUrl !== undefined && new URL(publicUrl).protocol === 'https:';
  }

  /** `__Host-`: a browser takes it over TLS from this very host only. Plain HTTP is for loopback. */
  get name(): string {
    return `${this.#isSecure ? '__Host-' : ''}tunewarden_${this.kind}`;
  }

  read(request: Request): string | undefined {
    const value: unknown = (request.cookies as Record<string, unknown> | undefined)?.[this.name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  }

  write(response: Response, token: string, expires: Date): void {
    response.cookie(this.name, token, { ...this.#flags(), expires });
  }

  clear(response: Response): void {
    response.clearCookie(this.name, this.#flags());
  }

  #flags(): CookieOptions {
    const sameSite = this.kind === 'session' ? 'strict' : 'lax';
    return { httpOnly: true, sameSite, secure: this.#isSecure, path: '/' };
  }
}
