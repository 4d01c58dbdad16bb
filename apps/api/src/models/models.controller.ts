import { Controller, Get, Inject, Query } from '@nestjs/common';
import { z } from 'zod';
import { CurrentLogin, type Login } from '../auth/login.js';
import { parseWith } from '../http/parse-with.js';
import { Documented } from '../openapi/documented.js';
import { modelPageSchema, modelQuerySchema } from './model.schema.js';
import { ModelsQuery } from './models.query.js';

@Controller('v1/models')
export class ModelsController {
  constructor(@Inject(ModelsQuery) private readonly models: ModelsQuery) {}

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
}
