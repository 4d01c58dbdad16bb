import { openDatabase } from '#database';

/** A lock that a statement takes, held until it is let go. */
export interface HeldLock {
  release(): Promise<void>;
}

/** Runs a statement in a transaction that stays open: whoever needs what it locks waits. */
export async function holdLock(
  url: string,
  statement: string,
  parameters: readonly string[] = [],
): Promise<HeldLock> {
  const database = await openDatabase({ url, applicationName: 'test-lock', poolSize: 1 });
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const { promise: held, resolve: hold, reject } = Promise.withResolvers<void>();
  const transaction = database.transaction(async (tx) => {
    await tx.rows(statement, parameters);
    hold();
    await released;
  });
  transaction.catch(reject);
  await held;
  return {
    release: async () => {
      release();
      await transaction;
      await database.close();
    },
  };
}
