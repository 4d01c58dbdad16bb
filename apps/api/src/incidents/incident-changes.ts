import type { IncidentStatus, Severity } from '#contracts';
import type { Database } from '#database';
import type { OnModuleDestroy } from '@nestjs/common';

/** An incident as it now stands, as far as a list must know. */
export interface IncidentChange {
  readonly id: string;
  readonly number: number;
  readonly status: IncidentStatus;
  readonly severity: Severity;
  readonly revision: number;
}

/** Somebody who wants to know of changes. */
interface Watcher {
  /** The one tenant whose incidents they see; null: all. */
  readonly tenant: string | null;
  readonly onChanges: (changes: readonly IncidentChange[]) => void;
  /** Nothing can be told any more; ask anew. */
  readonly onEnd: () => void;
}

interface ChangeRow {
  readonly incident_id: string;
  readonly number: string;
  readonly tenant: string;
  readonly status: IncidentStatus;
  readonly severity: Severity;
  readonly revision: string;
}

const everyMs = 1_000;
/** A change is dated before it is committed: one that took as long as this is still told. */
const overlapSeconds = 10;
const mostAtOnce = 1_000;

/** Tells watchers of changed incidents: one question a second to the database, however many watch. */
export class IncidentChanges implements OnModuleDestroy {
  readonly #watchers = new Set<Watcher>();
  /** Revisions that were told, of the last question or two. */
  #told = new Map<string, string>();
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly database: Database) {}

  /** Answers how to stop watching. */
  watch(watcher: Watcher): () => void {
    this.#watchers.add(watcher);
    this.#timer ??= this.#next();
    return () => this.#watchers.delete(watcher);
  }

  onModuleDestroy(): void {
    clearTimeout(this.#timer);
    this.#end();
  }

  #next(): NodeJS.Timeout {
    return setTimeout(() => void this.#ask(), everyMs);
  }

  async #ask(): Promise<void> {
    try {
      await this.#tell();
    } catch {
      // Browsers connect again by themselves, and then load what they missed.
      this.#end();
    }
    const goesOn = this.#watchers.size > 0;
    this.#timer = goesOn ? this.#next() : undefined;
    if (!goesOn) this.#told.clear();
  }

  async #tell(): Promise<void> {
    const rows = await this.database.rows<ChangeRow>(
      `SELECT incident_id, number, tenant, status, severity, revision FROM incidents
       WHERE changed_at > clock_timestamp() - make_interval(secs => ${overlapSeconds})
       ORDER BY changed_at DESC LIMIT ${mostAtOnce}`,
    );
    const news = rows.filter(({ incident_id, revision }) => this.#told.get(incident_id) !== revision);
    this.#told = new Map(rows.map(({ incident_id, revision }) => [incident_id, revision]));
    for (const { tenant, onChanges } of this.#watchers) {
      const theirs = news.filter((row) => tenant === null || row.tenant === tenant);
      if (theirs.length > 0) onChanges(theirs.map(changeOf));
    }
  }

  #end(): void {
    for (const { onEnd } of this.#watchers) onEnd();
    this.#watchers.clear();
  }
}

function changeOf({ incident_id, number, status, severity, revision }: ChangeRow): IncidentChange {
  return { id: incident_id, number: Number(number), status, severity, revision: Number(revision) };
}
