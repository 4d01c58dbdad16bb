/** The commonest words of languages that are written alike: what stands in every text, whatever it is about. */
const commonWords: Readonly<Record<string, string>> = {
  en: 'the and is of to in that it you for with are this have not be on what can how your',
  de: 'der die das und ist nicht ich sie es ein eine mit zu auf den dem wie für auch sind wir',
  fr: 'le la les des est et une pour dans vous que pas sur avec je il nous au du ce sont',
  es: 'el los las que una por para con del se es en su como más pero está qué lo muy',
  it: 'il che di una per non con sono della gli è del nel questo come anche più ho mi ma',
  pt: 'que não uma para com os do da em por mais como são dos ao você também está isso um',
  nl: 'het een van en is niet dat ik je voor met zijn op te wat hoe ook aan maar deze',
  pl: 'nie się na to jest że do jak czy po ale co ze od dla tak przez mnie są być',
  sv: 'och att det som är en på för med inte jag av till den har kan vi du ett om',
  tr: 've bir bu için ile de çok ne var daha olan gibi olarak mi ama ben ya en nasıl değil',
};
const languagesOf = new Map<string, string[]>();
for (const [language, words] of Object.entries(commonWords)) {
  for (const word of words.split(' ')) languagesOf.set(word, [...(languagesOf.get(word) ?? []), language]);
}

const languageOfScript: Readonly<Record<string, string>> = {
  greek: 'el',
  cyrillic: 'ru',
  hebrew: 'he',
  arabic: 'ar',
  devanagari: 'hi',
  thai: 'th',
  hangul: 'ko',
  kana: 'ja',
  han: 'zh',
  georgian: 'ka',
  armenian: 'hy',
};

/**
 * The language of lower-case words in a script: the one whose commonest words make up most of them, `?` where too
 * few are known. A guess that is the same for the same text; drift needs no more.
 */
export function guessLanguage(words: readonly string[], script: string): string {
  if (script !== 'latin') return languageOfScript[script] ?? '?';
  const hits = new Map<string, number>();
  for (const word of words) {
    for (const language of languagesOf.get(word) ?? []) hits.set(language, (hits.get(language) ?? 0) + 1);
  }
  const [best, next] = [...hits].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  if (best === undefined || best[1] === next?.[1]) return '?';
  return best[0];
}
