import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { CurrentLogin, type Login, mayGrant } from '../auth/login.js';
import { parseWith } from '../http/parse-with.js';
import { ProblemException } from '../http/problem.js';
import { Documented } from '../openapi/documented.js';
import {
  type TokenRequest,
  newTokenSchema,
  tokenPageSchema,
  tokenParamsSchema,
  tokenQuerySchema,
  tokenRequestSchema,
} from './token.schema.js';
import { TokensService } from './tokens.service.js';

/** API tokens of scripts and services. */
@Controller('v1/tokens')
export class TokensController {
  constructor(@Inject(TokensService) private readonly tokens: TokensService) {}

  @Get()
  @Documented({
    summary: 'API tokens, the newest first; nothing of their secrets',
    access: 'person',
    permission: 'tokens.manage',
    query: tokenQuerySchema,
    response: tokenPageSchema,
    status: 200,
  })
  list(
    @Query(parseWith(tokenQuerySchema)) query: z.infer<typeof tokenQuerySchema>,
    @CurrentLogin() login: Login,
  ): Promise<z.infer<typeof tokenPageSchema>> {
    return this.tokens.page(query, login);
  }

  @Post()
  @HttpCode(201)
  @Documented({
    summary: 'Makes an API token; the answer is the only place where it ever stands',
    access: 'person',
    permission: 'tokens.manage',
    body: tokenRequestSchema,
    response: newTokenSchema,
    answersSecret: true,
    status: 201,
  })
  create(
    @Body(parseWith(tokenRequestSchema)) request: TokenRequest,
    @CurrentLogin() login: Login,
  ): Promise<z.infer<typeof newTokenSchema>> {
    if (!mayGrant(login, request.scopes, request.tenant))
      throw new ProblemException(
        403,
        'Nobody hands out more than they have: other scopes, or another tenant',
      );
    return this.tokens.create(request, login);
  }

  @Delete(':id')
  @HttpCode(204)
  @Documented({
    summary: 'Revokes an API token; its next call is refused',
    access: 'person',
    permission: 'tokens.manage',
    params: tokenParamsSchema,
    status: 204,
  })
  async revoke(
    @Param(parseWith(tokenParamsSchema, 404)) { id }: z.infer<typeof tokenParamsSchema>,
    @CurrentLogin() login: Login,
  ): Promise<void> {
    const revoked = await this.tokens.revoke(id, login);
    if (revoked === undefined) throw new ProblemException(404, 'There is no token in force with this id');
  }
}
