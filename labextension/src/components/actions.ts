/** The panel's buttons. Which there are depends on what the host can do; which comes first, on the candidate. */

import type { Host, Liveness } from '../host';
import type { Panel, PanelCandidate } from '../messages';
import { button, element } from './element';

/** What the user can do with the candidate that is shown. */
export type ActName =
  | 'accept'
  | 'accept-and-run'
  | 'reject'
  | 'edit'
  | 'preview'
  | 'copy'
  | 'copy-command';

interface Choice {
  label: string;
  title: string;
}

const CHOICES: { [name in ActName]: Choice } = {
  accept: { label: 'Accept', title: 'Put this into the cell' },
  'accept-and-run': {
    label: 'Accept & Run',
    title: 'Put this into the cell and run it (Shift+Enter)'
  },
  edit: { label: 'Edit', title: 'Put this into the cell to edit it (e)' },
  preview: { label: 'Preview', title: 'Look at it inside the cell (d)' },
  reject: { label: 'Reject', title: 'Not this one' },
  copy: { label: 'Copy', title: 'Copy the corrected cell' },
  'copy-command': {
    label: 'Copy %fix accept',
    title: 'Copy the command that puts the corrected cell into a new cell'
  }
};

/**
 * The acts that a panel offers, first choice first.
 *
 * Running at once is the first choice only where the user's settings say so, or where running is the repair (steps to
 * take, no text to change), and never for a candidate that is not safe.
 */
export function offered(
  panel: Panel,
  candidate: PanelCandidate,
  host: Host,
  liveness: Liveness
): ActName[] {
  if (liveness === 'detached') {
    return ['copy'];
  }
  if (!host.canReplaceCell) {
    return [
      'copy',
      ...(host.canPaste ? (['copy-command'] as const) : []),
      'reject'
    ];
  }
  const changesText = candidate.code !== panel.code;
  const runFirst =
    candidate.safety === 'safe' && (panel.accept_runs || !changesText);
  return [
    ...(runFirst
      ? (['accept-and-run', 'accept'] as const)
      : (['accept', 'accept-and-run'] as const)),
    ...(changesText ? (['edit'] as const) : []),
    ...(changesText && host.canPreview ? (['preview'] as const) : []),
    'reject'
  ];
}

/** The row of buttons for `acts`; the first is emphasised. All are disabled while the panel is inert. */
export function renderActions(
  acts: readonly ActName[],
  enabled: boolean,
  previewing: boolean,
  act: (name: ActName) => void
): HTMLElement {
  const buttons = acts.map((name, position) =>
    button(
      CHOICES[name].label,
      {
        class: `jp-QuickFix-button${position === 0 ? ' jp-mod-first' : ''}${position > 1 ? ' jp-mod-minor' : ''}`,
        title: CHOICES[name].title + (position === 0 ? ' (Enter)' : ''),
        disabled: !enabled,
        'data-act': name,
        'aria-pressed':
          name === 'preview' ? (previewing ? 'true' : 'false') : undefined
      },
      () => act(name)
    )
  );
  return element(
    'div',
    {
      class: 'jp-QuickFix-actions',
      role: 'group',
      'aria-label': 'What to do with this suggestion'
    },
    ...buttons
  );
}
