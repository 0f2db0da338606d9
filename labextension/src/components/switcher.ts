/** The switch between candidates: previous, "1/3", next. */

import { button, element, spoken } from './element';

/** Nothing where there is only one candidate. */
export function renderSwitcher(
  index: number,
  count: number,
  go: (step: -1 | 1) => void
): HTMLElement[] {
  if (count < 2) {
    return [];
  }
  return [
    element(
      'span',
      {
        class: 'jp-QuickFix-switcher',
        role: 'group',
        'aria-label': 'Suggestions'
      },
      button(
        '‹',
        {
          class: 'jp-QuickFix-step',
          'aria-label': 'Previous suggestion',
          title: 'Previous suggestion (←)',
          'data-act': 'previous'
        },
        () => go(-1)
      ),
      element(
        'span',
        { class: 'jp-QuickFix-count' },
        spoken('Suggestion '),
        `${index + 1}/${count}`
      ),
      button(
        '›',
        {
          class: 'jp-QuickFix-step',
          'aria-label': 'Next suggestion',
          title: 'Next suggestion (→)',
          'data-act': 'next'
        },
        () => go(1)
      )
    )
  ];
}
