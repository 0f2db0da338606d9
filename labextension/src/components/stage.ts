/** How far the user is with a panel, and the one line that stands for it when it is not open. */

import type { Liveness } from '../host';
import { button, element, prose } from './element';

export type Stage = 'open' | 'applied' | 'rejected' | 'dismissed';

/** What an inert panel says of itself. Empty while there is nothing to explain. */
export const EXPLANATIONS: { [liveness in Liveness]: string } = {
  live: '',
  waiting: '',
  connecting: '',
  gone: 'This suggestion is from an earlier run. Run the cell again to get a live one.',
  absent:
    'Quick Fix is not running in this kernel, so this saved suggestion cannot be applied.',
  detached: 'Shown apart from its cell: the text can be copied, not applied.'
};

/** Each stage in words: the line that stands for the panel then, and what screen readers are told. */
export const STAGES: { [stage in Stage]: string } = {
  open: 'Suggestion shown',
  applied: 'Applied',
  rejected: 'Suggestion rejected',
  dismissed: 'Suggestion closed'
};

/** The line of a panel that was decided on, with the way back. */
export function renderDecided(
  words: string,
  stage: Exclude<Stage, 'open'>,
  back: (() => void) | null
): HTMLElement {
  const line = element(
    'div',
    { class: `jp-QuickFix-decided jp-mod-${stage}` },
    element(
      'span',
      { class: 'jp-QuickFix-decision' },
      ...(stage === 'applied'
        ? [element('span', { 'aria-hidden': 'true' }, '✓ ')]
        : []),
      words
    )
  );
  if (back !== null) {
    const label = stage === 'applied' ? 'Undo' : 'Show again';
    line.append(
      button(label, { class: 'jp-QuickFix-link', 'data-act': 'back' }, back)
    );
  }
  return line;
}

/** The title line: a disclosure that opens and closes the panel. */
export function renderTitle(
  title: string,
  note: string,
  expanded: boolean,
  toggle: () => void
): HTMLElement {
  const disclosure = button(
    '',
    {
      class: 'jp-QuickFix-title',
      'aria-expanded': expanded ? 'true' : 'false',
      'data-act': 'toggle',
      title: expanded ? 'Close' : 'Open'
    },
    toggle
  );
  disclosure.append(
    element('span', { class: 'jp-QuickFix-chevron', 'aria-hidden': 'true' }),
    element('span', { class: 'jp-QuickFix-heading' }, ...prose(title))
  );
  const line = element('div', { class: 'jp-QuickFix-header' }, disclosure);
  if (note !== '') {
    line.append(element('span', { class: 'jp-QuickFix-note' }, ...prose(note)));
  }
  return line;
}
