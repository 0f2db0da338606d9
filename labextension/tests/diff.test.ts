import { describe, expect, it } from 'vitest';

import { renderDiff, summary } from '../src/components/diff';
import { prose } from '../src/components/element';
import type { DiffHunk } from '../src/messages';
import { HUNK } from './panels';

const rows = (node: HTMLElement) =>
  [...node.querySelectorAll('.jp-QuickFix-line')].map(row => ({
    number: row.querySelector('.jp-QuickFix-number')?.textContent,
    text: row.querySelector('.jp-QuickFix-text')?.textContent,
    marks: [...row.querySelectorAll('mark')].map(mark => mark.textContent)
  }));

describe('renderDiff', () => {
  it('numbers lines as they are in the old and the new text, and marks words', () => {
    expect(rows(renderDiff([HUNK], 2))).toEqual([
      { number: '1', text: 'import numpy as np', marks: [] },
      { number: '2', text: 'Removed: np.linspce(0, 1)', marks: ['linspce'] },
      { number: '2', text: 'Added: np.linspace(0, 1)', marks: ['linspace'] }
    ]);
  });

  it('says how many lines are left out before, between and after hunks', () => {
    const change = (start: number): DiffHunk => ({
      start,
      lines: [
        { kind: 'remove', text: 'old', marks: [] },
        { kind: 'add', text: 'new', marks: [] },
        { kind: 'add', text: 'newer', marks: [] }
      ]
    });
    const texts = rows(renderDiff([change(1), change(10)], 200)).map(
      ({ number, text }) => `${number ?? ''} ${text ?? ''}`
    );
    expect(texts).toEqual([
      ' 1 unchanged line',
      '2 Removed: old',
      '2 Added: new',
      '3 Added: newer',
      ' 8 unchanged lines',
      '11 Removed: old',
      '12 Added: new',
      '13 Added: newer',
      ' 189 unchanged lines'
    ]);
  });

  it('counts columns in characters, not in UTF-16 units', () => {
    const line = {
      kind: 'add' as const,
      text: "s = '😀😀' + x",
      marks: [[11, 12]]
    };
    const [row] = rows(renderDiff([{ start: 0, lines: [line] }], 0));
    expect(row.marks).toEqual(['x']);
  });

  it('shows text as text', () => {
    const line = { kind: 'add' as const, text: '<img src=x>', marks: [[0, 4]] };
    const node = renderDiff([{ start: 0, lines: [line] }], 0);
    expect(node.querySelector('img')).toBeNull();
    expect(node.textContent).toContain('<img src=x>');
  });

  it('shows what cannot be seen, and marks it where it is', () => {
    const line = {
      kind: 'add' as const,
      text: 'a\u202eb\u200b\tc\x1b\u{E0001}\r',
      marks: [[1, 2]]
    };
    const [row] = rows(renderDiff([{ start: 0, lines: [line] }], 0));
    expect(row.text).toBe('Added: a\\u202eb\\u200b\tc\\x1b\\U000e0001\\r');
    expect(row.marks).toEqual(['\\u202e']);
  });

  it('is described in words', () => {
    expect(summary([HUNK])).toBe('Change: 1 line removed, 1 line added');
    expect(renderDiff([HUNK], 2).getAttribute('aria-label')).toBe(
      summary([HUNK])
    );
  });
});

describe('prose', () => {
  const shown = (text: string) => {
    const node = document.createElement('p');
    node.append(...prose(text));
    return node.innerHTML;
  };

  it('sets names in backticks as code, and all else as text', () => {
    expect(shown('`a` or `b c`, <b>`<i>`</b>')).toBe(
      '<code>a</code> or <code>b c</code>, &lt;b&gt;<code>&lt;i&gt;</code>&lt;/b&gt;'
    );
  });

  it('leaves a lone backtick alone', () => {
    expect(shown('a ` b')).toBe('a ` b');
    expect(shown('``')).toBe('``');
  });
});
