import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { CurrentLogin, type Login } from '../auth/login.js';
import { parseWith } from '../http/parse-with.js';
import { ProblemException } from '../http/problem.js';
import { Documented } from '../openapi/documented.js';
import { BaseComparisonQuery } from './base-comparison.query.js';
import { type BaseComparisonAnswer, baseComparisonSchema } from './base-comparison.schema.js';
import { ExemplarsQuery } from './exemplars.query.js';
import { type Exemplars, exemplarsQuerySchema, exemplarsSchema } from './exemplars.schema.js';
import { modelPageSchema, modelQuerySchema } from './model.schema.js';
import { ModelSeriesQuery } from './model-series.query.js';
import {
  type ModelSeries,
  modelSeriesParamsSchema,
  modelSeriesQuerySchema,
  modelSeriesSchema,
} from './model-series.schema.js';
import { ModelsQuery } from './models.query.js';
import { ProbesQuery } from './probes.query.js';
import { type ModelProbes, modelProbesSchema } from './probes.schema.js';

@Controller('v1/models')
export class ModelsController {
  constructor(
    @Inject(ModelsQuery) private readonly models: ModelsQuery,
    @Inject(ModelSeriesQuery) private readonly overTime: ModelSeriesQuery,
    @Inject(ExemplarsQuery) private readonly typical: ExemplarsQuery,
    @Inject(BaseComparisonQuery) private readonly bases: BaseComparisonQuery,
    @Inject(ProbesQuery) private readonly probes: ProbesQuery,
  ) {}

  @Get()
  @Documented({
    summary: 'Models and versions, by name',
    access: 'person',
    permission: 'models.read',
    query: modelQuerySchema,
    response: modelPageSchema,
    status: 200,
  })
  list(
    @Query(parseWith(modelQuerySchema)) query: z.infer<typeof modelQuerySchema>,
    @CurrentLogin() login: Login,
  ): Promise<z.infer<typeof modelPageSchema>> {
    return this.models.page(query, login);
  }

  @Get(':key/series')
  @Documented({
    summary: 'A model over time: counters with the band of its baseline, deploys, changes and incidents',
    access: 'person',
    permission: 'models.read',
    params: modelSeriesParamsSchema,
    query: modelSeriesQuerySchema,
    response: modelSeriesSchema,
    status: 200,
  })
  async series(
    @Param(parseWith(modelSeriesParamsSchema, 404)) { key }: z.infer<typeof modelSeriesParamsSchema>,
    @Query(parseWith(modelSeriesQuerySchema)) { hours }: z.infer<typeof modelSeriesQuerySchema>,
    @CurrentLogin() login: Login,
  ): Promise<ModelSeries> {
    const series = await this.overTime.find(key, hours, login);
    if (series === undefined) throw new ProblemException(404, 'There is nothing with this id');
    return series;
  }

  @Get(':key/exemplars')
  @Documented({
    summary:
      'What is typical of a model, masked: ten now and ten of its baseline, and words that came and went',
    access: 'person',
    permission: 'text.read',
    params: modelSeriesParamsSchema,
    query: exemplarsQuerySchema,
    response: exemplarsSchema,
    status: 200,
  })
  async exemplars(
    @Param(parseWith(modelSeriesParamsSchema, 404)) { key }: z.infer<typeof modelSeriesParamsSchema>,
    @Query(parseWith(exemplarsQuerySchema)) { hours }: z.infer<typeof exemplarsQuerySchema>,
    @CurrentLogin() login: Login,
  ): Promise<Exemplars> {
    const exemplars = await this.typical.find(key, hours, login);
    if (exemplars === undefined) throw new ProblemException(404, 'There is nothing with this id');
    return exemplars;
  }

  @Get(':key/base')
  @Documented({
    summary: 'Whether attacks work more often on a model than on the base that it was tuned from',
    access: 'person',
    permission: 'models.read',
    params: modelSeriesParamsSchema,
    response: baseComparisonSchema,
    status: 200,
  })
  async againstBase(
    @Param(parseWith(modelSeriesParamsSchema, 404)) { key }: z.infer<typeof modelSeriesParamsSchema>,
    @CurrentLogin() login: Login,
  ): Promise<BaseComparisonAnswer> {
    const answer = await this.bases.find(key, login);
    if (answer === undefined) throw new ProblemException(404, 'There is nothing with this id');
    return answer;
  }

  @Get(':key/probes')
  @Documented({
    summary:
      'Whether the guardrails of a model eroded: its answers to our own probes beside those of its base',
    access: 'person',
    permission: 'models.read',
    params: modelSeriesParamsSchema,
    response: modelProbesSchema,
    status: 200,
  })
  async probed(
    @Param(parseWith(modelSeriesParamsSchema, 404)) { key }: z.infer<typeof modelSeriesParamsSchema>,
    @CurrentLogin() login: Login,
  ): Promise<ModelProbes> {
    const probes = await this.probes.find(key, login);
    if (probes === undefined) throw new ProblemException(404, 'There is nothing with this id');
    return probes;
  }
}
