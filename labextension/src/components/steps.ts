/** What is done before the cell is run again: "Run cell 3 first", "Install seaborn". */

import type { PanelAction } from '../messages';
import { element, prose } from './element';

/** The steps as a list; nothing where there are none. */
export function renderSteps(actions: readonly PanelAction[]): HTMLElement[] {
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
      ...actions.map(action =>
        element('li', { 'data-kind': action.kind }, ...prose(action.label))
      )
    )
  ];
}
