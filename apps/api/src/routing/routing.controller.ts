import { Body, Controller, Get, HttpCode, Inject, Post, Put, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import type { AuthenticatedRequest } from '../auth/login.js';
import { parseWith } from '../http/parse-with.js';
import { ProblemException } from '../http/problem.js';
import { versionOfHeader } from '../incidents/incident-version.js';
import { Documented } from '../openapi/documented.js';
import {
  type RoutingAnswer,
  type RoutingChecked,
  routingChangeSchema,
  routingCheckSchema,
  routingCheckedSchema,
  routingSchema,
} from './routing.schema.js';
import { RoutingService } from './routing.service.js';

/** Who is told what: routes, receivers, mute times, inhibitions. */
@Controller('v1/routing')
export class RoutingController {
  constructor(@Inject(RoutingService) private readonly routing: RoutingService) {}

  @Get()
  @Documented({
    summary: 'The routing that alerting goes by, and the newest version that was stored',
    access: 'person',
    permission: 'status.read',
    allTenants: true,
    response: routingSchema,
    etag: true,
    status: 200,
  })
  async read(@Res({ passthrough: true }) response: Response): Promise<RoutingAnswer> {
    const answer = await this.routing.read();
    response.setHeader('etag', etagOf(answer));
    return answer;
  }

  @Put()
  @Documented({
    summary: 'Stores a new version; 422 names every mistake with its line',
    access: 'person',
    permission: 'receivers.manage',
    allTenants: true,
    problems: [409, 422],
    ifMatch: true,
    body: routingChangeSchema,
    response: routingSchema,
    status: 200,
  })
  async store(
    @Body(parseWith(routingChangeSchema)) { yaml }: z.infer<typeof routingChangeSchema>,
    @Req() request: AuthenticatedRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<RoutingAnswer> {
    const revision = versionOfHeader(request.headers['if-match']);
    const stored = await this.routing.store(yaml, { who: request.who ?? '', revision });
    if (!stored.ok) throw new ProblemException(stored.error.status, stored.error.detail);
    response.setHeader('etag', etagOf(stored.value));
    return stored.value;
  }

  @Post('check')
  @HttpCode(200)
  @Documented({
    summary: 'What is wrong with a routing, or where an incident with these labels would go',
    access: 'person',
    permission: 'status.read',
    allTenants: true,
    body: routingCheckSchema,
    response: routingCheckedSchema,
    status: 200,
  })
  check(
    @Body(parseWith(routingCheckSchema)) { yaml, labels }: z.infer<typeof routingCheckSchema>,
  ): RoutingChecked {
    return this.routing.check(yaml, labels);
  }
}

function etagOf({ stored }: RoutingAnswer): string {
  return `"${stored?.revision ?? 'none'}"`;
}
