import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';

import type { ActName } from '../components/actions';
import type { PanelView } from '../components/panel';
import { IQuickFixSettings, IShownPanels } from '../tokens';

const CATEGORY = 'Quick Fix';

const ACTS: readonly { act: ActName; label: string; caption: string }[] = [
  {
    act: 'accept',
    label: 'Accept Suggestion',
    caption: 'Put the suggested fix into the cell'
  },
  {
    act: 'accept-and-run',
    label: 'Accept Suggestion and Run Cell',
    caption: 'Put the suggested fix into the cell and run it'
  },
  {
    act: 'reject',
    label: 'Reject Suggestion',
    caption: 'Take the suggested fix away'
  },
  {
    act: 'edit',
    label: 'Edit Suggestion in Cell',
    caption:
      'Put the suggested fix into the cell and the cursor where it changed'
  },
  {
    act: 'preview',
    label: 'Preview Suggestion in Cell',
    caption: 'Look at the suggested fix inside the cell without changing it'
  }
];

/**
 * The panel that commands act on: the active cell's, else that of the cell right above it, because running a cell with
 * Shift+Enter makes the next one active while the panel comes up under the one that failed. No other cell is touched.
 */
export function currentPanel(
  tracker: INotebookTracker,
  panels: IShownPanels
): PanelView | null {
  const notebook = tracker.currentWidget;
  if (notebook === null) {
    return null;
  }
  const { widgets, activeCellIndex } = notebook.content;
  for (const index of [activeCellIndex, activeCellIndex - 1]) {
    const view =
      index in widgets && panels.of({ notebook, cell: widgets[index] });
    if (view) {
      return view;
    }
  }
  return null;
}

/** Commands for the current cell's panel; users set their own shortcuts for them. */
export const commandsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-quickfix:commands',
  description: 'Commands and shortcuts of Quick Fix.',
  autoStart: true,
  requires: [INotebookTracker, IShownPanels, IQuickFixSettings],
  optional: [ICommandPalette],
  activate: (
    { commands }: JupyterFrontEnd,
    tracker: INotebookTracker,
    panels: IShownPanels,
    settings: IQuickFixSettings,
    palette: ICommandPalette | null
  ): void => {
    const current = (): PanelView | null => currentPanel(tracker, panels);
    for (const { act, label, caption } of ACTS) {
      commands.addCommand(`quickfix:${act}`, {
        label,
        caption,
        isEnabled: () => current()?.offers(act) ?? false,
        execute: () => current()?.perform(act)
      });
    }
    for (const [name, step, label] of [
      ['next', 1, 'Next Suggestion'],
      ['previous', -1, 'Previous Suggestion']
    ] as const) {
      commands.addCommand(`quickfix:${name}`, {
        label,
        caption: `Show the ${name} suggested fix for the cell`,
        isEnabled: () => current()?.switches ?? false,
        execute: () => current()?.go(step)
      });
    }
    commands.addCommand('quickfix:focus', {
      label: 'Go to Suggestion',
      caption: 'Open the suggested fix of the cell and put the focus on it',
      isEnabled: () => current() !== null,
      execute: () => current()?.focus()
    });
    commands.addCommand('quickfix:toggle', {
      label: 'Suggest Fixes for Failing Cells',
      caption: 'Switch Quick Fix on or off',
      isToggled: () => settings.enabled,
      execute: () => settings.setEnabled(!settings.enabled)
    });
    settings.changed.connect(() =>
      commands.notifyCommandChanged('quickfix:toggle')
    );
    const names = [...ACTS.map(({ act }) => act), 'next', 'previous', 'focus'];
    const notify = (): void =>
      names.forEach(name => commands.notifyCommandChanged(`quickfix:${name}`));
    panels.changed.connect(notify);
    tracker.activeCellChanged.connect(notify);
    for (const name of [...names, 'toggle']) {
      palette?.addItem({ command: `quickfix:${name}`, category: CATEGORY });
    }
  }
};
