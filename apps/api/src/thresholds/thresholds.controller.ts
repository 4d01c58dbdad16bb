import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put } from '@nestjs/common';
import type { z } from 'zod';
import { CurrentLogin, type Login } from '../auth/login.js';
import { parseWith } from '../http/parse-with.js';
import { ProblemException } from '../http/problem.js';
import { Documented } from '../openapi/documented.js';
import {
  type Replay,
  type ReplayRequest,
  type Threshold,
  type ThresholdRequest,
  replayRequestSchema,
  replaySchema,
  thresholdParamsSchema,
  thresholdRequestSchema,
  thresholdSchema,
} from './threshold.schema.js';
import { type ThresholdRefusal, ThresholdsService } from './thresholds.service.js';

type Params = z.infer<typeof thresholdParamsSchema>;
const paramsPipe = parseWith(thresholdParamsSchema, 404);

const problems: Readonly<Record<ThresholdRefusal, readonly [status: number, detail: string]>> = {
  'no-model': [404, 'There is nothing with this id'],
  'no-replay': [409, 'Replay it first: replayId names none of this model of the last hour that is unused'],
  'changed-since': [409, 'Somebody set another threshold since: replay it again'],
};

/** From which score on interactions of a model are flagged. */
@Controller('v1/models/:key/threshold')
export class ThresholdsController {
  constructor(@Inject(ThresholdsService) private readonly thresholds: ThresholdsService) {}

  @Get()
  @Documented({
    summary: 'From which score on interactions of a model are flagged',
    access: 'person',
    permission: 'models.read',
    params: thresholdParamsSchema,
    response: thresholdSchema,
    status: 200,
  })
  async read(@Param(paramsPipe) { key }: Params, @CurrentLogin() login: Login): Promise<Threshold> {
    const threshold = await this.thresholds.read(key, login);
    if (threshold === undefined) throw new ProblemException(...problems['no-model']);
    return threshold;
  }

  @Post('replay')
  @HttpCode(200)
  @Documented({
    summary: 'What another threshold would have flagged and let pass of the last seven days',
    access: 'person',
    permission: 'rules.write',
    params: thresholdParamsSchema,
    body: replayRequestSchema,
    response: replaySchema,
    status: 200,
  })
  async replay(
    @Param(paramsPipe) { key }: Params,
    @Body(parseWith(replayRequestSchema)) body: ReplayRequest,
    @CurrentLogin() login: Login,
  ): Promise<Replay> {
    const replay = await this.thresholds.replay(key, body, login);
    if (!replay.ok) throw new ProblemException(...problems[replay.error]);
    return replay.value;
  }

  @Put()
  @Documented({
    summary: 'Sets a threshold as it was replayed, for what is analyzed from now on; audited',
    access: 'person',
    permission: 'rules.write',
    params: thresholdParamsSchema,
    body: thresholdRequestSchema,
    problems: [409],
    response: thresholdSchema,
    status: 200,
  })
  async set(
    @Param(paramsPipe) params: Params,
    @Body(parseWith(thresholdRequestSchema)) body: ThresholdRequest,
    @CurrentLogin() login: Login,
  ): Promise<Threshold> {
    const set = await this.thresholds.set(params.key, body, login);
    if (!set.ok) throw new ProblemException(...problems[set.error]);
    return this.read(params, login);
  }
}
