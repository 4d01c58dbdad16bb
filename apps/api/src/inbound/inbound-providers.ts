import { type Database, databaseToken } from '#database';
import { systemClock } from '#kernel';
import type { Logger } from '#telemetry';
import type { Provider } from '@nestjs/common';
import type { ApiConfig } from '../config.js';
import { IncidentActions } from '../incidents/incident-actions.service.js';
import { IncidentsQuery } from '../incidents/incidents.query.js';
import { SilencesService } from '../silences/silences.service.js';
import { inboundSecrets, inboundSecretsToken } from './inbound-secrets.js';
import { LinkedAccountsStore } from './linked-accounts.store.js';
import { PagerDutyInbound } from './pagerduty-inbound.service.js';
import { SlackInbound } from './slack-inbound.service.js';

/** The wiring of what comes back from Slack and PagerDuty. */
export function inboundProviders(config: ApiConfig, logger: Logger): Provider[] {
  const clock = systemClock;
  const answerOrigin = new URL(config.SLACK_ANSWER_ORIGIN).origin;
  return [
    { provide: inboundSecretsToken, useValue: inboundSecrets(config) },
    {
      provide: LinkedAccountsStore,
      inject: [databaseToken],
      useFactory: (database: Database) => new LinkedAccountsStore(database),
    },
    {
      provide: SlackInbound,
      inject: [LinkedAccountsStore, IncidentActions, SilencesService, IncidentsQuery, databaseToken],
      useFactory: (
        ...[accounts, actions, silences, incidents, database]: [
          LinkedAccountsStore,
          IncidentActions,
          SilencesService,
          IncidentsQuery,
          Database,
        ]
      ) =>
        new SlackInbound({ accounts, actions, silences, incidents, database, clock, logger, answerOrigin }),
    },
    {
      provide: PagerDutyInbound,
      inject: [databaseToken, LinkedAccountsStore, IncidentActions],
      useFactory: (database: Database, accounts: LinkedAccountsStore, actions: IncidentActions) =>
        new PagerDutyInbound({ database, accounts, actions, clock }),
    },
  ];
}
