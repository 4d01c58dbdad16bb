import { setTimeout as pause } from 'node:timers/promises';
import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import type { z } from 'zod';
import { CurrentLogin, type Login } from '../auth/login.js';
import { parseWith } from '../http/parse-with.js';
import { ProblemException } from '../http/problem.js';
import { Documented } from '../openapi/documented.js';
import {
  type BulkJob,
  type BulkRequest,
  bulkJobParamsSchema,
  bulkJobSchema,
  bulkRequestSchema,
} from './bulk-job.schema.js';
import { BulkJobsStore } from './bulk-jobs.store.js';
import { BulkWorker } from './bulk.worker.js';

/** A job of a few incidents is done when it is answered. */
const patienceMs = 1_500;

/** One action on many incidents. */
@Controller('v1/bulk-jobs')
export class BulkJobsController {
  constructor(
    @Inject(BulkJobsStore) private readonly jobs: BulkJobsStore,
    @Inject(BulkWorker) private readonly worker: BulkWorker,
  ) {}

  @Post()
  @HttpCode(202)
  @Documented({
    summary: 'Does one thing with many incidents: those of a list, or all that match; follow it by its id',
    access: 'person',
    permission: 'incidents.act',
    body: bulkRequestSchema,
    response: bulkJobSchema,
    status: 202,
  })
  async create(
    @Body(parseWith(bulkRequestSchema)) request: BulkRequest,
    @CurrentLogin() login: Login,
  ): Promise<BulkJob> {
    return this.#started(await this.jobs.create(request, login), login);
  }

  @Get(':id')
  @Documented({
    summary: 'How far a job is',
    access: 'person',
    permission: 'incidents.read',
    params: bulkJobParamsSchema,
    response: bulkJobSchema,
    status: 200,
  })
  async get(
    @Param(parseWith(bulkJobParamsSchema, 404)) { id }: z.infer<typeof bulkJobParamsSchema>,
    @CurrentLogin() login: Login,
  ): Promise<BulkJob> {
    const job = await this.jobs.find(id, login.tenant);
    if (job === undefined) throw new ProblemException(404, 'There is nothing with this id');
    return job;
  }

  @Post(':id/undo')
  @HttpCode(202)
  @Documented({
    summary: 'Takes back what a finished job did, once; incidents are what they were before',
    access: 'person',
    permission: 'incidents.act',
    params: bulkJobParamsSchema,
    response: bulkJobSchema,
    status: 202,
  })
  async undo(
    @Param(parseWith(bulkJobParamsSchema, 404)) { id }: z.infer<typeof bulkJobParamsSchema>,
    @CurrentLogin() login: Login,
  ): Promise<BulkJob> {
    await this.get({ id }, login);
    const jobId = await this.jobs.createUndo(id, login);
    if (jobId === undefined)
      throw new ProblemException(409, 'There is nothing to undo: it runs still, or was undone before');
    return this.#started(jobId, login);
  }

  async #started(jobId: string, login: Login): Promise<BulkJob> {
    await Promise.race([this.worker.wake(), pause(patienceMs)]);
    return this.get({ id: jobId }, login);
  }
}
