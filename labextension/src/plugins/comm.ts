import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';

import { KernelLinks } from '../kernel/links';
import { cellsAround } from '../notebook/cells';
import { IKernelLinks, IQuickFixSettings } from '../tokens';

/** The comm to each notebook's kernel: settings and decisions go there, confirmations and questions come back. */
export const commPlugin: JupyterFrontEndPlugin<IKernelLinks> = {
  id: 'jupyter-quickfix:comm',
  description: 'Connects notebooks with Quick Fix in their kernels.',
  autoStart: true,
  requires: [INotebookTracker, IQuickFixSettings],
  provides: IKernelLinks,
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    settings: IQuickFixSettings
  ): IKernelLinks => {
    const links = new KernelLinks(tracker, {
      name: app.name === 'JupyterLab' ? 'jupyterlab' : 'notebook',
      settings: () => settings.user,
      cells: cellId => cellsAround(tracker, cellId)
    });
    settings.changed.connect(() => {
      for (const link of links.all()) {
        link.sendSettings();
      }
    });
    return links;
  }
};
