import { Controller, Get, Inject, Query } from '@nestjs/common';
import { z } from 'zod';
import { CurrentLogin, type Login } from '../auth/login.js';
import { parseWith } from '../http/parse-with.js';
import { Documented } from '../openapi/documented.js';
import { detectorQuerySchema, detectorsSchema } from './detector.schema.js';
import { DetectorsQuery } from './detectors.query.js';

const dayMs = 86_400_000;

/** What the detectors are worth, by the verdicts of people. */
@Controller('v1/detectors')
export class DetectorsController {
  constructor(@Inject(DetectorsQuery) private readonly detectors: DetectorsQuery) {}

  @Get()
  @Documented({
    summary: 'Detectors with the verdicts on their incidents and their precision',
    access: 'person',
    permission: 'incidents.read',
    query: detectorQuerySchema,
    response: detectorsSchema,
    status: 200,
  })
  async list(
    @Query(parseWith(detectorQuerySchema)) { days }: z.infer<typeof detectorQuerySchema>,
    @CurrentLogin() login: Login,
  ): Promise<z.infer<typeof detectorsSchema>> {
    return { items: await this.detectors.list(new Date(Date.now() - days * dayMs), login), next: null };
  }
}
