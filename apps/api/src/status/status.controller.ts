import { Controller, Get, Inject } from '@nestjs/common';
import { Documented } from '../openapi/documented.js';
import { type Status, statusSchema } from './status.schema.js';
import { StatusQuery } from './status.query.js';

@Controller('v1/status')
export class StatusController {
  constructor(@Inject(StatusQuery) private readonly status: StatusQuery) {}

  @Get()
  @Documented({
    summary: 'How Tunewarden itself is doing: what is degraded, and what to do about it',
    access: 'person',
    permission: 'status.read',
    allTenants: true,
    response: statusSchema,
    status: 200,
  })
  get(): Promise<Status> {
    return this.status.measure();
  }
}
