import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { CurrentLogin, type Login } from '../auth/login.js';
import { parseWith } from '../http/parse-with.js';
import { ProblemException } from '../http/problem.js';
import { Documented } from '../openapi/documented.js';
import {
  type RevealRequest,
  type Revealed,
  type StoredEvidence,
  evidenceParamsSchema,
  revealRequestSchema,
  revealedSchema,
  storedEvidenceSchema,
} from './evidence.schema.js';
import { type NotRevealed, RevealService } from './reveal.service.js';
import { StoredEvidenceQuery } from './stored-evidence.query.js';

const problems: Readonly<Record<NotRevealed, readonly [status: number, detail: string]>> = {
  'not-in-vault': [404, 'The vault has no original of this evidence: VAULT_TENANTS says whose are kept'],
  'no-keys': [501, 'This API has no vault keys: set KEYS_FILE or VAULT_KEY to what the collector has'],
  'key-destroyed': [410, 'The key of this original was destroyed: nobody can open it any more'],
  'does-not-open': [
    500,
    'The original does not open: it was changed, or this API has another key than the collector had',
  ],
};

/** Originals of evidence, for those who may see them. */
@Controller('v1/evidence')
export class EvidenceController {
  constructor(
    @Inject(RevealService) private readonly reveals: RevealService,
    @Inject(StoredEvidenceQuery) private readonly stored: StoredEvidenceQuery,
  ) {}

  @Get(':id')
  @Documented({
    summary: 'What is stored of an interaction, masked, as it is stored',
    access: 'person',
    permission: 'text.read',
    params: evidenceParamsSchema,
    response: storedEvidenceSchema,
    status: 200,
  })
  async get(
    @Param(parseWith(evidenceParamsSchema, 404)) { id }: z.infer<typeof evidenceParamsSchema>,
    @CurrentLogin() login: Login,
  ): Promise<StoredEvidence> {
    const stored = await this.stored.find(id, login);
    if (stored === undefined) throw new ProblemException(404, 'There is nothing with this id');
    return stored;
  }

  @Post(':id/reveal')
  @HttpCode(200)
  @Documented({
    summary: 'The original of a masked interaction; who asked and why goes to the audit log first',
    access: 'person',
    permission: 'evidence.reveal',
    params: evidenceParamsSchema,
    body: revealRequestSchema,
    response: revealedSchema,
    status: 200,
    answersSecret: true,
    problems: [410, 501],
  })
  async reveal(
    @Param(parseWith(evidenceParamsSchema, 404)) { id }: z.infer<typeof evidenceParamsSchema>,
    @Body(parseWith(revealRequestSchema)) { reason }: RevealRequest,
    @CurrentLogin() by: Login,
  ): Promise<Revealed> {
    const revealed = await this.reveals.reveal({ evidenceId: id, by, reason });
    if (revealed.ok) return revealed.value;
    const [status, detail] = problems[revealed.error];
    throw new ProblemException(status, detail);
  }
}
