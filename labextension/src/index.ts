/**
 * The front end of Quick Fix in JupyterLab and Notebook 7: a suggested fix under each failing cell.
 *
 *     settings ──► comm ──► renderer ──► commands
 *         └──► status      preview ──┘
 *
 * Each plugin can be disabled on its own. What they show is in `components/`, which knows nothing of JupyterLab and is
 * shared with the widget (`widget.ts`); what acts on cells is in `notebook/`, what talks to kernels in `kernel/`.
 */

import { commPlugin } from './plugins/comm';
import { commandsPlugin } from './plugins/commands';
import { previewPlugin } from './plugins/preview';
import { rendererPlugin } from './plugins/renderer';
import { settingsPlugin } from './plugins/settings';
import { statusPlugin } from './plugins/status';

export default [
  settingsPlugin,
  commPlugin,
  previewPlugin,
  rendererPlugin,
  commandsPlugin,
  statusPlugin
];
