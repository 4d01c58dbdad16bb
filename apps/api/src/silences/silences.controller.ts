import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { CurrentLogin, type Login } from '../auth/login.js';
import { parseWith } from '../http/parse-with.js';
import { ProblemException } from '../http/problem.js';
import { Documented } from '../openapi/documented.js';
import {
  type Silence,
  type SilenceQuery,
  type SilenceRequest,
  silenceParamsSchema,
  silenceQuerySchema,
  silenceRequestSchema,
  silenceSchema,
  silencesSchema,
} from './silence.schema.js';
import { SilencesService } from './silences.service.js';

/** Mutes for a time: messages wait, and are told when the time is over. */
@Controller('v1/silences')
export class SilencesController {
  constructor(@Inject(SilencesService) private readonly silences: SilencesService) {}

  @Get()
  @Documented({
    summary: 'Silences, the newest first',
    access: 'person',
    permission: 'incidents.read',
    query: silenceQuerySchema,
    response: silencesSchema,
    status: 200,
  })
  async list(
    @Query(parseWith(silenceQuerySchema)) query: SilenceQuery,
    @CurrentLogin() login: Login,
  ): Promise<z.infer<typeof silencesSchema>> {
    return { items: await this.silences.list(query, login), next: null };
  }

  @Post()
  @HttpCode(201)
  @Documented({
    summary: 'Keeps messages about matching incidents still until a time',
    access: 'person',
    permission: 'silences.write',
    body: silenceRequestSchema,
    response: silenceSchema,
    status: 201,
  })
  async create(
    @Body(parseWith(silenceRequestSchema)) body: SilenceRequest,
    @CurrentLogin() login: Login,
  ): Promise<Silence> {
    const created = await this.silences.create(body, login);
    if (!created.ok) throw new ProblemException(400, created.error);
    return created.value;
  }

  @Post(':id/expire')
  @HttpCode(200)
  @Documented({
    summary: 'Ends a silence now; what waited for it is told',
    access: 'person',
    permission: 'silences.write',
    params: silenceParamsSchema,
    response: silenceSchema,
    status: 200,
  })
  async expire(
    @Param(parseWith(silenceParamsSchema, 404)) { id }: z.infer<typeof silenceParamsSchema>,
    @CurrentLogin() login: Login,
  ): Promise<Silence> {
    const expired = await this.silences.expire(id, login);
    if (expired === undefined) throw new ProblemException(404, 'There is no silence with this id that holds');
    return expired;
  }
}
