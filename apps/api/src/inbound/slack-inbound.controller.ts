import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { ProblemException } from '../http/problem.js';
import { Documented } from '../openapi/documented.js';
import { type InboundSecrets, inboundSecretsToken } from './inbound-secrets.js';
import { slackClickSchema } from './inbound.schema.js';
import { rawBodyOf } from './raw-body.js';
import { SlackInbound } from './slack-inbound.service.js';
import { isSignedBySlack } from './verify-signature.js';

/** Where Slack sends clicks: the request URL of its app's interactivity. */
@Controller('v1/inbound/slack')
export class SlackInboundController {
  constructor(
    @Inject(SlackInbound) private readonly inbound: SlackInbound,
    @Inject(inboundSecretsToken) private readonly secrets: InboundSecrets,
  ) {}

  @Post()
  @HttpCode(200)
  @Documented({
    summary: 'Takes clicks on messages in Slack, signed by Slack, as done by the linked person',
    access: 'anyone',
    problems: [401],
    status: 200,
  })
  take(@Req() request: Request): void {
    const rawBody = rawBodyOf(request);
    const signed = {
      rawBody,
      signature: request.get('x-slack-signature'),
      timestamp: request.get('x-slack-request-timestamp'),
    };
    if (!isSignedBySlack(signed, this.secrets.slack(), Date.now())) {
      throw new ProblemException(401, 'This is not signed by Slack, or too long ago');
    }
    const click = slackClickSchema.safeParse(payloadOf(rawBody));
    // Slack waits three seconds for an answer: the work comes after it. What is no click of ours is taken, and let be.
    if (click.success) void this.inbound.take(click.data);
  }
}

/** A form with one field of JSON. */
function payloadOf(rawBody: Buffer): unknown {
  try {
    return JSON.parse(new URLSearchParams(rawBody.toString('utf8')).get('payload') ?? '') as unknown;
  } catch {
    return undefined;
  }
}
