import type { Role } from '#access';
import type { Database } from '#database';

export type Provider = 'slack' | 'pagerduty';

/** A person here who is somebody there. */
export interface LinkedAccount {
  readonly provider: Provider;
  readonly externalId: string;
  readonly who: string;
  readonly role: Role;
  /** The one tenant whose incidents they may change; null: all. */
  readonly tenant: string | null;
}

interface Row {
  readonly provider: Provider;
  readonly external_id: string;
  readonly who: string;
  readonly role: Role;
  readonly tenant: string | null;
}

/** Whose clicks in Slack and PagerDuty are whose. */
export class LinkedAccountsStore {
  constructor(private readonly database: Database) {}

  async find(provider: Provider, externalId: string): Promise<LinkedAccount | undefined> {
    const [row] = await this.database.rows<Row>(
      `SELECT * FROM linked_accounts WHERE provider = $1 AND external_id = $2`,
      [provider, externalId],
    );
    return row && accountOf(row);
  }

  async list(): Promise<LinkedAccount[]> {
    const rows = await this.database.rows<Row>(
      `SELECT * FROM linked_accounts ORDER BY who, provider, external_id LIMIT 1000`,
    );
    return rows.map(accountOf);
  }

  /** Links an account; one that was linked belongs to the new person from then on. */
  async link({ provider, externalId, who, role, tenant }: LinkedAccount): Promise<void> {
    await this.database.rows(
      `INSERT INTO linked_accounts (provider, external_id, who, role, tenant) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (provider, external_id) DO UPDATE SET who = $3, role = $4, tenant = $5, linked_at = clock_timestamp()`,
      [provider, externalId, who, role, tenant],
    );
  }

  /** False where it was not linked. */
  async unlink(provider: Provider, externalId: string): Promise<boolean> {
    const gone = await this.database.execute(
      `DELETE FROM linked_accounts WHERE provider = $1 AND external_id = $2`,
      [provider, externalId],
    );
    return gone > 0;
  }
}

function accountOf({ external_id: externalId, provider, who, role, tenant }: Row): LinkedAccount {
  return { provider, externalId, who, role, tenant };
}
