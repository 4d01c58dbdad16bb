import {
  type NativeInteraction,
  type SourceCoordinates,
  headerNames,
  originalsSchema,
  sealingContext,
} from '#contracts';
import { AppError } from '#kernel';
import { type KeyStore, seal, unseal } from '#keys';
import { metrics } from '#telemetry';

/** A sealed original and what it is bound to. */
export interface SealedOriginal {
  readonly sealed: Buffer | undefined;
  readonly tenant: string;
  readonly source: SourceCoordinates;
}

/** A record is 21 MB at most, with all its headers. */
const mostRecordBytes = 21_900_000;

/** Seals originals of the tenants that want them kept; what it gives is no text any more. */
export class Vault {
  constructor(
    private readonly keys: KeyStore,
    private readonly tenants: ReadonlySet<string>,
  ) {}

  /** The sealed originals of one interaction; undefined where its tenant does not want them kept. */
  seal(
    originals: readonly NativeInteraction[],
    tenant: string,
    source: SourceCoordinates,
  ): Buffer | undefined {
    if (!this.tenants.has(tenant)) return undefined;
    return seal(
      JSON.stringify(originals),
      sealingContext(tenant, source),
      this.keys.current(tenant, 'vault'),
    );
  }

  /**
   * What the sealed parts of an interaction are together, bound to the log event of `whole`. All or nothing: undefined
   * where a part has none, or its key was destroyed since.
   */
  join(parts: readonly SealedOriginal[], whole: Omit<SealedOriginal, 'sealed'>): Buffer | undefined {
    if (!this.tenants.has(whole.tenant)) return undefined;
    const opened = parts.map((part) => this.#open(part));
    if (opened.includes(undefined)) {
      metrics.unsealed.add(1, { reason: 'part-missing' });
      return undefined;
    }
    return this.seal(
      opened.flatMap((originals) => originals ?? []),
      whole.tenant,
      whole.source,
    );
  }

  #open({ sealed, tenant, source }: SealedOriginal): readonly NativeInteraction[] | undefined {
    if (sealed === undefined) return undefined;
    try {
      const text = unseal(sealed, sealingContext(tenant, source), this.keys.all(tenant, 'vault'));
      return originalsSchema.parse(JSON.parse(text));
    } catch (error) {
      if (error instanceof AppError) return undefined;
      throw error;
    }
  }
}

/** The header that takes a sealed original along, where the record has room for it; the interaction comes first. */
export function sealedHeader(sealed: Buffer | undefined, value: string): Record<string, Buffer> {
  if (sealed === undefined) return {};
  if (sealed.length + Buffer.byteLength(value) <= mostRecordBytes) return { [headerNames.sealed]: sealed };
  metrics.unsealed.add(1, { reason: 'too-large' });
  return {};
}
