import { Controller, Get, Inject, Query } from '@nestjs/common';
import { z } from 'zod';
import { CurrentLogin, type Login } from '../auth/login.js';
import { parseWith } from '../http/parse-with.js';
import { Documented } from '../openapi/documented.js';
import {
  type DeadLetterQuery,
  deadLetterGroupsSchema,
  deadLetterPageSchema,
  deadLetterQuerySchema,
  stoppedTopicsSchema,
} from './dead-letter.schema.js';
import { DeadLettersQuery } from './dead-letters.query.js';

/** What could not be read, and what is not read because of it: nobody can say whose it is, so it is of all tenants. */
@Controller('v1')
export class IngestController {
  constructor(@Inject(DeadLettersQuery) private readonly deadLetters: DeadLettersQuery) {}

  @Get('dead-letters')
  @Documented({
    summary: 'Messages that could not be taken, the newest first',
    access: 'person',
    permission: 'status.read',
    allTenants: true,
    query: deadLetterQuerySchema,
    response: deadLetterPageSchema,
    status: 200,
  })
  list(
    @Query(parseWith(deadLetterQuerySchema)) query: DeadLetterQuery,
    @CurrentLogin() login: Login,
  ): Promise<z.infer<typeof deadLetterPageSchema>> {
    return this.deadLetters.page(query, login);
  }

  @Get('dead-letter-groups')
  @Documented({
    summary: 'Dead letters by topic, stage and code: one cause a group',
    access: 'person',
    permission: 'status.read',
    allTenants: true,
    response: deadLetterGroupsSchema,
    status: 200,
  })
  async groups(): Promise<z.infer<typeof deadLetterGroupsSchema>> {
    return { items: await this.deadLetters.groups() };
  }

  @Get('stopped-topics')
  @Documented({
    summary: 'Source topics that no collector reads until "tunewarden resume <topic>"',
    access: 'person',
    permission: 'status.read',
    allTenants: true,
    response: stoppedTopicsSchema,
    status: 200,
  })
  async stoppedTopics(): Promise<z.infer<typeof stoppedTopicsSchema>> {
    return { items: await this.deadLetters.stoppedTopics() };
  }
}
