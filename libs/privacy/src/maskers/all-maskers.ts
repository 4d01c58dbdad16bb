import type { Masker } from '../masker.js';
import { card } from './card.js';
import { cloudKey } from './cloud-key.js';
import { email } from './email.js';
import { iban } from './iban.js';
import { phone } from './phone.js';

/** Every masker, the surest first: where two claim the same text, the earlier one has it. */
export const allMaskers: readonly Masker[] = [cloudKey, email, iban, card, phone];
