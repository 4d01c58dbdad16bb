import type { Result } from '#kernel';
import { Body, Controller, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { z } from 'zod';
import type { AuthenticatedRequest } from '../auth/login.js';
import { parseWith } from '../http/parse-with.js';
import { ProblemException } from '../http/problem.js';
import { Documented } from '../openapi/documented.js';
import {
  assignSchema,
  mergeSchema,
  noteSchema,
  severityChangeSchema,
  verdictSchema,
} from './incident-actions.schema.js';
import { type ActionRefusal, type Actor, IncidentActions } from './incident-actions.service.js';
import { versionOfHeader } from './incident-version.js';
import { type IncidentSummary, incidentParamsSchema, incidentSummarySchema } from './incident.schema.js';
import { IncidentsQuery } from './incidents.query.js';

type Params = z.infer<typeof incidentParamsSchema>;
const paramsPipe = parseWith(incidentParamsSchema, 404);
const statuses: Readonly<Record<ActionRefusal['kind'], number>> = {
  'not-found': 404,
  stale: 412,
  conflict: 409,
};

/** Describes an action: who may act, on what, and that it answers with the incident as it is then. */
function Action(summary: string, body?: z.ZodType): MethodDecorator {
  return Documented({
    summary,
    access: 'person',
    permission: 'incidents.act',
    ifMatch: true,
    params: incidentParamsSchema,
    ...(body && { body }),
    response: incidentSummarySchema,
    status: 200,
  });
}

/** What people do with one incident. */
@Controller('v1/incidents/:id')
export class IncidentActionsController {
  constructor(
    @Inject(IncidentActions) private readonly actions: IncidentActions,
    @Inject(IncidentsQuery) private readonly incidents: IncidentsQuery,
  ) {}

  @Post('acknowledge')
  @HttpCode(200)
  @Action('Somebody looks at it; it is theirs where it was nobody else’s')
  acknowledge(
    @Param(paramsPipe) { id }: Params,
    @Req() request: AuthenticatedRequest,
  ): Promise<IncidentSummary> {
    return this.#answer(request, this.actions.act(id, { kind: 'acknowledge' }, actorOf(request)));
  }

  @Post('unacknowledge')
  @HttpCode(200)
  @Action('Nobody looks at it any more: it is open, and told anew')
  unacknowledge(
    @Param(paramsPipe) { id }: Params,
    @Req() request: AuthenticatedRequest,
  ): Promise<IncidentSummary> {
    return this.#answer(request, this.actions.act(id, { kind: 'unacknowledge' }, actorOf(request)));
  }

  @Post('assign')
  @HttpCode(200)
  @Action('Gives it to somebody, or to nobody', assignSchema)
  assign(
    @Param(paramsPipe) { id }: Params,
    @Body(parseWith(assignSchema)) { assignee }: z.infer<typeof assignSchema>,
    @Req() request: AuthenticatedRequest,
  ): Promise<IncidentSummary> {
    return this.#answer(request, this.actions.act(id, { kind: 'assign', assignee }, actorOf(request)));
  }

  @Post('severity')
  @HttpCode(200)
  @Action('Sets the severity; findings can raise it again', severityChangeSchema)
  setSeverity(
    @Param(paramsPipe) { id }: Params,
    @Body(parseWith(severityChangeSchema)) { severity }: z.infer<typeof severityChangeSchema>,
    @Req() request: AuthenticatedRequest,
  ): Promise<IncidentSummary> {
    return this.#answer(
      request,
      this.actions.act(id, { kind: 'lower-severity', severity }, actorOf(request)),
    );
  }

  @Post('close')
  @HttpCode(200)
  @Action('Closes it with a verdict', verdictSchema)
  close(
    @Param(paramsPipe) { id }: Params,
    @Body(parseWith(verdictSchema)) { verdict, note }: z.infer<typeof verdictSchema>,
    @Req() request: AuthenticatedRequest,
  ): Promise<IncidentSummary> {
    return this.#answer(request, this.actions.act(id, { kind: 'resolve', verdict, note }, actorOf(request)));
  }

  @Post('verdict')
  @HttpCode(200)
  @Action('Changes the verdict of a closed one; the history stays', verdictSchema)
  changeVerdict(
    @Param(paramsPipe) { id }: Params,
    @Body(parseWith(verdictSchema)) { verdict, note }: z.infer<typeof verdictSchema>,
    @Req() request: AuthenticatedRequest,
  ): Promise<IncidentSummary> {
    return this.#answer(
      request,
      this.actions.act(id, { kind: 'change-verdict', verdict, note }, actorOf(request)),
    );
  }

  @Post('reopen')
  @HttpCode(200)
  @Action('Opens a closed one again; its verdict is cleared')
  reopen(@Param(paramsPipe) { id }: Params, @Req() request: AuthenticatedRequest): Promise<IncidentSummary> {
    return this.#answer(request, this.actions.act(id, { kind: 'reopen' }, actorOf(request)));
  }

  @Post('note')
  @HttpCode(200)
  @Action('Writes a note into the timeline', noteSchema)
  note(
    @Param(paramsPipe) { id }: Params,
    @Body(parseWith(noteSchema)) { note }: z.infer<typeof noteSchema>,
    @Req() request: AuthenticatedRequest,
  ): Promise<IncidentSummary> {
    return this.#answer(request, this.actions.act(id, { kind: 'note', note }, actorOf(request)));
  }

  @Post('merge')
  @HttpCode(200)
  @Action('Makes it a part of another one, where its further findings go', mergeSchema)
  merge(
    @Param(paramsPipe) { id }: Params,
    @Body(parseWith(mergeSchema)) { into }: z.infer<typeof mergeSchema>,
    @Req() request: AuthenticatedRequest,
  ): Promise<IncidentSummary> {
    return this.#answer(request, this.actions.merge(id, into, actorOf(request)));
  }

  @Post('unmerge')
  @HttpCode(200)
  @Action('Takes it out of the one that it was merged into')
  unmerge(@Param(paramsPipe) { id }: Params, @Req() request: AuthenticatedRequest): Promise<IncidentSummary> {
    return this.#answer(request, this.actions.unmerge(id, actorOf(request)));
  }

  async #answer(
    request: AuthenticatedRequest,
    acting: Promise<Result<string, ActionRefusal>>,
  ): Promise<IncidentSummary> {
    const acted = await acting;
    if (!acted.ok) throw new ProblemException(statuses[acted.error.kind], acted.error.detail);
    const summary = await this.incidents.one(acted.value);
    if (summary === undefined) throw new ProblemException(404, 'There is nothing with this id');
    request.res?.setHeader('etag', `"${summary.version}"`);
    return summary;
  }
}

function actorOf(request: AuthenticatedRequest): Actor {
  const { who = '', login } = request;
  const version = versionOfHeader(request.headers['if-match']);
  // Of no login at all, which no request has that got so far: the tenant of nobody.
  return { who, door: 'api', tenant: login === undefined ? '' : login.tenant, version };
}
