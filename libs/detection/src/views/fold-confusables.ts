import unhomoglyph from 'unhomoglyph';
import { type Decoder, type Replacement, readingsOfReplaced } from './reading.js';

/**
 * Letters that look or read like a Latin one and that Unicode's confusables do not lead to ASCII: small capitals, turned
 * letters, and Cyrillic, Greek and others whose likeness is looser than that list allows.
 */
const looser: ReadonlyMap<string, string> = new Map(
  (
    'ᴀa ʙb ᴄc ᴅd ᴇe ꜰf ɢg ʜh ɪi ᴊj ᴋk ʟl ᴍm ɴn ᴏo ᴘp ǫq ʀr ꜱs ᴛt ᴜu ᴠv ᴡw ʏy ᴢz ɐa ǝe ɟf ƃg ɥh ᴉi ɾj ʞk ɯm ɹr ʇt ʌv ʍw ʎy ' +
    'кk мm нh тt вb пn гr иn яr єe эe ёe йu зz ъb ьb ґr лn шw щw цu фo ' +
    'βb εe ηn θo κk λl μm πn σo ςc τt χx ψw ωw γy δd έe άa ίi όo ύu ήn ώw ζz ξe ' +
    'ꮮl ßb øo đd ħh łl ŧt ƀb ɓb ƈc ɗd ƒf ɠg ɦh ƙk ɱm ɲn ƞn ƥp ʠq ʂs ƭt ʋv ⱳw ƴy ȥz þp €e ₤l ₿b ₱p ₦n ₩w ¥y ¢c £l ₹r ∂d ∑e ∆a'
  )
    .split(' ')
    .map((pair) => [pair.slice(0, -1), pair.slice(-1)] as const),
);
const tokens = /[\p{L}\p{N}\p{M}\p{Sc}\p{So}∂∑∆]{2,60}/gu;
const foreign = /[\u0080-\uffff]/;
const asciiWord = /^[a-z0-9]{2,60}$/;
const latinLetter = /[a-z]/;
/** A token with accents on so many letters, and on half of them, is a disguise; ordinary words have one or two. */
const minAccented = 3;
const confusables = buildConfusables();

/**
 * The normalised text with look-alike letters folded to ASCII, in tokens that then are ASCII as a whole, where at least
 * one token mixes them with ASCII letters or has no script of its own: a Russian or Greek text is left as it is.
 */
export const foldConfusables: Decoder = (text) => {
  if (!foreign.test(text)) return [];
  let disguised = false;
  const replacements: Replacement[] = [];
  for (const { 0: token, index } of text.matchAll(tokens)) {
    if (!foreign.test(token)) continue;
    const word = foldToken(token);
    if (!asciiWord.test(word)) continue;
    disguised ||= isDisguise(token);
    replacements.push({ text: word, start: index, end: index + token.length });
  }
  return disguised ? readingsOfReplaced('confusables', text, replacements) : [];
};

/** Letters of two scripts, small capitals and the like, enclosed letters, or heaps of accents. */
function isDisguise(token: string): boolean {
  const decomposed = token.normalize('NFD');
  const bare = decomposed.replace(/\p{M}/gu, '');
  const accented = (decomposed.match(/\P{M}\p{M}/gu) ?? []).length;
  if (accented >= minAccented && 2 * accented >= bare.length) return true;
  if (
    /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Lisu}\p{Sc}∂∑∆]/u.test(
      bare,
    )
  ) {
    return latinLetter.test(bare);
  }
  return /[\u0250-\u02af\u1d00-\u1d7f\ua730-\ua7ff\u{1f130}-\u{1f1ff}]/u.test(bare);
}

function foldToken(token: string): string {
  let word = '';
  for (const character of token.normalize('NFD'))
    word += character <= '\u007f' ? character : foldCharacter(character);
  return word;
}

function foldCharacter(character: string): string {
  if (/\p{M}/u.test(character)) return '';
  return confusables.get(character) ?? enclosedLetter(character.codePointAt(0) ?? 0) ?? character;
}

/** Unicode's confusables of one or two ASCII letters and figures, in the blocks where alphabets are, and the looser ones. */
function buildConfusables(): ReadonlyMap<string, string> {
  const blocks = [
    [0x80, 0x2fff],
    [0xa4d0, 0xabff],
  ] as const;
  const characters = blocks.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, index) => String.fromCharCode(first + index)),
  );
  const strict = unhomoglyph(characters.join('\n')).toLowerCase().split('\n');
  const pairs = characters.map((character, index) => [character, strict[index] ?? ''] as const);
  return new Map([...pairs.filter(([, letters]) => /^[a-z0-9]{1,2}$/.test(letters)), ...looser]);
}

/** White-on-black letters in circles and squares, and the letters that flags of countries are made of. */
function enclosedLetter(codePoint: number): string | undefined {
  const first = [0x1f1e6, 0x1f170, 0x1f150, 0x1f130].find(
    (block) => codePoint >= block && codePoint < block + 26,
  );
  return first === undefined ? undefined : String.fromCharCode(97 + codePoint - first);
}
