/** Make visible what cannot be seen. The same rule as `legible` in jupyter_quickfix/present/wording.py. */

/** Control and format characters (zero width, reading direction), halves of pairs, line breaks to some; tabs stay. */
const UNSEEN = /(?!\t)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** What Python writes shorter than by its number. */
const SHORT: { [character: string]: string | undefined } = {
  '\n': '\\n',
  '\r': '\\r'
};

/**
 * `text` with what cannot be seen, or moves the reading direction, written as its escape (`\x1b`). A notebook can hold
 * anything, and a diff that is not what it looks like is worse than none.
 */
export function legible(text: string): string {
  return text.replace(
    UNSEEN,
    character => SHORT[character] ?? escaped(character)
  );
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const digits = code.toString(16);
  if (code <= 0xff) {
    return `\\x${digits.padStart(2, '0')}`;
  }
  return code <= 0xffff
    ? `\\u${digits.padStart(4, '0')}`
    : `\\U${digits.padStart(8, '0')}`;
}
