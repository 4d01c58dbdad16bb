import { Controller, Get, Inject } from '@nestjs/common';
import type { z } from 'zod';
import { CurrentLogin, type Login } from '../auth/login.js';
import { Documented } from '../openapi/documented.js';
import { rulesSchema } from './rule.schema.js';
import { RulesQuery } from './rules.query.js';

@Controller('v1/rules')
export class RulesController {
  constructor(@Inject(RulesQuery) private readonly rules: RulesQuery) {}

  @Get()
  @Documented({
    summary: 'Every detection rule with its samples and what it found in the last 7 days',
    access: 'person',
    permission: 'rules.read',
    response: rulesSchema,
    status: 200,
  })
  async list(@CurrentLogin() login: Login): Promise<z.infer<typeof rulesSchema>> {
    return { items: await this.rules.list(login), next: null };
  }
}
