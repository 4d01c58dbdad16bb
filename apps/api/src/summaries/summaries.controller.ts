import { type SummaryDocument, pagePolicyOf, summaryDocumentSchema } from '#summary';
import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
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
    query: summaryListQuerySchema,
    response: summaryPageSchema,
    status: 200,
  })
  list(
    @Query(parseWith(summaryListQuerySchema)) query: z.infer<typeof summaryListQuerySchema>,
  ): Promise<z.infer<typeof summaryPageSchema>> {
    return this.summaries.page(query);
  }

  @Get(':week')
  @Documented({
    summary: 'The summary of a week as it was made, or of the week that goes on (`current`)',
    access: 'person',
    params: summaryParamsSchema,
    query: summaryQuerySchema,
    response: summaryDocumentSchema,
    status: 200,
  })
  async get(
    @Param(parseWith(summaryParamsSchema, 404)) { week }: Params,
    @Query(parseWith(summaryQuerySchema)) { tenant }: Whose,
  ): Promise<SummaryDocument> {
    return orNotFound(await this.summaries.find(tenant, week));
  }

  @Get(':week/html')
  @Documented({
    summary: 'The same as a page for a browser or a printer: HTML without script',
    access: 'person',
    params: summaryParamsSchema,
    query: summaryQuerySchema,
    status: 200,
  })
  async page(
    @Param(parseWith(summaryParamsSchema, 404)) { week }: Params,
    @Query(parseWith(summaryQuerySchema)) { tenant }: Whose,
    @Res() response: Response,
  ): Promise<void> {
    const page = orNotFound(await this.summaries.findPage(tenant, week));
    // The console shows it in a frame; nobody else may.
    response.setHeader('content-security-policy', `${pagePolicyOf(page)}; frame-ancestors 'self'`);
    response.setHeader('x-frame-options', 'SAMEORIGIN');
    response.type('html').send(page);
  }
}

function orNotFound<T>(found: T | undefined): T {
  if (found === undefined) throw new ProblemException(404, 'There is no summary of this week');
  return found;
}
