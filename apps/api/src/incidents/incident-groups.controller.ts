import { Controller, Get, Inject, Query } from '@nestjs/common';
import { CurrentLogin, type Login } from '../auth/login.js';
import { parseWith } from '../http/parse-with.js';
import { Documented } from '../openapi/documented.js';
import { IncidentGroupsQueries } from './incident-groups.query.js';
import {
  type IncidentGroups,
  type IncidentGroupsQuery,
  incidentGroupsQuerySchema,
  incidentGroupsSchema,
} from './incident-groups.schema.js';

@Controller('v1/incident-groups')
export class IncidentGroupsController {
  constructor(@Inject(IncidentGroupsQueries) private readonly queries: IncidentGroupsQueries) {}

  @Get()
  @Documented({
    summary: 'How many incidents match, as a whole and by up to three fields',
    access: 'person',
    permission: 'incidents.read',
    query: incidentGroupsQuerySchema,
    response: incidentGroupsSchema,
    status: 200,
  })
  groups(
    @Query(parseWith(incidentGroupsQuerySchema)) query: IncidentGroupsQuery,
    @CurrentLogin() login: Login,
  ): Promise<IncidentGroups> {
    return this.queries.groups(query, login);
  }
}
