import { type Result, err, ok } from '#kernel';
import type { ClaimedNotification } from '../../claim.store.js';
import { type PageKey, type PageKeys, pinOf } from './page-keys.js';
import type { PagerDutyAction } from './render-pagerduty-event.js';

type Claimed = Pick<ClaimedNotification, 'providerRef' | 'toldStatus' | 'mayHaveArrived'>;

/** A key, and what whoever reads the ledger has to know of it; null: nothing. */
export interface ChosenKey {
  readonly key: PageKey;
  readonly note: string | null;
}

/**
 * The key that an event goes with, or what to do where nobody has it. Only the key that opened a page acknowledges and
 * ends it, so a page keeps its key, whatever its receiver's key is by now. A trigger for which no page is there goes
 * with the current one, and so does one whose page nobody can reach any more: another page beats none.
 */
export function choosePageKey(
  action: PagerDutyAction,
  claimed: Claimed,
  keys: PageKeys,
): Result<ChosenKey, string> {
  const pin = pinOf(claimed.providerRef);
  if (pin === undefined || (action === 'trigger' && !mayStand(claimed))) {
    return ok({ key: keys.current, note: null });
  }
  const key = keys.find(pin);
  if (key !== undefined) return ok({ key, note: null });
  const lost = `the key in ${pin.place} that its page was opened with is not there any more`;
  if (action === 'trigger') {
    return ok({
      key: keys.current,
      note: `another page was opened: ${lost}; end the first one in PagerDuty`,
    });
  }
  return err(
    `${lost}: list it there behind the new one until the page is over, or end the page in PagerDuty`,
  );
}

/** Whether a page of the pinned key may stand open in PagerDuty. */
function mayStand({ toldStatus, mayHaveArrived }: Claimed): boolean {
  return mayHaveArrived || toldStatus === 'open' || toldStatus === 'acknowledged';
}
