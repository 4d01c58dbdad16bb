import { type NativeInteraction, originalsSchema, sealingContext } from '#contracts';
import { type Database, appendAudit } from '#database';
import { AppError, type Result, err, ok } from '#kernel';
import { type KeyStore, unseal } from '#keys';
import type { Login } from '../auth/login.js';
import type { Revealed } from './evidence.schema.js';
import { originalTurns } from './original-turns.js';
import type { SealedEvidence, SealedEvidenceQuery } from './sealed-evidence.query.js';

/** Who wants to see what, and why. */
export interface Reveal {
  readonly evidenceId: string;
  readonly by: Login;
  readonly reason: string;
}

/** Why there is nothing to show. */
export type NotRevealed = 'not-in-vault' | 'no-keys' | 'key-destroyed' | 'does-not-open';

/** Opens originals of the evidence vault; every try is in the audit log before it is answered. */
export class RevealService {
  constructor(
    private readonly evidence: SealedEvidenceQuery,
    private readonly database: Database,
    private readonly keys: KeyStore | undefined,
  ) {}

  async reveal({ evidenceId, by, reason }: Reveal): Promise<Result<Revealed, NotRevealed>> {
    const sealed = await this.evidence.find(evidenceId, by);
    const opened = this.#open(sealed);
    await appendAudit(this.database, {
      tenant: sealed?.tenant ?? by.tenant,
      who: by.who,
      action: 'evidence.reveal',
      subject: evidenceId,
      detail: {
        reason,
        outcome: opened.ok ? 'revealed' : opened.error,
        ...(sealed && { tenant: sealed.tenant }),
      },
    });
    if (!opened.ok) return opened;
    return ok({
      evidenceId,
      turns: opened.value.flatMap(originalTurns),
      originals: opened.value.map((original) => JSON.stringify(original, null, 2)),
    });
  }

  #open(found: SealedEvidence | undefined): Result<readonly NativeInteraction[], NotRevealed> {
    if (found === undefined) return err('not-in-vault');
    if (this.keys === undefined) return err('no-keys');
    const { sealed, tenant, source } = found;
    try {
      const text = unseal(sealed, sealingContext(tenant, source), this.keys.all(tenant, 'vault'));
      return ok(originalsSchema.parse(JSON.parse(text)));
    } catch (error) {
      if (!(error instanceof AppError) || !error.code.startsWith('keys.')) throw error;
      return err(error.code === 'keys.destroyed' ? 'key-destroyed' : 'does-not-open');
    }
  }
}
