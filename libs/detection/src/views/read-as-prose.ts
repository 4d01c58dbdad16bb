import { type Decoder, type Replacement, readingsOfReplaced } from './reading.js';

/** A line that goes on in the next one, as mails and scripts are wrapped: no end of a sentence, no indentation. */
const softBreak = / ?\r?\n ?(?=[a-zà-ÿ])/g;
const beforeSoftBreak = /[a-zà-ÿ,'"]/;
/** Emphasis of Markdown and HTML around or inside words. */
const emphasis = /\*{1,3}|~~|`{1,3}|<\/?(?:b|i|u|em|strong|span|font)>/g;
const trigger = /[*`~<_\n]/;
/** Words with underscores for blanks; where they are names of a program the reading is a waste, but no harm. */
const underscored = /(?<![A-Za-z_])[A-Za-z]{1,20}_[A-Za-z_.,]{3,}/g;

/** The text as running prose: without emphasis, with wrapped lines joined and underscores between words as blanks. */
export const readAsProse: Decoder = (text) => {
  if (!trigger.test(text)) return [];
  const replacements: Replacement[] = [
    ...replacedBy(text, emphasis, () => ''),
    ...replacedBy(text, softBreak, () => ' ').filter(({ start }) =>
      beforeSoftBreak.test(text.charAt(start - 1)),
    ),
    ...(text.includes('_') ? replacedBy(text, underscored, (words) => words.replaceAll('_', ' ')) : []),
  ];
  return readingsOfReplaced(
    'prose',
    text,
    replacements.sort((a, b) => a.start - b.start),
  );
};

function replacedBy(text: string, pattern: RegExp, read: (found: string) => string): readonly Replacement[] {
  return Array.from(text.matchAll(pattern), ({ 0: found, index }) => ({
    text: read(found),
    start: index,
    end: index + found.length,
  }));
}
