import { permissions, roles } from '#access';
import { type Database, appendAudit, databaseToken } from '#database';
import { Controller, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Documented } from '../openapi/documented.js';
import { CurrentLogin, type Login } from './login.js';
import { BrowserCookie } from './browser-cookie.js';
import { SessionsStore } from './sessions.store.js';

const sessionSchema = z.object({
  who: z.string(),
  /** null: a token with scopes of its own. */
  role: z.enum(roles).nullable(),
  /** null: all tenants. */
  tenant: z.string().nullable(),
  permissions: z.array(z.enum(permissions as [string, ...string[]])),
});

/** What a login may do to itself. */
@Controller('v1')
export class SessionController {
  constructor(
    @Inject(SessionsStore) private readonly sessions: SessionsStore,
    @Inject(BrowserCookie) private readonly cookie: BrowserCookie,
    @Inject(databaseToken) private readonly database: Database,
  ) {}

  @Get('session')
  @Documented({
    summary: 'Who is logged in, and what they may do',
    access: 'person',
    permission: 'session.own',
    response: sessionSchema,
    status: 200,
  })
  session(@CurrentLogin() login: Login): z.infer<typeof sessionSchema> {
    return { ...login, permissions: [...login.permissions] };
  }

  @Post('logout')
  @HttpCode(204)
  @Documented({ summary: 'Ends the session', access: 'person', permission: 'session.own', status: 204 })
  async logout(
    @CurrentLogin() { who, tenant }: Login,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    const token = this.cookie.read(request);
    await this.database.transaction(async (tx) => {
      if (token !== undefined) await this.sessions.end(tx, token);
      await appendAudit(tx, { tenant, who, action: 'logout', subject: who, detail: {} });
    });
    this.cookie.clear(response);
  }
}
