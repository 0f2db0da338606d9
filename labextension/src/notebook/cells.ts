/** The notebook's code cells as the kernel asks for them, and edits to their text. */

import type { Cell } from '@jupyterlab/cells';
import type {
  INotebookModel,
  INotebookTracker,
  NotebookPanel
} from '@jupyterlab/notebook';

import { replacement } from '../apply';
import type { NotebookCell } from '../messages';

/** All code cells, in order; numbers count from 1 over all cells, as the user sees them. */
export function codeCells(model: INotebookModel): NotebookCell[] {
  return Array.from(model.cells).flatMap((cell, index) => {
    const shared = cell.sharedModel;
    return shared.cell_type !== 'code'
      ? []
      : [
          {
            id: shared.getId(),
            number: index + 1,
            source: shared.getSource(),
            execution_count:
              (shared as { execution_count?: number | null }).execution_count ??
              null
          }
        ];
  });
}

/** The cells of the open notebook that holds the cell with this id, null where none does. */
export function cellsAround(
  tracker: INotebookTracker,
  cellId: string
): NotebookCell[] | null {
  const notebook = tracker.find(each => findCell(each, cellId) !== undefined);
  return notebook?.model ? codeCells(notebook.model) : null;
}

/** The cell of a notebook view with this id. */
export function findCell(
  notebook: NotebookPanel,
  id: string
): Cell | undefined {
  return notebook.content.widgets.find(
    cell => cell.model.sharedModel.getId() === id
  );
}

/** The cell's text. */
export function sourceOf(cell: Cell): string {
  return cell.model.sharedModel.getSource();
}

/** Replace the cell's text in one undo step, touching no more of it than changes. Returns where the change ends. */
export function replaceSource(cell: Cell, text: string): number {
  const shared = cell.model.sharedModel;
  const change = replacement(shared.getSource(), text);
  if (change.start < change.end || change.text !== '') {
    separateUndo(shared);
    shared.transact(() =>
      shared.updateSource(change.start, change.end, change.text)
    );
    separateUndo(shared);
  }
  return change.start + change.text.length;
}

/**
 * End the undo step that may still be open: edits less than half a second apart would be undone together. The undo
 * manager belongs to the cell, or to its notebook where undo spans all cells; the shared model's interface leaves it out.
 */
function separateUndo(shared: object): void {
  const { undoManager } = shared as {
    undoManager?: { stopCapturing(): void } | null;
  };
  undoManager?.stopCapturing();
}
