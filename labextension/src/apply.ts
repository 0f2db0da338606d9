/**
 * Put a candidate into a cell that may have been edited since it failed.
 *
 * The same rule as `merge_into` in jupyter_quickfix/present/diff.py; the vectors in tests/vectors/apply.json hold for both.
 * An unedited cell becomes the candidate's text. Otherwise each hunk must find its old lines exactly once, first with
 * three kept lines on each side, then with two, one and none; old lines that are all blank are no place. All hunks fit,
 * in their order and without overlap, or nothing is changed.
 */

import type { DiffHunk, DiffLine } from './messages';

/** Kept lines that the kernel puts on each side of a change. */
const CONTEXT_LINES = 3;

/** What `merge` found: the new text, and whether the cell still held what failed, or a reason to change nothing. */
export type Merged =
  | { kind: 'replaced' | 'merged' | 'already'; code: string }
  | { kind: 'refused' };

/** The text of the cell after accepting: `base` failed, `code` is the candidate's text, `current` is there now. */
export function merge(
  base: string,
  code: string,
  hunks: readonly DiffHunk[],
  current: string
): Merged {
  if (current === base) {
    return { kind: 'replaced', code };
  }
  if (current === code) {
    return { kind: 'already', code };
  }
  const lines = current.split('\n');
  const result: string[] = [];
  let position = 0;
  for (const hunk of hunks) {
    const place = fit(lines, hunk.lines);
    if (place === null || place.start < position) {
      return { kind: 'refused' };
    }
    result.push(...lines.slice(position, place.start));
    result.push(...texts(place.lines, 'remove'));
    position = place.start + texts(place.lines, 'add').length;
  }
  return {
    kind: 'merged',
    code: [...result, ...lines.slice(position)].join('\n')
  };
}

interface Place {
  start: number;
  lines: readonly DiffLine[];
}

/** Where the hunk's old lines occur exactly once, with as many kept lines around as fit, and the hunk so cut. */
function fit(
  current: readonly string[],
  lines: readonly DiffLine[]
): Place | null {
  for (let context = CONTEXT_LINES; context >= 0; context--) {
    const cut = withContext(lines, context);
    const old = texts(cut, 'add');
    if (old.every(isBlank)) {
      continue;
    }
    const starts = occurrences(current, old);
    if (starts.length === 1) {
      return { start: starts[0], lines: cut };
    }
  }
  return null;
}

/** The hunk with at most `context` kept lines before its first and after its last change. */
function withContext(
  lines: readonly DiffLine[],
  context: number
): readonly DiffLine[] {
  const changed = lines.map(line => line.kind !== 'keep');
  const first = changed.indexOf(true);
  const last = changed.lastIndexOf(true);
  return lines.slice(Math.max(0, first - context), last + 1 + context);
}

/** The lines' texts, without those of one kind: without `add` they are the old lines, without `remove` the new. */
function texts(
  lines: readonly DiffLine[],
  without: 'add' | 'remove'
): string[] {
  return lines.filter(line => line.kind !== without).map(line => line.text);
}

function occurrences(
  lines: readonly string[],
  wanted: readonly string[]
): number[] {
  const starts: number[] = [];
  for (let start = 0; start + wanted.length <= lines.length; start++) {
    if (wanted.every((text, offset) => lines[start + offset] === text)) {
      starts.push(start);
    }
  }
  return starts;
}

function isBlank(text: string): boolean {
  return text.trim() === '';
}

/** The smallest single replacement that makes `after` of `before`: keeps cursors and marks outside of it in place. */
export function replacement(
  before: string,
  after: string
): { start: number; end: number; text: string } {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) {
    start++;
  }
  let tail = 0;
  while (
    tail < shorter - start &&
    before.at(-1 - tail) === after.at(-1 - tail)
  ) {
    tail++;
  }
  // Never cut a surrogate pair in half.
  if (start > 0 && isHighSurrogate(before, start - 1)) {
    start--;
  }
  if (tail > 0 && isHighSurrogate(before, before.length - tail - 1)) {
    tail--;
  }
  return {
    start,
    end: before.length - tail,
    text: after.slice(start, after.length - tail)
  };
}

function isHighSurrogate(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit >= 0xd800 && unit <= 0xdbff;
}
