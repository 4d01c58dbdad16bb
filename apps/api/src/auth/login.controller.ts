import { permissionsOf, roles } from '#access';
import { Body, Controller, Get, HttpCode, Inject, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { parseWith } from '../http/parse-with.js';
import { ProblemException } from '../http/problem.js';
import { Documented } from '../openapi/documented.js';
import { tenantSchema } from '../people/person.schema.js';
import { CurrentLogin, type Login, mayGrant } from './login.js';
import { LoginLinksStore } from './login-links.store.js';
import { BrowserCookie } from './browser-cookie.js';

export const publicUrlToken = Symbol('public url');

const linkSchema = z.object({ url: z.url(), expiresAt: z.iso.datetime() });
/** Whom the link logs in: an admin of every tenant unless told otherwise. */
const linkRequestSchema = z
  .object({ role: z.enum(roles).default('admin'), tenant: tenantSchema.nullable().default(null) })
  .prefault({});
const loginQuerySchema = z.object({ token: z.string().min(1).max(200) });
const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Login links, for loopback only: whoever can read the token of the installation may hand one to a browser. */
@Controller()
export class LoginController {
  constructor(
    @Inject(LoginLinksStore) private readonly links: LoginLinksStore,
    @Inject(BrowserCookie) private readonly cookie: BrowserCookie,
    @Inject(publicUrlToken) private readonly publicUrl: string | undefined,
  ) {}

  @Post('v1/login-links')
  @HttpCode(201)
  @Documented({
    summary: 'A link that logs a browser in, once',
    access: 'token',
    permission: 'logins.create',
    body: linkRequestSchema,
    response: linkSchema,
    answersSecret: true,
    status: 201,
  })
  async createLink(
    @Body(parseWith(linkRequestSchema)) { role, tenant }: z.infer<typeof linkRequestSchema>,
    @CurrentLogin() login: Login,
    @Req() request: Request,
  ): Promise<z.infer<typeof linkSchema>> {
    const base = this.#base(request);
    if (base === undefined) throw new ProblemException(403, 'Login links work on loopback only');
    if (!mayGrant(login, permissionsOf(role), tenant))
      throw new ProblemException(403, 'Nobody hands out more than they have: another role or tenant');
    const { token, expiresAt } = await this.links.issue(role, tenant, login);
    const url = new URL('/login', base);
    url.searchParams.set('token', token);
    return { url: url.href, expiresAt: expiresAt.toISOString() };
  }

  @Get('login')
  @Documented({
    summary: 'Spends a login link',
    access: 'anyone',
    query: loginQuerySchema,
    status: 303,
    problems: [403],
  })
  async login(
    @Query(parseWith(loginQuerySchema)) { token }: z.infer<typeof loginQuerySchema>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const session = this.#base(request) && (await this.links.spend(token, this.cookie.read(request)));
    if (session === undefined) {
      throw new ProblemException(403, 'This link was used or has expired: npm start prints a new one');
    }
    this.cookie.write(response, session.token, session.expiresAt);
    response.redirect(303, '/incidents');
  }

  /** Where browsers reach this API, if that is on their own machine. */
  #base(request: Request): URL | undefined {
    const text = this.publicUrl ?? `http://${request.headers.host ?? ''}`;
    const base = URL.canParse(text) ? new URL(text) : undefined;
    return base !== undefined && loopback.has(base.hostname) ? base : undefined;
  }
}
