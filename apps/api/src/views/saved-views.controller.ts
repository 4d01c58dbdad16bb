import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { CurrentLogin, type Login } from '../auth/login.js';
import { parseWith } from '../http/parse-with.js';
import { ProblemException } from '../http/problem.js';
import { Documented } from '../openapi/documented.js';
import {
  type SavedView,
  type SavedViewRequest,
  savedViewParamsSchema,
  savedViewRequestSchema,
  savedViewSchema,
  savedViewsSchema,
} from './saved-view.schema.js';
import { SavedViewsStore } from './saved-views.store.js';

/** Views of the list of incidents under a name. */
@Controller('v1/saved-views')
export class SavedViewsController {
  constructor(@Inject(SavedViewsStore) private readonly views: SavedViewsStore) {}

  @Get()
  @Documented({
    summary: 'Saved views of the incidents, by name',
    access: 'person',
    permission: 'incidents.read',
    response: savedViewsSchema,
    status: 200,
  })
  async list(@CurrentLogin() login: Login): Promise<z.infer<typeof savedViewsSchema>> {
    return { items: await this.views.list(login), next: null };
  }

  @Post()
  @HttpCode(200)
  @Documented({
    summary: 'Saves a view under a name, in place of the one that has it; 200 views at most',
    access: 'person',
    permission: 'incidents.act',
    body: savedViewRequestSchema,
    response: savedViewSchema,
    status: 200,
  })
  async save(
    @Body(parseWith(savedViewRequestSchema)) view: SavedViewRequest,
    @CurrentLogin() login: Login,
  ): Promise<SavedView> {
    const saved = await this.views.save(view, login);
    if (saved === undefined) throw new ProblemException(409, 'There are 200 views: remove one first');
    return saved;
  }

  @Delete(':id')
  @HttpCode(204)
  @Documented({
    summary: 'Removes a saved view',
    access: 'person',
    permission: 'incidents.act',
    params: savedViewParamsSchema,
    status: 204,
  })
  async remove(
    @Param(parseWith(savedViewParamsSchema, 404)) { id }: z.infer<typeof savedViewParamsSchema>,
    @CurrentLogin() login: Login,
  ): Promise<void> {
    if (!(await this.views.remove(id, login)))
      throw new ProblemException(404, 'There is nothing with this id');
  }
}
