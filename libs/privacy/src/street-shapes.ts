/** A word of a street's or a town's name, and the small words between such. */
const word = "\\p{Lu}[\\p{L}'’.-]{0,30}";
const joiner = '(?:d[aeio]s?|de[lrn]?|l[ae]s?|van|von|y|of|the|und|v|u|nad|e)';
const number = '\\d{1,6}[a-z]?(?:[-/]\\d{1,4})?';
/** Behind the name. */
const english =
  'Street|St|Avenue|Ave|Av|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Way|Place|Pl|Terrace|Ter|Square|Sq|Highway|Hwy|Parkway|Pkwy|Circle|Cir|Crescent|Cres|Close|Gardens|Grove|Mews|Row|Walk|Trail|Plaza|Alley|Quay';
/** In front of the name. */
const romance =
  '[Vv]ia|Viale|Piazza|Corso|Largo|Vicolo|Rua|Avenida|Avda\\.?|Av\\.|[Cc]alle|C/|Carrer|Paseo|Praça|Travessa|Camino|[Rr]ue|[Aa]venue|[Bb]oulevard|[Cc]hemin|[Aa]llée|[Qq]uai|ul\\.|ulica|al\\.|os\\.|Strada|Bd\\.';
/** At the end of the name, in one word with it. */
const compound =
  'straße|strasse|str\\.|gasse|weg|platz|allee|damm|ufer|gade|vej|vegen|veien|gata|gatan|vägen|stigen|stræde|katu|kuja|tie|polku|straat|laan|plein|gracht|kade|dijk|utca|utja|vegur|stræti|braut|stien';

/** A street with a number, or a box, wherever it stands. */
export const streets = new RegExp(
  `(?=[\\d\\p{Lu}acopqrstuv])(?<![\\p{L}\\p{N}.-])(?:${[
    `${number},? (?:[NSEW]{1,2}\\.? |(?:North|South|East|West) )?(?:${word} ){1,4}(?:${english})(?![\\p{L}\\p{N}])\\.?(?: ${number}(?![\\p{L}\\p{N}]))?`,
    `${number},? \\d{1,3}(?:st|nd|rd|th) (?:${english})(?![\\p{L}\\p{N}])\\.?`,
    `(?:${number},? )?(?:${romance}) ?(?:(?:${word}|${joiner}) ){1,6},? ?${number}(?![\\p{L}\\p{N}])`,
    `${number},? (?:${romance}) (?:${joiner} ){0,3}${word}(?: ${word}){0,3}`,
    `(?:${word} ){0,2}\\p{L}{2,30}(?:${compound})\\.?,? ${number}(?![\\p{L}\\p{N}])`,
    `(?:${word} ){0,3}(?:Straße|Strasse|Gasse|Weg|Platz|Allee|utca|út|tér|tee|pst|Gate|Vei) ${number}(?![\\p{L}\\p{N}])`,
    '[Pp]\\.? ?[Oo]\\.? ?[Bb]ox \\d{1,7}',
    '(?:PSC|CMR|Unit|psc|cmr|unit) \\d{3,5},? [Bb]ox \\d{2,5}',
    '(?:USS|USNS|USNV|USCGC) \\p{Lu}\\p{L}{1,20}(?=\\s{1,3}[AFD]PO A[AEP])',
    `(?:the )?corner of (?:(?:${word}|${number}) ){1,5}and (?:${number} )?${word}(?: ${word}){0,2}`,
  ].join('|')})`,
  'gu',
);

/** A part of a house: what stands in front of it is a street, whatever that is called. */
export const unit =
  /(?<![\p{L}\p{N}])(?:Apt|Apartment|Suite|Ste|Flat)\.? ?#?\d{1,5}[a-z]?(?![\p{L}\p{N}])/giu;

/** A run of names and numbers up to its end; `partBefore` of a unit. */
export const partBefore =
  /(?<![\p{L}\p{N}])(?:\d{1,6}[a-z]?|\p{Lu}[\p{L}'’.-]{1,24})(?:[ ,]{1,2}[\p{L}\d'’./-]{1,24}){0,6}(?<=\d[a-z]?\.?|\d{1,6}[ ,]{1,2}(?:[\p{L}\d'’./-]{1,24}[ ,]{1,2}){0,3}[\p{L}\d'’./-]{1,24})[ ,\n>?|]{1,8}$/u;

/** The next part of an address behind one: unit, town, region, postcode or country. */
export const nextPart = new RegExp(
  `^(?:[ ,]{0,3}[,\\n][ ,\\n>?|]{0,8}|[ ]{1,2}(?=(?:Apt|Suite|Ste|Flat|Box|[AFD]PO|\\d{3,6}\\b|[A-Z]{2}\\b)))(?:${[
    '(?:Apt|Apartment|Suite|Ste|Flat)\\.? ?#?\\d{1,5}[a-z]?',
    '[AFD]PO A[AEP] \\d{5}',
    '(?:[A-Z]{1,2}-?)?\\d{3,6}(?:[- ]\\d{2,4})?(?: \\p{Lu}[\\p{L}.-]{1,30}){0,3}',
    '[A-Z]{2}(?: \\d{4,6}(?:-\\d{3,4})?)?',
    `${word}(?:[ ](?:${word}|${joiner})){0,4}(?:[ ,]{1,2}[A-Z]{2})?(?: \\d{3,6}(?:-\\d{3,4})?| \\d{3} \\d{2})?`,
  ].join('|')})(?=[ ]{0,2}(?:[,.;?!\\n)]|$))`,
  'u',
);

/** What comes after words that announce an address, as a run of capitalised words and numbers in group 1. */
export const announcedAddress = new RegExp(
  '(?:\\b[Aa]ddress(?:es)?(?: (?:is|was|to))?:?|\\b[Ll]ives? (?:at|in|on)|\\b(?:[Ll]iving|[Rr]esid(?:es?|ing)|[Ll]ocated|[Ss]tay(?:s|ing)?|[Ii]s|[Dd]rops? \\p{L}{2,6} off|[Pp]ick \\p{L}{2,6} up) (?:at|on)|\\b(?:[Mm]oved?|[Ss]en[dt]|[Dd]eliver(?:ed)?|[Ss]hip(?:ped)?|[Mm]ail(?:ed)?|[Rr]eturn|[Ff]orward(?:ed)?|one|it|this) to|\\b[Aa]rrived at|\\bit is)[\\s:]{1,6}' +
    `((?:\\d{1,6}[a-z]?|${word})(?:[ ,\\n>]{1,4}(?:${word}|\\d{1,6}[a-z]?|${joiner}|#\\d{1,5})){1,14})`,
  'gu',
);

/** A time of day or a date, which stands after the same words. */
export const timeWords =
  /(?:^|[ ,\d])(?:[AP]\.?M|Mon|Tues?|Wed(?:nes)?|Thurs?|Fri|Satur|Sun)(?:day)?\b|\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)(?:[a-z]{2,6})?\.? \d|\d (?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)/;
