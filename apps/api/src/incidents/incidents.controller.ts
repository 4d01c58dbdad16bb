import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { CurrentLogin, type Login } from '../auth/login.js';
import { parseWith } from '../http/parse-with.js';
import { ProblemException } from '../http/problem.js';
import { Documented } from '../openapi/documented.js';
import {
  type IncidentDetail,
  type IncidentQuery,
  incidentDetailSchema,
  incidentPageSchema,
  incidentParamsSchema,
  incidentQuerySchema,
} from './incident.schema.js';
import { type Ledger, ledgerSchema } from './delivery.schema.js';
import { IncidentDetailQuery } from './incident-detail.query.js';
import { IncidentsQuery } from './incidents.query.js';

@Controller('v1/incidents')
export class IncidentsController {
  constructor(
    @Inject(IncidentsQuery) private readonly incidents: IncidentsQuery,
    @Inject(IncidentDetailQuery) private readonly details: IncidentDetailQuery,
  ) {}

  @Get()
  @Documented({
    summary: 'Incidents, the most severe and newest first',
    access: 'person',
    permission: 'incidents.read',
    query: incidentQuerySchema,
    response: incidentPageSchema,
    status: 200,
  })
  list(
    @Query(parseWith(incidentQuerySchema)) query: IncidentQuery,
    @CurrentLogin() login: Login,
  ): Promise<z.infer<typeof incidentPageSchema>> {
    return this.incidents.page(query, login);
  }

  @Get(':id')
  @Documented({
    summary: 'One incident with its evidence, timeline and deliveries',
    access: 'person',
    permission: 'incidents.read',
    params: incidentParamsSchema,
    response: incidentDetailSchema,
    etag: true,
    status: 200,
  })
  async get(
    @Param(parseWith(incidentParamsSchema, 404)) { id }: z.infer<typeof incidentParamsSchema>,
    @CurrentLogin() login: Login,
    @Res({ passthrough: true }) response: Response,
  ): Promise<IncidentDetail> {
    const detail = await this.details.find(id, login);
    if (detail === undefined) throw new ProblemException(404, 'There is nothing with this id');
    response.setHeader('etag', `"${detail.version}"`);
    return detail;
  }

  @Get(':id/deliveries')
  @Documented({
    summary: 'Who was told of an incident, when, what they answered, and if nobody, why',
    access: 'person',
    permission: 'incidents.read',
    params: incidentParamsSchema,
    response: ledgerSchema,
    status: 200,
  })
  async deliveries(
    @Param(parseWith(incidentParamsSchema, 404)) { id }: z.infer<typeof incidentParamsSchema>,
    @CurrentLogin() login: Login,
  ): Promise<Ledger> {
    const ledger = await this.details.ledger(id, login);
    if (ledger === undefined) throw new ProblemException(404, 'There is nothing with this id');
    return ledger;
  }
}
