import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put } from '@nestjs/common';
import type { z } from 'zod';
import { CurrentLogin, type Login } from '../auth/login.js';
import { parseWith } from '../http/parse-with.js';
import { ProblemException } from '../http/problem.js';
import { Documented } from '../openapi/documented.js';
import { type HoldRefusal, HoldsService } from './holds.service.js';
import { RetentionQuery } from './retention.query.js';
import {
  type Hold,
  type RetainRequest,
  type Retained,
  type Retention,
  holdParamsSchema,
  holdRequestSchema,
  holdSchema,
  holdsSchema,
  retainParamsSchema,
  retainRequestSchema,
  retainedSchema,
  retentionSchema,
} from './retention.schema.js';

const problems: Readonly<Record<HoldRefusal, readonly [status: number, detail: string]>> = {
  'no-incident': [404, 'There is nothing with this id'],
  'held-already': [409, 'This incident is under a legal hold already'],
  'not-held': [409, 'This incident is under no legal hold'],
};

/** How long things are kept, and what keeps them longer. */
@Controller('v1')
export class RetentionController {
  constructor(
    @Inject(RetentionQuery) private readonly retention: RetentionQuery,
    @Inject(HoldsService) private readonly holds: HoldsService,
  ) {}

  @Get('retention')
  @Documented({
    summary: 'How long things are kept, how much there is of them, and which days go next',
    access: 'person',
    permission: 'status.read',
    allTenants: true,
    response: retentionSchema,
    status: 200,
  })
  read(): Promise<Retention> {
    return this.retention.read();
  }

  @Put('models/:key/retain')
  @Documented({
    summary: 'How much text is kept of a model from now on; audited',
    access: 'person',
    permission: 'retention.manage',
    params: retainParamsSchema,
    body: retainRequestSchema,
    response: retainedSchema,
    status: 200,
  })
  async retain(
    @Param(parseWith(retainParamsSchema, 404)) { key }: z.infer<typeof retainParamsSchema>,
    @Body(parseWith(retainRequestSchema)) request: RetainRequest,
    @CurrentLogin() login: Login,
  ): Promise<Retained> {
    const retained = await this.holds.retain(key, request, login);
    if (retained === undefined) throw new ProblemException(404, 'There is nothing with this id');
    return retained;
  }

  @Get('holds')
  @Documented({
    summary: 'Legal holds in force, the oldest first',
    access: 'person',
    permission: 'incidents.read',
    response: holdsSchema,
    status: 200,
  })
  async list(@CurrentLogin() login: Login): Promise<z.infer<typeof holdsSchema>> {
    return { items: await this.holds.list(login), next: null };
  }

  @Post('incidents/:id/hold')
  @HttpCode(201)
  @Documented({
    summary: 'Keeps all that is stored of an incident from retention and erasure; audited',
    access: 'person',
    permission: 'retention.manage',
    params: holdParamsSchema,
    body: holdRequestSchema,
    response: holdSchema,
    status: 201,
  })
  async hold(
    @Param(parseWith(holdParamsSchema, 404)) { id }: z.infer<typeof holdParamsSchema>,
    @Body(parseWith(holdRequestSchema)) { reason }: z.infer<typeof holdRequestSchema>,
    @CurrentLogin() login: Login,
  ): Promise<Hold> {
    const held = await this.holds.hold(id, reason, login);
    if (!held.ok) throw new ProblemException(...problems[held.error]);
    return held.value;
  }

  @Post('incidents/:id/release-hold')
  @HttpCode(200)
  @Documented({
    summary: "Ends an incident's legal hold: what it kept goes when its time is over; audited",
    access: 'person',
    permission: 'retention.manage',
    params: holdParamsSchema,
    body: holdRequestSchema,
    response: holdSchema,
    status: 200,
  })
  async release(
    @Param(parseWith(holdParamsSchema, 404)) { id }: z.infer<typeof holdParamsSchema>,
    @Body(parseWith(holdRequestSchema)) { reason }: z.infer<typeof holdRequestSchema>,
    @CurrentLogin() login: Login,
  ): Promise<Hold> {
    const released = await this.holds.release(id, reason, login);
    if (!released.ok) throw new ProblemException(...problems[released.error]);
    return released.value;
  }
}
