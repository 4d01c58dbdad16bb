import { labelledValueMasker } from '../labelled-value.js';

/** Driving licence numbers after a word that announces them: every state has a shape of its own. */
export const driverLicence = labelledValueMasker({
  type: 'driver-licence',
  keyword: /driv|\bdl |führersch|permis|carnet|patente|rijbew/i,
  label:
    /\b(?:driv(?:er|ing)(?:['’]?s)?[- ]?licen[cs]e|driver['’]?s? permit|dl (?:no|number|#)|führerschein(?:nummer)?|permis de conduire|carnet de conducir|patente di guida|rijbewijs(?:nummer)?)[^\d\n]{0,24}$/iu,
  shape: /^[a-z]{0,5}[ -]?\d(?:[ -]?[\da-z]){4,18}(?![\p{L}\p{N}])/iu,
});
