import { type FoundEntity, type Masker, matchesOf } from '../masker.js';

const given = "\\p{Lu}[\\p{L}'’-]{1,24}";
const particle = '(?:van|von|de|del|da|di|la|le|der|den|bin|al|el|dos|du|ter)';
const name = `${given}(?: \\p{Lu}\\.?(?= ))?(?: ${particle}){0,2}(?: ${given}){0,3}`;
const twoNames = `${given}(?: \\p{Lu}\\.?)?(?: ${particle}){0,2} ${given}(?: ${given})?`;

const titles =
  '(?:Mr|Mrs|Ms|Mx|Dr|Prof|Sr|Sra|Sig|Dhr|Mevr)\\.? |(?:Miss|Herrn?|Frau|Señora?|Mme|M\\.|Monsieur|Madame|Signora?|Mister|Doctor|Professor) ';
const introductions =
  "(?:[Mm]y|[Hh]is|[Hh]er|[Tt]heir) (?:(?:full|first|last|maiden|middle|family|given|legal) )?name(?: is|'s|’s)(?: now)? |(?:[Mm]ein Name ist|[Ii]ch heiße|[Jj]e m['’]appelle|[Mm]on nom est|[Mm]e llamo|[Mm]i nombre es|[Mm]i chiamo|[Mm]eu nome é|[Ii]k heet|[Mm]ijn naam is) ";
const labels =
  "(?:(?<=^|\\n)[ \\t>*-]{0,6}|(?:[Ff]ull|[Ff]irst|[Ll]ast|[Mm]aiden|[Pp]atient|[Cc]ustomer|[Cc]lient|[Ee]mployee|[Cc]ontact|[Hh]older|[Aa]pplicant|[Bb]eneficiary|[Pp]olicyholder|[Cc]ardholder)(?:[’']s)? )[Nn]ame[*]{0,2}(?: is|[:=])[*]{0,2}[ \\t]{1,6}|(?:Patient|Customer|Client|Cardholder|Insured|Passenger|Attn|Recipient)[*]{0,2}:[*]{0,2} ";
const salutations = '(?:Dear|Liebe[r]?|Sehr geehrte[r]?|Cher|Chère|Estimad[oa]|Querid[oa]|Gentile|Beste) ';
const kin =
  '[Mm]y (?:wife|husband|son|daughter|mother|father|mom|mum|dad|brother|sister|partner|fiancée?|boss|manager|colleague|friend|kid|child|doctor|neighbou?r|grandmother|grandfather|aunt|uncle|cousin),? (?:is (?:called|named) |named |called |(?=\\p{Lu}[\\p{L}-]+ \\p{Lu}))';

const expressions = [
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${[titles, introductions, salutations, kin].join('|')})(${name})`, 'gu'),
  new RegExp(`(?:${labels})(${name})`, 'gu'),
  new RegExp(
    `(?<![\\p{L}\\p{N}])(?:I am|I['’]m|[Tt]his is|[Ii]t['’]s|[Ii]ch bin|[Hh]ier ist|[Jj]e suis|[Ss]oy) (${twoNames})(?=[ ,]{1,2}(?:from|at|speaking|calling|here|with|of|von|de|aus)\\b)`,
    'gu',
  ),
  new RegExp(
    `(?:[Rr]egards|[Ss]incerely|[Cc]heers|[Tt]hanks|[Tt]hank you|[Tt]ruly|[Ff]aithfully|Best|Love|Grüßen?|[Ss]aludos|[Cc]ordialement|[Ss]aluti)[,.!]?[ \\t]{0,3}\\n\\s{0,4}(${twoNames})(?=\\s{0,3}(?:\\n|$))`,
    'gu',
  ),
  /(?<![\p{L}\p{N}])(?:mr|mrs|ms|dr)\. (\p{Ll}[\p{L}'’-]{1,24})/gu,
];

/** Without any of these there is no name to find: one quick pass over most texts. */
const triggers =
  /[Nn]am|\b(?:M(?:r|rs|s|x|iss|me|\.|ister|onsieur|adame)|Dr|Prof|Doctor|Herrn?|Frau|S(?:ra?|e[nñ]ora?|ig|ignora?)|Dhr|Mevr)\b|\b(?:mr|mrs|ms|dr)\. |Dear|Lieb|geehrt|Ch(?:er|ère)|stimad|uerid|Gentile|Beste?|egards|incerely|heers|hank|ruly|aithf|Love|Grüß|aludos|ordial|aluti|m['’]app|llamo|chiamo|I am|I['’]m|his is|[Ii]t['’]s|[Mm]y |Patient|C(?:ustomer|lient|ardholder)|Insured|Passenger|Attn|Recipient|heet|heiße|ch bin|ier ist|e suis|oy /;

/** Words that stand where a name could and are none. */
const notNames = new Set(
  'sir madam hiring customer team all friend friends editor valued colleague colleagues sirs everyone reader santa diary god lord mom dad mum mr mrs ms dr manager president chairman minister speaker not the a an your my our this that unknown none null anonymous user admin required first last name redacted insert damen herren frau herr kunde madame monsieur'.split(
    ' ',
  ),
);

/**
 * Names of persons where something says that one stands there: a title, "my name is", a label, a salutation, a closing.
 * A name in running text without any of these stays: there is no model of language here.
 */
export const personName: Masker = {
  type: 'person-name',
  mayHold: (text) => triggers.test(text),
  find: findNames,
};

function* findNames(text: string): Generator<FoundEntity> {
  const found = expressions.flatMap((expression) =>
    [...matchesOf(text, expression)].map(({ 0: whole, 1: matched = '', index }) => ({
      start: index + whole.length - matched.length,
      matched: matched.replace(/['’]s$/, ''),
    })),
  );
  let free = 0;
  for (const { start, matched } of found.sort((a, b) => a.start - b.start)) {
    const [firstWord = ''] = matched.toLowerCase().split(/[ '’-]/);
    if (start < free || notNames.has(firstWord)) continue;
    free = start + matched.length;
    yield { start, end: free, normalised: matched.toLowerCase() };
  }
}
