import { Controller, Get, HttpCode, Inject, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { parseWith } from '../http/parse-with.js';
import { ProblemException } from '../http/problem.js';
import { Documented } from '../openapi/documented.js';
import { type AuthenticatedRequest, sessionCookie } from './auth.guard.js';
import { LoginStore } from './login.store.js';

export const publicUrlToken = Symbol('public url');

const linkSchema = z.object({ url: z.url(), expiresAt: z.iso.datetime() });
const sessionSchema = z.object({ role: z.string() });
const loginQuerySchema = z.object({ token: z.string().min(1).max(200) });
const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Login links, for loopback only: whoever can read the token of the installation may hand one to a browser. */
@Controller()
export class LoginController {
  constructor(
    @Inject(LoginStore) private readonly logins: LoginStore,
    @Inject(publicUrlToken) private readonly publicUrl: string | undefined,
  ) {}

  @Post('v1/login-links')
  @HttpCode(201)
  @Documented({
    summary: 'A link that logs a browser in, once',
    access: 'token',
    response: linkSchema,
    status: 201,
  })
  async createLink(@Req() request: Request): Promise<z.infer<typeof linkSchema>> {
    const base = new URL(this.publicUrl ?? `http://${request.headers.host ?? ''}`);
    if (!loopback.has(base.hostname)) throw new ProblemException(403, 'Login links work on loopback only');
    const { token, expiresAt } = await this.logins.issueLink('admin');
    const url = new URL('/login', base);
    url.searchParams.set('token', token);
    return { url: url.href, expiresAt: expiresAt.toISOString() };
  }

  @Get('login')
  @Documented({ summary: 'Spends a login link', access: 'anyone', query: loginQuerySchema, status: 303 })
  async login(
    @Query(parseWith(loginQuerySchema)) { token }: z.infer<typeof loginQuerySchema>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const session = await this.logins.spendLink(token);
    if (session === undefined) {
      throw new ProblemException(403, 'This link was used or has expired: npm start prints a new one');
    }
    response.cookie(sessionCookie, session.token, {
      httpOnly: true,
      sameSite: 'strict',
      secure: request.secure,
      path: '/',
      expires: session.expiresAt,
    });
    response.redirect(303, '/incidents');
  }

  @Get('v1/session')
  @Documented({ summary: 'Who is logged in', access: 'person', response: sessionSchema, status: 200 })
  session(@Req() request: AuthenticatedRequest): z.infer<typeof sessionSchema> {
    return { role: request.role ?? '' };
  }

  @Post('v1/logout')
  @HttpCode(204)
  @Documented({ summary: 'Ends the session', access: 'person', status: 204 })
  async logout(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<void> {
    const session: unknown = (request.cookies as Record<string, unknown> | undefined)?.[sessionCookie];
    if (typeof session === 'string') await this.logins.endSession(session);
    response.clearCookie(sessionCookie, { path: '/' });
  }
}
