import { Controller, Get, Inject, Query } from '@nestjs/common';
import { z } from 'zod';
import { CurrentLogin, type Login } from '../auth/login.js';
import { parseWith } from '../http/parse-with.js';
import { Documented } from '../openapi/documented.js';
import { signalPageSchema, signalQuerySchema } from './signal.schema.js';
import { SignalsQuery } from './signals.query.js';

@Controller('v1/signals')
export class SignalsController {
  constructor(@Inject(SignalsQuery) private readonly signals: SignalsQuery) {}

  @Get()
  @Documented({
    summary: 'Flagged interactions, refused attempts too, the newest first',
    access: 'person',
    permission: 'findings.read',
    query: signalQuerySchema,
    response: signalPageSchema,
    status: 200,
  })
  list(
    @Query(parseWith(signalQuerySchema)) query: z.infer<typeof signalQuerySchema>,
    @CurrentLogin() login: Login,
  ): Promise<z.infer<typeof signalPageSchema>> {
    return this.signals.page(query, login);
  }
}
