import type { JupyterFrontEndPlugin } from '@jupyterlab/application';

import { CellPreview } from '../notebook/preview';
import { IPreviewer } from '../tokens';

/** Adds "Preview" to panels: the suggestion as a diff inside the cell. */
export const previewPlugin: JupyterFrontEndPlugin<IPreviewer> = {
  id: 'jupyter-quickfix:preview',
  description: 'Shows a suggested fix as a diff inside the cell.',
  autoStart: true,
  provides: IPreviewer,
  activate: (): IPreviewer => ({
    show: (place, code, controls) => new CellPreview(place.cell, code, controls)
  })
};
