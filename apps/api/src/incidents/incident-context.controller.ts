import { Controller, Get, Inject, Param } from '@nestjs/common';
import type { z } from 'zod';
import { CurrentLogin, type Login } from '../auth/login.js';
import { parseWith } from '../http/parse-with.js';
import { ProblemException } from '../http/problem.js';
import { Documented } from '../openapi/documented.js';
import { IncidentContextQuery } from './incident-context.query.js';
import { type IncidentContext, incidentContextSchema } from './incident-context.schema.js';
import { incidentParamsSchema } from './incident.schema.js';

@Controller('v1/incidents')
export class IncidentContextController {
  constructor(@Inject(IncidentContextQuery) private readonly contexts: IncidentContextQuery) {}

  @Get(':id/context')
  @Documented({
    summary: 'What is rare in an incident, and other incidents that are like it',
    access: 'person',
    permission: 'incidents.read',
    params: incidentParamsSchema,
    response: incidentContextSchema,
    status: 200,
  })
  async get(
    @Param(parseWith(incidentParamsSchema, 404)) { id }: z.infer<typeof incidentParamsSchema>,
    @CurrentLogin() login: Login,
  ): Promise<IncidentContext> {
    const context = await this.contexts.find(id, login);
    if (context === undefined) throw new ProblemException(404, 'There is nothing with this id');
    return context;
  }
}
