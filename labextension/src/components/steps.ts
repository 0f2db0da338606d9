/** What is done before the cell is run again: "Run cell 3", "Install seaborn". */

import type { PanelAction } from '../messages';
import { button, element, prose, spoken } from './element';
import { legible } from './legible';

/** The steps as a list; nothing where there are none. `jump` leads to a step's cell; null where that is not possible. */
export function renderSteps(
  actions: readonly PanelAction[],
  jump: ((cellId: string) => void) | null
): HTMLElement[] {
  if (actions.length === 0) {
    return [];
  }
  return [
    element(
      'ol',
      {
        class: `jp-QuickFix-steps${actions.length === 1 ? ' jp-mod-single' : ''}`,
        'aria-label': 'Steps before the cell is run again'
      },
      ...actions.map(action => renderStep(action, jump))
    )
  ];
}

function renderStep(
  { kind, target, label, detail, warning }: PanelAction,
  jump: ((cellId: string) => void) | null
): HTMLElement {
  const name =
    kind === 'run_cell' && jump !== null
      ? [
          button(
            legible(label),
            {
              class: 'jp-QuickFix-link',
              title: 'Go to this cell',
              'data-jump': target
            },
            () => jump(target)
          )
        ]
      : prose(label);
  return element(
    'li',
    { 'data-kind': kind },
    ...name,
    ...(detail ? [' ', element('code', {}, legible(detail))] : []),
    ...(warning
      ? [
          ' ',
          element(
            'span',
            { class: 'jp-QuickFix-warning' },
            element('span', { 'aria-hidden': 'true' }, '⚠ '),
            spoken('Caution: '),
            legible(warning)
          )
        ]
      : [])
  );
}
