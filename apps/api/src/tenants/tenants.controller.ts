import { Controller, Get, Inject } from '@nestjs/common';
import type { z } from 'zod';
import { CurrentLogin, type Login } from '../auth/login.js';
import { Documented } from '../openapi/documented.js';
import { tenantsSchema } from './tenant.schema.js';
import { TenantsQuery } from './tenants.query.js';

/** Whose traffic there is. */
@Controller('v1/tenants')
export class TenantsController {
  constructor(@Inject(TenantsQuery) private readonly tenants: TenantsQuery) {}

  @Get()
  @Documented({
    summary: 'Tenants by name: their traffic, and what is set for their texts and keys',
    access: 'person',
    permission: 'status.read',
    response: tenantsSchema,
    status: 200,
  })
  async list(@CurrentLogin() login: Login): Promise<z.infer<typeof tenantsSchema>> {
    return { items: await this.tenants.list(login), next: null };
  }
}
