import { describe, expect, it } from 'vitest';

import shared from '../../tests/vectors/apply.json';
import { merge, replacement } from '../src/apply';
import type { DiffHunk } from '../src/messages';

interface Vector {
  name: string;
  base: string;
  code: string;
  current: string;
  expected: string | null;
  hunks: DiffHunk[];
}

const vectors = shared as Vector[];

describe('merge, as the kernel does it', () => {
  it.each(vectors)('$name', ({ base, code, hunks, current, expected }) => {
    const merged = merge(base, code, hunks, current);
    expect(merged.kind === 'refused' ? null : merged.code).toBe(expected);
  });

  it('has vectors of both kinds', () => {
    expect(vectors.some(vector => vector.expected === null)).toBe(true);
    expect(vectors.some(vector => vector.expected !== null)).toBe(true);
  });

  it('tells how the cell was found', () => {
    const [vector] = vectors;
    const { base, code, hunks } = vector;
    expect(merge(base, code, hunks, base).kind).toBe('replaced');
    expect(merge(base, code, hunks, code).kind).toBe('already');
    expect(merge(base, code, hunks, `# above\n${base}`).kind).toBe('merged');
    expect(merge(base, code, hunks, 'other').kind).toBe('refused');
  });
});

describe('replacement', () => {
  const texts = vectors.flatMap(({ base, code, current }) => [
    base,
    code,
    current
  ]);
  const pairs = texts.flatMap(before =>
    texts.map(after => [before, after] as const)
  );

  it('makes every text of every other', () => {
    for (const [before, after] of pairs) {
      const { start, end, text } = replacement(before, after);
      expect(before.slice(0, start) + text + before.slice(end)).toBe(after);
    }
  });

  it('touches nothing where nothing changes', () => {
    expect(replacement('same', 'same')).toEqual({ start: 4, end: 4, text: '' });
  });

  it('is as small as can be', () => {
    expect(replacement('a + b', 'a - b')).toEqual({
      start: 2,
      end: 3,
      text: '-'
    });
  });

  it('never cuts a character in half', () => {
    expect(replacement('x😀y', 'x😁y')).toEqual({
      start: 1,
      end: 3,
      text: '😁'
    });
    // Same second half, other first half.
    expect(replacement('\u{1F600}', '\u{1FA00}').text).toBe('\u{1FA00}');
  });
});
