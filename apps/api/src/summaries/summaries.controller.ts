import { type SummaryDocument, pagePolicyOf, summaryDocumentSchema } from '#summary';
import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { CurrentLogin, type Login } from '../auth/login.js';
import { parseWith } from '../http/parse-with.js';
import { ProblemException } from '../http/problem.js';
import { Documented } from '../openapi/documented.js';
import {
  summaryListQuerySchema,
  summaryPageSchema,
  summaryParamsSchema,
  summaryQuerySchema,
} from './summary.schema.js';
import { SummariesQuery } from './summaries.query.js';

type Params = z.infer<typeof summaryParamsSchema>;
type Whose = z.infer<typeof summaryQuerySchema>;

@Controller('v1/summaries')
export class SummariesController {
  constructor(@Inject(SummariesQuery) private readonly summaries: SummariesQuery) {}

  @Get()
  @Documented({
    summary: 'Weekly summaries, the newest week first',
    access: 'person',
    permission: 'summaries.read',
    query: summaryListQuerySchema,
    response: summaryPageSchema,
    status: 200,
  })
  list(
    @Query(parseWith(summaryListQuerySchema)) query: z.infer<typeof summaryListQuerySchema>,
    @CurrentLogin() login: Login,
  ): Promise<z.infer<typeof summaryPageSchema>> {
    return this.summaries.page(query, login);
  }

  @Get(':week')
  @Documented({
    summary: 'The summary of a week as it was made, or of the week that goes on (`current`)',
    access: 'person',
    permission: 'summaries.read',
    params: summaryParamsSchema,
    query: summaryQuerySchema,
    response: summaryDocumentSchema,
    status: 200,
  })
  async get(
    @Param(parseWith(summaryParamsSchema, 404)) { week }: Params,
    @Query(parseWith(summaryQuerySchema)) whose: Whose,
    @CurrentLogin() login: Login,
  ): Promise<SummaryDocument> {
    return orNotFound(await this.summaries.find(tenantFor(login, whose), week));
  }

  @Get(':week/html')
  @Documented({
    summary: 'The same as a page for a browser or a printer: HTML without script',
    access: 'person',
    permission: 'summaries.read',
    params: summaryParamsSchema,
    query: summaryQuerySchema,
    html: true,
    status: 200,
  })
  async page(
    @Param(parseWith(summaryParamsSchema, 404)) { week }: Params,
    @Query(parseWith(summaryQuerySchema)) whose: Whose,
    @CurrentLogin() login: Login,
    @Res() response: Response,
  ): Promise<void> {
    const page = orNotFound(await this.summaries.findPage(tenantFor(login, whose), week));
    // The console shows it in a frame; nobody else may.
    response.setHeader('content-security-policy', `${pagePolicyOf(page)}; frame-ancestors 'self'`);
    response.setHeader('x-frame-options', 'SAMEORIGIN');
    response.type('html').send(page);
  }
}

/** Whose summary is asked for: the login's own tenant's, unless it sees all. */
function tenantFor(login: Login, { tenant }: Whose): string {
  const asked = tenant ?? login.tenant ?? 'default';
  if (login.tenant !== null && asked !== login.tenant) throw new ProblemException(404, noSummary);
  return asked;
}

const noSummary = 'There is no summary of this week';

function orNotFound<T>(found: T | undefined): T {
  if (found === undefined) throw new ProblemException(404, noSummary);
  return found;
}
