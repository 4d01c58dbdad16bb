import { labelledValueMasker } from '../labelled-value.js';

/** Numbers of bank accounts, their routing numbers and sort codes after a word that announces them. IBANs have their own. */
export const bankAccount = labelledValueMasker({
  type: 'bank-account',
  keyword: /acc|a\/c|bank|rout|aba|sort|bsb|konto|blz|compte|cuenta/i,
  label:
    /\b(?:(?:bank|checking|savings|current)[ -]?(?:account|acct)|(?:account|acct|a\/c)[ -]?(?:no|nr|num|number|#)|routing(?: transit)?(?: no| number)?|aba(?: no| number)?|sort[ -]?code|bsb|kontonummer|konto-?nr|bankleitzahl|blz|numéro de compte|número de cuenta)\b\.?[^\d\n]{0,20}$/iu,
  shape: /^\d(?:[ -]?\d){5,16}(?![\p{L}\p{N}])/u,
});
