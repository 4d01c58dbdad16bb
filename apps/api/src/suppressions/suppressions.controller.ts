import type { Result } from '#kernel';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { CurrentLogin, type Login } from '../auth/login.js';
import { parseWith } from '../http/parse-with.js';
import { ProblemException } from '../http/problem.js';
import { Documented } from '../openapi/documented.js';
import {
  type BacktestAnswer,
  type BacktestRequest,
  type Suppression,
  type SuppressionRequest,
  backtestRequestSchema,
  backtestSchema,
  suppressionParamsSchema,
  suppressionQuerySchema,
  suppressionRequestSchema,
  suppressionSchema,
  suppressionsSchema,
} from './suppression.schema.js';
import { type SuppressionRefusal, SuppressionsService } from './suppressions.service.js';

type Params = z.infer<typeof suppressionParamsSchema>;
const paramsPipe = parseWith(suppressionParamsSchema, 404);

/** Rules that hide findings. */
@Controller('v1/suppressions')
export class SuppressionsController {
  constructor(@Inject(SuppressionsService) private readonly suppressions: SuppressionsService) {}

  @Get()
  @Documented({
    summary: 'Suppressions with what they hid, the newest first',
    access: 'person',
    permission: 'incidents.read',
    query: suppressionQuerySchema,
    response: suppressionsSchema,
    status: 200,
  })
  async list(
    @Query(parseWith(suppressionQuerySchema)) { state }: z.infer<typeof suppressionQuerySchema>,
    @CurrentLogin() login: Login,
  ): Promise<z.infer<typeof suppressionsSchema>> {
    return { items: await this.suppressions.list(state, login), next: null };
  }

  @Post('backtest')
  @HttpCode(200)
  @Documented({
    summary: 'What a suppression would have hidden of the last seven days',
    access: 'person',
    permission: 'suppressions.write',
    body: backtestRequestSchema,
    problems: [404],
    response: backtestSchema,
    status: 200,
  })
  backtest(
    @Body(parseWith(backtestRequestSchema)) body: BacktestRequest,
    @CurrentLogin() login: Login,
  ): Promise<BacktestAnswer> {
    return orProblem(this.suppressions.backtest(body, login));
  }

  @Post()
  @HttpCode(201)
  @Documented({
    summary:
      'Hides findings from now on, as they were backtested; proposed only, where that could be a critical one',
    access: 'person',
    permission: 'suppressions.write',
    body: suppressionRequestSchema,
    problems: [404],
    response: suppressionSchema,
    status: 201,
  })
  create(
    @Body(parseWith(suppressionRequestSchema)) body: SuppressionRequest,
    @CurrentLogin() login: Login,
  ): Promise<Suppression> {
    return orProblem(this.suppressions.create(body, login));
  }

  @Post(':id/approve')
  @HttpCode(200)
  @Documented({
    summary: 'Agrees to what somebody else proposed',
    access: 'person',
    permission: 'suppressions.write',
    params: suppressionParamsSchema,
    response: suppressionSchema,
    status: 200,
  })
  approve(@Param(paramsPipe) { id }: Params, @CurrentLogin() login: Login): Promise<Suppression> {
    return orProblem(this.suppressions.approve(id, login));
  }

  @Post(':id/end')
  @HttpCode(200)
  @Documented({
    summary: 'Ends a suppression now',
    access: 'person',
    permission: 'suppressions.write',
    params: suppressionParamsSchema,
    response: suppressionSchema,
    status: 200,
  })
  end(@Param(paramsPipe) { id }: Params, @CurrentLogin() login: Login): Promise<Suppression> {
    return orProblem(this.suppressions.end(id, login));
  }
}

async function orProblem<T>(asked: Promise<Result<T, SuppressionRefusal>>): Promise<T> {
  const answer = await asked;
  if (answer.ok) return answer.value;
  throw new ProblemException(answer.error.status, answer.error.detail);
}
