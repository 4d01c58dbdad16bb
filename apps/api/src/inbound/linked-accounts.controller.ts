import { type Database, appendAudit, databaseToken } from '#database';
import { Body, Controller, Get, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { z } from 'zod';
import type { AuthenticatedRequest } from '../auth/login.js';
import { pageOf } from '../http/page.schema.js';
import { parseWith } from '../http/parse-with.js';
import { ProblemException } from '../http/problem.js';
import { lineOfText } from '../http/text.schema.js';
import { Documented } from '../openapi/documented.js';
import { LinkedAccountsStore } from './linked-accounts.store.js';

const accountSchema = z.object({
  provider: z.enum(['slack', 'pagerduty']),
  /** What the provider calls them: U012ABCDEF in Slack, PABC123 in PagerDuty. */
  externalId: z.string().regex(/^[A-Za-z0-9]{2,40}$/),
  who: lineOfText(1, 200),
  role: z.enum(['viewer', 'analyst', 'lead', 'admin']),
  /** The one tenant whose incidents they may change; null: all. */
  tenant: lineOfText(1, 200).nullable().default(null),
});
const unlinkSchema = accountSchema.pick({ provider: true, externalId: true });
const accountsSchema = pageOf(accountSchema);
type Account = z.infer<typeof accountSchema>;

/** Who is who in Slack and PagerDuty: what they click there is done by the person here. */
@Controller('v1/linked-accounts')
export class LinkedAccountsController {
  constructor(
    @Inject(LinkedAccountsStore) private readonly accounts: LinkedAccountsStore,
    @Inject(databaseToken) private readonly database: Database,
  ) {}

  @Get()
  @Documented({
    summary: 'Accounts of Slack and PagerDuty that are linked to people',
    access: 'person',
    permission: 'people.manage',
    allTenants: true,
    response: accountsSchema,
    status: 200,
  })
  async list(): Promise<z.infer<typeof accountsSchema>> {
    return { items: await this.accounts.list(), next: null };
  }

  @Post()
  @HttpCode(200)
  @Documented({
    summary: 'Links an account to a person, with the role that their clicks have',
    access: 'person',
    permission: 'people.manage',
    allTenants: true,
    body: accountSchema,
    response: accountSchema,
    status: 200,
  })
  async link(
    @Body(parseWith(accountSchema)) account: Account,
    @Req() request: AuthenticatedRequest,
  ): Promise<Account> {
    await this.#note(request, account, `linked to ${account.who} as ${account.role}`);
    await this.accounts.link(account);
    return account;
  }

  @Post('unlink')
  @HttpCode(204)
  @Documented({
    summary: 'Unlinks an account: its clicks are refused from then on',
    access: 'person',
    permission: 'people.manage',
    allTenants: true,
    body: unlinkSchema,
    problems: [404],
    status: 204,
  })
  async unlink(
    @Body(parseWith(unlinkSchema)) account: z.infer<typeof unlinkSchema>,
    @Req() request: AuthenticatedRequest,
  ): Promise<void> {
    await this.#note(request, account, 'unlinked');
    const wasLinked = await this.accounts.unlink(account.provider, account.externalId);
    if (!wasLinked) throw new ProblemException(404, 'This account is not linked');
  }

  /** Written first: what is not written down does not happen. */
  async #note(
    { who = '' }: AuthenticatedRequest,
    { provider, externalId }: Pick<Account, 'provider' | 'externalId'>,
    change: string,
  ): Promise<void> {
    const subject = `${provider}:${externalId}`;
    await this.database.transaction((tx) =>
      appendAudit(tx, { tenant: null, who, action: 'people.manage', subject, detail: { change } }),
    );
  }
}
