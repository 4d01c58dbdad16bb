import { type Permission, permissionsOf } from '#access';
import { type Database, appendAudit } from '#database';
import { postJson } from '#outbound';
import { formatMatcher, parseMatcher } from '#incidents';
import { type Clock, type Result, err, ok } from '#kernel';
import type { Logger } from '#telemetry';
import type { Doer } from '../auth/login.js';
import type { Action, IncidentActions } from '../incidents/incident-actions.service.js';
import type { IncidentsQuery } from '../incidents/incidents.query.js';
import type { SilencesService } from '../silences/silences.service.js';
import { type SlackClick, closeChoiceSchema } from './inbound.schema.js';
import type { LinkedAccountsStore } from './linked-accounts.store.js';

/** What clicks are turned into. */
export interface SlackInboundParts {
  readonly accounts: LinkedAccountsStore;
  readonly actions: IncidentActions;
  readonly silences: SilencesService;
  readonly incidents: IncidentsQuery;
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Where Slack takes answers to clicks; nothing is posted anywhere else. */
  readonly answerOrigin: string;
}

/** A click that is ours to follow. */
interface Wish {
  readonly permission: Permission;
  readonly incidentId: string;
  readonly do: Action | 'silence';
}

const hourMs = 3_600_000;

/** Clicks on Slack's messages, as what the linked person did. */
export class SlackInbound {
  constructor(private readonly parts: SlackInboundParts) {}

  /** Does what was clicked and tells the one who clicked, and nobody else, where that had no effect. Never throws. */
  async take(click: SlackClick): Promise<void> {
    const { logger } = this.parts;
    try {
      for (const [index, action] of click.actions.entries()) {
        const wish = wishOf(action);
        if (wish === undefined) continue;
        const done = await this.#follow(wish, click.user.id, `${click.trigger_id}/${index}`);
        if (!done.ok) await this.#answer(click, done.error);
      }
    } catch (error) {
      logger.error({ error: String((error as Error).name) }, 'a click in Slack failed');
      await this.#answer(click, 'Tunewarden could not do that now. Please try again.');
    }
  }

  async #follow(wish: Wish, slackUser: string, eventId: string): Promise<Result<null, string>> {
    const { accounts, actions, database } = this.parts;
    const account = await accounts.find('slack', slackUser);
    if (account === undefined || !permissionsOf(account.role).includes(wish.permission)) {
      const outcome = account === undefined ? 'not linked' : 'forbidden';
      const who = account?.who ?? `slack:${slackUser}`;
      const subject = `incident:${wish.incidentId}`;
      const detail = { outcome, door: 'slack' };
      await database.transaction((tx) =>
        appendAudit(tx, { tenant: account?.tenant ?? null, who, action: wish.permission, subject, detail }),
      );
      return err(
        account === undefined
          ? 'Your Slack account is not linked to a person in Tunewarden: ask an administrator.'
          : 'You may look at incidents, but not act on them.',
      );
    }
    if (wish.do === 'silence') return this.#silence(wish.incidentId, account, eventId);
    const { who, tenant } = account;
    const actor = { who, tenant, door: 'slack', eventId } as const;
    const acted = await actions.act(wish.incidentId, wish.do, actor);
    return acted.ok ? ok(null) : err(`Nothing was changed: ${acted.error.detail}.`);
  }

  async #silence(incidentId: string, by: Doer, eventId: string): Promise<Result<null, string>> {
    const { incidents, silences, clock } = this.parts;
    const incident = await incidents.one(incidentId);
    if (incident === undefined || (by.tenant !== null && by.tenant !== incident.tenant))
      return err('There is no such incident any more.');
    const { tenant, model, kind, family, number } = incident;
    const matchers = [
      { label: 'kind', operator: '=', value: kind } as const,
      { label: 'family', operator: '=', value: family } as const,
      ...(model === null ? [] : [{ label: 'model', operator: '=', value: model.id } as const]),
    ].map(formatMatcher);
    if (matchers.some((text) => parseMatcher(text) === undefined)) {
      return err('Its names cannot be written as matchers: silence it in the console.');
    }
    const endsAt = new Date(clock() + hourMs).toISOString();
    const comment = `one hour, from Slack, for INC-${number}`;
    const silenced = await silences.create({ tenant, matchers, endsAt, comment }, by, {
      provider: 'slack',
      eventId,
    });
    return silenced.ok ? ok(null) : err(silenced.error);
  }

  async #answer({ response_url: url }: SlackClick, text: string): Promise<void> {
    const { answerOrigin, logger } = this.parts;
    if (url === undefined || new URL(url).origin !== answerOrigin) return;
    const message = { response_type: 'ephemeral', replace_original: false, text };
    const answered = await postJson(url, message, { timeoutMs: 10_000 });
    if (!answered.ok) logger.warn({ reason: answered.error.reason }, 'Slack took no answer to a click');
  }
}

function wishOf({
  action_id: action,
  value,
  selected_option: option,
}: SlackClick['actions'][number]): Wish | undefined {
  const incidentId = value ?? '';
  switch (action) {
    case 'acknowledge':
    case 'reopen':
      return isId(incidentId) ? { permission: 'incidents.act', incidentId, do: { kind: action } } : undefined;
    case 'silence-1h':
      return isId(incidentId) ? { permission: 'silences.write', incidentId, do: 'silence' } : undefined;
    case 'close': {
      const choice = closeChoiceSchema.safeParse(option?.value);
      if (!choice.success) return undefined;
      const [id, verdict] = choice.data;
      return { permission: 'incidents.act', incidentId: id, do: { kind: 'resolve', verdict, note: '' } };
    }
    default:
      return undefined;
  }
}

function isId(text: string): boolean {
  return /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(text);
}
