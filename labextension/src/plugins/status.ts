import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IStatusBar } from '@jupyterlab/statusbar';
import { Widget } from '@lumino/widgets';

import { button } from '../components/element';
import { IQuickFixSettings } from '../tokens';

class StatusItem extends Widget {
  constructor(settings: IQuickFixSettings) {
    super();
    this.addClass('jp-QuickFixStatus');
    const made = button(
      '',
      { class: 'jp-QuickFixStatus-button', role: 'switch' },
      () => void settings.setEnabled(!settings.enabled)
    );
    this.node.append(made);
    const update = (): void => {
      const { enabled } = settings;
      made.textContent = `Quick Fix: ${enabled ? 'on' : 'off'}`;
      made.setAttribute('aria-checked', String(enabled));
      made.setAttribute('aria-label', 'Quick Fix');
      made.title = enabled
        ? 'Fixes are suggested for failing cells. Click to switch off.'
        : 'No fixes are suggested. Click to switch on.';
    };
    settings.changed.connect(update);
    update();
  }
}

/** The switch in JupyterLab's status bar; Notebook 7 has no status bar and uses the command. */
export const statusPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-quickfix:status',
  description:
    'Shows in the status bar whether Quick Fix is on, and switches it.',
  autoStart: true,
  requires: [IQuickFixSettings],
  optional: [IStatusBar],
  activate: (
    _: JupyterFrontEnd,
    settings: IQuickFixSettings,
    statusBar: IStatusBar | null
  ): void => {
    statusBar?.registerStatusItem(statusPlugin.id, {
      item: new StatusItem(settings),
      align: 'right',
      rank: 90
    });
  }
};
