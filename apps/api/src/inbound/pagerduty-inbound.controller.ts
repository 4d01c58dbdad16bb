import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';
import { ProblemException } from '../http/problem.js';
import { Documented } from '../openapi/documented.js';
import { type InboundSecrets, inboundSecretsToken } from './inbound-secrets.js';
import { pagerDutyEventSchema } from './inbound.schema.js';
import { PagerDutyInbound } from './pagerduty-inbound.service.js';
import { rawBodyOf } from './raw-body.js';
import { isSignedByPagerDuty } from './verify-signature.js';

const takenSchema = z.object({ taken: z.string() });

/** Where PagerDuty sends what people do there: a V3 webhook subscription. */
@Controller('v1/inbound/pagerduty')
export class PagerDutyInboundController {
  constructor(
    @Inject(PagerDutyInbound) private readonly inbound: PagerDutyInbound,
    @Inject(inboundSecretsToken) private readonly secrets: InboundSecrets,
  ) {}

  @Post()
  @HttpCode(202)
  @Documented({
    summary: 'Takes events of PagerDuty V3 webhooks, signed by PagerDuty, as done by the linked person',
    access: 'anyone',
    response: takenSchema,
    problems: [401],
    status: 202,
  })
  async take(@Req() request: Request): Promise<z.infer<typeof takenSchema>> {
    const rawBody = rawBodyOf(request);
    const signature = request.get('x-pagerduty-signature');
    if (!isSignedByPagerDuty({ rawBody, signature }, this.secrets.pagerDuty())) {
      throw new ProblemException(401, 'This is not signed by PagerDuty');
    }
    const parsed = pagerDutyEventSchema.safeParse(jsonOf(rawBody));
    return { taken: parsed.success ? await this.inbound.take(parsed.data.event) : 'no event' };
  }
}

function jsonOf(rawBody: Buffer): unknown {
  try {
    return JSON.parse(rawBody.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
