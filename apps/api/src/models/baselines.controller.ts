import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import type { z } from 'zod';
import { CurrentLogin, type Login } from '../auth/login.js';
import { parseWith } from '../http/parse-with.js';
import { ProblemException } from '../http/problem.js';
import { Documented } from '../openapi/documented.js';
import {
  type Baseline,
  type BaselineOrderRequest,
  baselineOrderSchema,
  baselineParamsSchema,
  baselineSchema,
} from './baseline.schema.js';
import { BaselineService } from './baseline.service.js';

/** Baselines of models: what can be seen with them, and what is asked of them. */
@Controller('v1/models/:key/baseline')
export class BaselinesController {
  constructor(@Inject(BaselineService) private readonly baselines: BaselineService) {}

  @Get()
  @Documented({
    summary: "A model's baseline: how far it is, the smallest change that can be seen, what was asked of it",
    access: 'person',
    permission: 'models.read',
    params: baselineParamsSchema,
    response: baselineSchema,
    status: 200,
  })
  async read(
    @Param(parseWith(baselineParamsSchema, 404)) { key }: z.infer<typeof baselineParamsSchema>,
    @CurrentLogin() login: Login,
  ): Promise<Baseline> {
    const baseline = await this.baselines.read(key, login);
    if (baseline === undefined) throw new ProblemException(404, 'There is nothing with this id');
    return baseline;
  }

  @Post('orders')
  @HttpCode(202)
  @Documented({
    summary: 'Learn a model anew, take what it is like now for usual, or announce a planned change; audited',
    access: 'person',
    permission: 'baselines.write',
    params: baselineParamsSchema,
    body: baselineOrderSchema,
    response: baselineSchema,
    status: 202,
  })
  async order(
    @Param(parseWith(baselineParamsSchema, 404)) { key }: z.infer<typeof baselineParamsSchema>,
    @Body(parseWith(baselineOrderSchema)) order: BaselineOrderRequest,
    @CurrentLogin() login: Login,
  ): Promise<Baseline> {
    const ordered = await this.baselines.order(key, order, login);
    if (ordered.ok) return ordered.value;
    if (ordered.error === 'no-model') throw new ProblemException(404, 'There is nothing with this id');
    throw new ProblemException(409, 'The model has not been watched yet: there is no baseline to change');
  }
}
