/** Where a panel is shown: the cell and the notebook view that its output belongs to. Found by walking up, never guessed. */

import type { Cell } from '@jupyterlab/cells';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { Widget } from '@lumino/widgets';

export interface Place {
  readonly notebook: NotebookPanel;
  readonly cell: Cell;
}

/**
 * The place of a rendered output; null where it is shown apart from a notebook's cell (a view of the output by itself,
 * a console). With two views of one notebook it is the view that the output is in.
 */
export function placeOf(
  output: Widget,
  tracker: INotebookTracker
): Place | null {
  const ancestors = new Set<Widget>();
  for (let each = output.parent; each !== null; each = each.parent) {
    ancestors.add(each);
  }
  const notebook = tracker.find(each => ancestors.has(each));
  const cell = notebook?.content.widgets.find(each => ancestors.has(each));
  return notebook && cell ? { notebook, cell } : null;
}
