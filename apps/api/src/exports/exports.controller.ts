import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import { CurrentLogin, type Login } from '../auth/login.js';
import { FindingsQuery } from '../findings/findings.query.js';
import { parseWith } from '../http/parse-with.js';
import { IncidentsQuery } from '../incidents/incidents.query.js';
import { Documented } from '../openapi/documented.js';
import { csvOf } from './csv.js';
import { findingExportQuerySchema, incidentExportQuerySchema } from './export.schema.js';
import { findingColumns, findingRow, incidentColumns, incidentRow } from './exported-rows.js';

/** Lists as files for spreadsheets. */
@Controller('v1')
export class ExportsController {
  constructor(
    @Inject(IncidentsQuery) private readonly incidents: IncidentsQuery,
    @Inject(FindingsQuery) private readonly findings: FindingsQuery,
  ) {}

  @Get('incidents.csv')
  @Documented({
    summary: 'Incidents that match, as the list has them: 10,000 at most, and a Link to the rest',
    access: 'person',
    permission: 'incidents.read',
    query: incidentExportQuerySchema,
    csv: true,
    status: 200,
  })
  async ofIncidents(
    @Query(parseWith(incidentExportQuerySchema)) query: z.infer<typeof incidentExportQuerySchema>,
    @CurrentLogin() login: Login,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { items, next } = await this.incidents.page(query, login);
    linkNext(request, response, next);
    send(response, 'incidents.csv', csvOf(incidentColumns, items.map(incidentRow)));
  }

  @Get('findings.csv')
  @Documented({
    summary: 'Findings as the list has them: 10,000 at most, and a Link to the rest',
    access: 'person',
    permission: 'findings.read',
    query: findingExportQuerySchema,
    csv: true,
    status: 200,
  })
  async ofFindings(
    @Query(parseWith(findingExportQuerySchema)) query: z.infer<typeof findingExportQuerySchema>,
    @CurrentLogin() login: Login,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { items, next } = await this.findings.page(query, login);
    linkNext(request, response, next);
    send(response, 'findings.csv', csvOf(findingColumns, items.map(findingRow)));
  }
}

/** Where the rows beyond these are (RFC 8288): the same question with another cursor. */
function linkNext(request: Request, response: Response, next: string | null): void {
  if (next === null) return;
  const rest = new URL(request.originalUrl, 'http://here');
  rest.searchParams.set('cursor', next);
  response.setHeader('link', `<${rest.pathname}${rest.search}>; rel="next"`);
}

function send(response: Response, name: string, csv: string): void {
  response.setHeader('content-disposition', `attachment; filename="${name}"`);
  response.type('text/csv').send(csv);
}
