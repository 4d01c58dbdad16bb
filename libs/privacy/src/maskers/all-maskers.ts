import type { Masker } from '../masker.js';
import { bankAccount } from './bank-account.js';
import { card } from './card.js';
import { cloudKey } from './cloud-key.js';
import { dateOfBirth } from './date-of-birth.js';
import { driverLicence } from './driver-licence.js';
import { email } from './email.js';
import { iban } from './iban.js';
import { ipAddress } from './ip-address.js';
import { jwt } from './jwt.js';
import { medicalRecord } from './medical-record.js';
import { nationalId } from './national-id.js';
import { nationalInsurance } from './national-insurance.js';
import { nhsNumber } from './nhs-number.js';
import { passport } from './passport.js';
import { personName } from './person-name.js';
import { phone } from './phone.js';
import { policyNumber } from './policy-number.js';
import { privateKey } from './private-key.js';
import { secret } from './secret.js';
import { ssn } from './ssn.js';
import { streetAddress } from './street-address.js';
import { urlCredential } from './url-credential.js';

/** Every masker, the surest first: where two claim the same text, the earlier one has it. */
export const allMaskers: readonly Masker[] = [
  privateKey,
  jwt,
  cloudKey,
  urlCredential,
  email,
  iban,
  card,
  secret,
  ipAddress,
  ssn,
  nhsNumber,
  nationalInsurance,
  nationalId,
  driverLicence,
  passport,
  medicalRecord,
  policyNumber,
  bankAccount,
  dateOfBirth,
  streetAddress,
  phone,
  personName,
];
