import { incidentStatusSchema, severitySchema } from '#contracts';
import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { CurrentLogin, type Login } from '../auth/login.js';
import { Documented } from '../openapi/documented.js';
import { IncidentChanges } from './incident-changes.js';

const changesSchema = z.array(
  z.object({
    id: z.uuid(),
    number: z.number().int(),
    status: incidentStatusSchema,
    severity: severitySchema,
    revision: z.number().int(),
  }),
);

const heartbeatMs = 15_000;
/** Then a browser connects anew, and who may no longer look is told so. */
const longestMs = 5 * 60_000;

/** Changes of incidents as they happen. */
@Controller('v1/incident-changes')
export class IncidentChangesController {
  constructor(@Inject(IncidentChanges) private readonly changes: IncidentChanges) {}

  @Get()
  @Documented({
    summary:
      'Changed incidents as server-sent events: `ready` once, then `changes` with a list; ends after 5 minutes',
    access: 'person',
    permission: 'incidents.read',
    events: changesSchema,
    status: 200,
  })
  stream(@CurrentLogin() { tenant }: Login, @Req() request: Request, @Res() response: Response): void {
    response.status(200).setHeader('content-type', 'text/event-stream; charset=utf-8');
    response.write('retry: 2000\nevent: ready\ndata: []\n\n');
    const stop = this.changes.watch({
      tenant,
      onChanges: (list) => response.write(`event: changes\ndata: ${JSON.stringify(list)}\n\n`),
      onEnd: () => response.end(),
    });
    const heartbeat = setInterval(() => response.write(': still here\n\n'), heartbeatMs);
    const end = setTimeout(() => response.end(), longestMs);
    request.on('close', () => {
      clearInterval(heartbeat);
      clearTimeout(end);
      stop();
    });
  }
}
