import { labelledValueMasker } from '../labelled-value.js';

/** Medical record, patient and health insurance numbers after a word that announces them. */
export const medicalRecord = labelledValueMasker({
  type: 'medical-record',
  keyword: /m\.?r\.?n|record|rec\b|patient|hospital|chart|medica|health|versichert/i,
  label:
    /\b(?:m\.?r\.?n|medical rec(?:ord)?s?|health rec(?:ord)?s?|(?:patient|hospital|chart|medicare|medicaid|health (?:insurance|plan|card)|krankenversicherten|versicherten|patienten)(?:[ -]?(?:id|no|nr|num|number|#|record|file|nummer|beneficiary|identifier)){1,2})\b\.?[^\d\n]{0,16}$/iu,
  shape: /^(?:[a-z]{1,4}[ -]?)?\d(?:[ -]?[\da-z]){3,16}(?![\p{L}\p{N}])/iu,
});
