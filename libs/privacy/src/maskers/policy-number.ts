import { labelledValueMasker } from '../labelled-value.js';

/** Numbers of insurance policies, claims and members after a word that announces them. */
export const policyNumber = labelledValueMasker({
  type: 'policy-number',
  keyword: /policy|insur|claim|member|subscr|group|versicher|policen|schaden|num[eé]ro|póliza/i,
  label:
    /\b(?:(?:policy|insurance|claims?|member(?:ship)?|subscriber|group)[ -]?(?:id|no|nr|num|number|#)|(?:versicherungs|policen|schaden)-?(?:schein|nummer|nr)|num[eé]ro de (?:police|contrat)|número de póliza|póliza)\b\.?[^\d\n]{0,16}$/iu,
  shape: /^(?:[a-z]{1,5}[ /-]?)?\d(?:[ /-]?[\da-z]){4,18}(?![\p{L}\p{N}])/iu,
});
