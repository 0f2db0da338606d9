/** The change as a diff: removed and added lines with the changed words marked, and the kept lines around them. */

import type { DiffHunk, DiffLine } from '../messages';
import { element, spoken } from './element';
import { legible } from './legible';

const SIGNS = { keep: ' ', remove: '−', add: '+' } as const;
const WORDS = { keep: '', remove: 'Removed: ', add: 'Added: ' } as const;

/** The diff of a candidate. `total` is the number of lines of the cell that failed, to say what is left out. */
export function renderDiff(
  hunks: readonly DiffHunk[],
  total: number
): HTMLElement {
  const rows: HTMLElement[] = [];
  let oldLine = 0;
  let newLine = 0;
  for (const hunk of hunks) {
    rows.push(...gap(hunk.start - oldLine));
    newLine += hunk.start - oldLine;
    oldLine = hunk.start;
    for (const line of hunk.lines) {
      oldLine += line.kind === 'add' ? 0 : 1;
      newLine += line.kind === 'remove' ? 0 : 1;
      rows.push(row(line, line.kind === 'remove' ? oldLine : newLine));
    }
  }
  rows.push(...gap(total - oldLine));
  const lines = element('div', { class: 'jp-QuickFix-lines' }, ...rows);
  // Focusable, because a long line or a long diff scrolls, and keyboards must reach what is out of sight.
  return element(
    'div',
    {
      class: 'jp-QuickFix-diff',
      role: 'group',
      tabindex: '0',
      'aria-label': summary(hunks)
    },
    lines
  );
}

/** The change in words: "1 line removed, 2 lines added". */
export function summary(hunks: readonly DiffHunk[]): string {
  const lines = hunks.flatMap(hunk => hunk.lines);
  const counts = (['remove', 'add'] as const).map(
    kind => lines.filter(line => line.kind === kind).length
  );
  return `Change: ${counted(counts[0])} removed, ${counted(counts[1])} added`;
}

function counted(lines: number): string {
  return lines === 1 ? '1 line' : `${lines} lines`;
}

function gap(lines: number): HTMLElement[] {
  if (lines <= 0) {
    return [];
  }
  const text = lines === 1 ? '1 unchanged line' : `${lines} unchanged lines`;
  return [
    element(
      'div',
      { class: 'jp-QuickFix-line jp-mod-gap' },
      element('span', { class: 'jp-QuickFix-number', 'aria-hidden': 'true' }),
      element(
        'span',
        { class: 'jp-QuickFix-sign', 'aria-hidden': 'true' },
        '⋯'
      ),
      element('span', { class: 'jp-QuickFix-text' }, text)
    )
  ];
}

function row(line: DiffLine, number: number): HTMLElement {
  return element(
    'div',
    { class: `jp-QuickFix-line jp-mod-${line.kind}` },
    element(
      'span',
      { class: 'jp-QuickFix-number', 'aria-hidden': 'true' },
      String(number)
    ),
    element(
      'span',
      { class: 'jp-QuickFix-sign', 'aria-hidden': 'true' },
      SIGNS[line.kind]
    ),
    element(
      'span',
      { class: 'jp-QuickFix-text' },
      ...(line.kind === 'keep' ? [] : [spoken(WORDS[line.kind])]),
      ...marked(line)
    )
  );
}

/** The line's text with its marks. Columns count characters (code points), as Python does, not UTF-16 units. */
function marked(line: DiffLine): (Node | string)[] {
  const characters = Array.from(line.text);
  const cut = (from: number, to?: number): string =>
    legible(characters.slice(from, to).join(''));
  const parts: (Node | string)[] = [];
  let position = 0;
  for (const [from, to] of line.marks) {
    parts.push(cut(position, from), element('mark', {}, cut(from, to)));
    position = to;
  }
  return [...parts, cut(position)].filter(part => part !== '');
}
