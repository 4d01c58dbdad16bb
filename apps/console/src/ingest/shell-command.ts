/** What a shell takes as one word, whatever it is. */
const plainWord = /^[\w.-]+$/;

/**
 * A command of the command line for people to copy; undefined where an argument is no plain word. Names of topics and
 * codes come from headers that anybody may have written, and must not become part of a shell's line.
 */
export function shellCommand(...args: readonly string[]): string | undefined {
  return args.every((arg) => plainWord.test(arg))
    ? ['npm run -s tunewarden --', ...args].join(' ')
    : undefined;
}
