import { Controller, Get, Inject, Query } from '@nestjs/common';
import { z } from 'zod';
import { CurrentLogin, type Login } from '../auth/login.js';
import { parseWith } from '../http/parse-with.js';
import { Documented } from '../openapi/documented.js';
import { findingPageSchema, findingQuerySchema } from './finding.schema.js';
import { FindingsQuery } from './findings.query.js';

@Controller('v1/findings')
export class FindingsController {
  constructor(@Inject(FindingsQuery) private readonly findings: FindingsQuery) {}

  @Get()
  @Documented({
    summary: 'Findings, the newest first',
    access: 'person',
    permission: 'findings.read',
    query: findingQuerySchema,
    response: findingPageSchema,
    status: 200,
  })
  list(
    @Query(parseWith(findingQuerySchema)) query: z.infer<typeof findingQuerySchema>,
    @CurrentLogin() login: Login,
  ): Promise<z.infer<typeof findingPageSchema>> {
    return this.findings.page(query, login);
  }
}
