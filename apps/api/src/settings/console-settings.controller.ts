import { Controller, Get, Inject } from '@nestjs/common';
import { z } from 'zod';
import { Documented } from '../openapi/documented.js';

export const traceUrlToken = Symbol('trace url');

const settingsSchema = z.object({
  /** Where a trace is looked at, with `{traceId}` in it; null: nowhere. */
  traceUrl: z.string().nullable(),
});

/** What the console has to know of its installation. */
@Controller('v1/console-settings')
export class ConsoleSettingsController {
  constructor(@Inject(traceUrlToken) private readonly traceUrl: string | null) {}

  @Get()
  @Documented({
    summary: 'What the console has to know of its installation',
    access: 'person',
    permission: 'session.own',
    response: settingsSchema,
    status: 200,
  })
  get(): z.infer<typeof settingsSchema> {
    return { traceUrl: this.traceUrl };
  }
}
