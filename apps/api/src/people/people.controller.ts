import { permissionsOf } from '#access';
import { Body, Controller, Get, Headers, Inject, Param, Patch, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { z } from 'zod';
import { CurrentLogin, type Login, mayGrant } from '../auth/login.js';
import { etagOf, requiredRevision } from '../http/etag.js';
import { parseWith } from '../http/parse-with.js';
import { ProblemException } from '../http/problem.js';
import { Documented } from '../openapi/documented.js';
import { PeopleStore } from './people.store.js';
import {
  type Person,
  type PersonChange,
  personChangeSchema,
  personPageSchema,
  personParamsSchema,
  personQuerySchema,
  personSchema,
} from './person.schema.js';

/** People, their roles and tenants. */
@Controller('v1/people')
export class PeopleController {
  constructor(@Inject(PeopleStore) private readonly people: PeopleStore) {}

  @Get()
  @Documented({
    summary: 'People who log in by the identity provider, by name',
    access: 'person',
    permission: 'people.manage',
    query: personQuerySchema,
    response: personPageSchema,
    status: 200,
  })
  list(
    @Query(parseWith(personQuerySchema)) query: z.infer<typeof personQuerySchema>,
    @CurrentLogin() login: Login,
  ): Promise<z.infer<typeof personPageSchema>> {
    return this.people.page(query, login);
  }

  @Get(':id')
  @Documented({
    summary: 'A person; the ETag is what a change wants in If-Match',
    access: 'person',
    permission: 'people.manage',
    params: personParamsSchema,
    response: personSchema,
    etag: true,
    status: 200,
  })
  async get(
    @Param(parseWith(personParamsSchema, 404)) { id }: z.infer<typeof personParamsSchema>,
    @CurrentLogin() login: Login,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Person> {
    const found = await this.people.find(id, login);
    if (found === undefined) throw new ProblemException(404, 'There is nobody with this id');
    response.setHeader('etag', etagOf(found.revision));
    return found.person;
  }

  @Patch(':id')
  @Documented({
    summary: "Changes a person's role and tenant, or keeps them out; holds from their next call on",
    access: 'person',
    permission: 'people.manage',
    params: personParamsSchema,
    body: personChangeSchema,
    ifMatch: 'required',
    response: personSchema,
    status: 200,
  })
  async change(
    @Param(parseWith(personParamsSchema, 404)) { id }: z.infer<typeof personParamsSchema>,
    @Body(parseWith(personChangeSchema)) change: PersonChange,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentLogin() login: Login,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Person> {
    if ((await this.people.find(id, login)) === undefined)
      throw new ProblemException(404, 'There is nobody with this id');
    if (change.access && !mayGrant(login, permissionsOf(change.access.role), change.access.tenant))
      throw new ProblemException(403, 'Nobody hands out more than they have: another role or tenant');
    const changed = await this.people.change(id, change, { revision: requiredRevision(ifMatch), by: login });
    if (changed === undefined) throw new ProblemException(404, 'There is nobody with this id');
    if (changed === 'stale')
      throw new ProblemException(412, 'Somebody changed this person since: read them again');
    response.setHeader('etag', etagOf(changed.revision));
    return changed.person;
  }
}
