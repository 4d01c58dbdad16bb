import { Controller, Get, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { z } from 'zod';
import { CurrentLogin, type Login } from '../auth/login.js';
import { parseWith } from '../http/parse-with.js';
import { ProblemException } from '../http/problem.js';
import { Documented } from '../openapi/documented.js';
import { ReceiverTestsStore } from './receiver-tests.store.js';
import {
  type ReceiverTest,
  receiverParamsSchema,
  receiverTestParamsSchema,
  receiverTestSchema,
  receiversSchema,
} from './receiver.schema.js';
import { ReceiversQuery } from './receivers.query.js';

/** Who is told, how that goes, and whether a message would arrive. */
@Controller('v1')
export class ReceiversController {
  constructor(
    @Inject(ReceiversQuery) private readonly receivers: ReceiversQuery,
    @Inject(ReceiverTestsStore) private readonly tests: ReceiverTestsStore,
  ) {}

  @Get('receivers')
  @Documented({
    summary: 'Receivers of the routing in force, their channels, and how their last messages went',
    access: 'person',
    permission: 'status.read',
    allTenants: true,
    response: receiversSchema,
    status: 200,
  })
  async list(): Promise<z.infer<typeof receiversSchema>> {
    return { items: await this.receivers.list(), next: null };
  }

  @Post('receivers/:name/test')
  @HttpCode(202)
  @Documented({
    summary:
      'Has alerting send a message that says it is a test by each channel of a receiver; 5 in 5 minutes at most',
    access: 'person',
    permission: 'receivers.manage',
    allTenants: true,
    params: receiverParamsSchema,
    response: receiverTestSchema,
    status: 202,
  })
  async test(
    @Param(parseWith(receiverParamsSchema, 404)) { name }: z.infer<typeof receiverParamsSchema>,
    @CurrentLogin() login: Login,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ReceiverTest> {
    const channels = await this.receivers.channelsOf(name);
    if (channels === undefined)
      throw new ProblemException(404, 'The routing in force has no receiver of this name');
    if (channels.length === 0)
      throw new ProblemException(409, 'This receiver has no channel: nobody would be told');
    const requested = await this.tests.request(name, channels, login);
    if (requested.ok) return requested.value;
    response.setHeader('retry-after', String(requested.error));
    throw new ProblemException(
      429,
      'This receiver was tested five times in five minutes: wait as long as Retry-After says',
    );
  }

  @Get('receiver-tests/:id')
  @Documented({
    summary: 'What came of a test, channel by channel',
    access: 'person',
    permission: 'status.read',
    allTenants: true,
    params: receiverTestParamsSchema,
    response: receiverTestSchema,
    status: 200,
  })
  async result(
    @Param(parseWith(receiverTestParamsSchema, 404)) { id }: z.infer<typeof receiverTestParamsSchema>,
  ): Promise<ReceiverTest> {
    const test = await this.tests.find(id);
    if (test === undefined) throw new ProblemException(404, 'There is nothing with this id');
    return test;
  }
}
