import { type Database, type Sql, appendAudit } from '#database';
import { type Labels } from '#contracts';
import { findRoutes, parseRouting, planNotifications } from '#incidents';
import { type Result, err, ok } from '#kernel';
import type { RoutingAnswer, RoutingChecked } from './routing.schema.js';

interface InForceRow {
  readonly source: 'file' | 'environment' | 'api';
  readonly body: string;
  readonly taken_at: Date;
}

interface StoredRow {
  readonly revision: string;
  readonly body: string;
  readonly author: string;
  readonly stored_at: Date;
}

/** Why a routing is not stored. */
export interface RoutingRefusal {
  readonly status: 409 | 412 | 422;
  readonly detail: string;
}

/** One change at a time: the second of two who read the same version is told so. */
const changeLock = 7_461_327;

/** Who is told what: read, checked and changed. Alerting takes a new version up within seconds. */
export class RoutingService {
  constructor(private readonly database: Database) {}

  async read(sql: Sql = this.database): Promise<RoutingAnswer> {
    const [inForce] = await sql.rows<InForceRow>(`SELECT source, body, taken_at FROM routing_in_force`);
    const [stored] = await sql.rows<StoredRow>(
      `SELECT * FROM routing_versions ORDER BY revision DESC LIMIT 1`,
    );
    return {
      source: inForce?.source ?? null,
      yaml: inForce?.body ?? '',
      takenAt: inForce?.taken_at.toISOString() ?? null,
      stored:
        stored === undefined
          ? null
          : {
              revision: stored.revision,
              yaml: stored.body,
              author: stored.author,
              storedAt: stored.stored_at.toISOString(),
            },
    };
  }

  /** Stores a new version where it is valid and nobody stored another one since `revision` was read. */
  async store(
    yaml: string,
    { who, revision }: { readonly who: string; readonly revision: string | undefined },
  ): Promise<Result<RoutingAnswer, RoutingRefusal>> {
    const parsed = parseRouting(yaml, 'routing.yaml');
    if (!parsed.ok) return err({ status: 422, detail: parsed.error.join('\n') });
    return this.database.transaction(async (tx) => {
      await tx.rows(`SELECT pg_advisory_xact_lock($1)`, [changeLock]);
      const before = await this.read(tx);
      if (before.source === 'file') {
        return err({ status: 409, detail: 'Alerting goes by ROUTING_FILE: change that file' });
      }
      if (revision !== undefined && revision !== (before.stored?.revision ?? 'none')) {
        return err({
          status: 412,
          detail: 'Somebody stored another version since you read it: read it again',
        });
      }
      const [row] = await tx.rows<{ revision: string }>(
        `INSERT INTO routing_versions (body, author) VALUES ($1, $2) RETURNING revision`,
        [yaml, who],
      );
      const subject = `routing:${row?.revision}`;
      const detail = { before: before.stored?.revision ?? 'none' };
      const answer = await this.read(tx);
      await appendAudit(tx, { tenant: null, who, action: 'receivers.manage', subject, detail });
      return ok(answer);
    });
  }

  /** What is wrong with a routing, or where an incident with these labels would go. */
  check(yaml: string, labels: Labels): RoutingChecked {
    const parsed = parseRouting(yaml, 'routing.yaml');
    if (!parsed.ok) return { problems: [...parsed.error], routes: [] };
    const routing = parsed.value;
    const routes = findRoutes(routing, labels).map((route) => ({
      route: route.path,
      receiver: route.receiver,
      messages: planNotifications('opened', [route], routing.receivers, 0).map(
        ({ receiver, channel, dueAtMs, unlessAcknowledged }) => ({
          receiver,
          channel,
          afterSeconds: dueAtMs / 1_000,
          unlessAcknowledged,
        }),
      ),
      repeatIntervalSeconds: route.repeatIntervalMs / 1_000,
    }));
    return { problems: [], routes };
  }
}
