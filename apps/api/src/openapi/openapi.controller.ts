import { Controller, Get, Inject } from '@nestjs/common';
import { z } from 'zod';
import { Documented } from './documented.js';

export const openApiToken = Symbol('openapi');

@Controller()
export class OpenApiController {
  constructor(@Inject(openApiToken) private readonly description: object) {}

  @Get('openapi.json')
  @Documented({ summary: 'This description', access: 'anyone', response: z.looseObject({}), status: 200 })
  get(): object {
    return this.description;
  }
}
