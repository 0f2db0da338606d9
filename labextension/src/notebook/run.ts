/** Run cells of a notebook: the steps that a candidate takes first, and the cell itself. */

import type { Cell } from '@jupyterlab/cells';
import { NotebookActions } from '@jupyterlab/notebook';

import type { PanelAction } from '../messages';
import { findCell } from './cells';
import type { Place } from './place';

/** A distribution's name, with extras and version at most: what `%pip install` may be given. */
const REQUIREMENT =
  /^[A-Za-z0-9][A-Za-z0-9._-]*(\[[A-Za-z0-9._,-]+\])?([<>=!~]=?[A-Za-z0-9.*+!]+)?$/;

/** Why the steps cannot be taken here; empty where they can. Checked before anything is changed. */
export function obstacle(
  place: Place,
  actions: readonly PanelAction[]
): string {
  for (const action of actions) {
    if (
      action.kind === 'run_cell' &&
      findCell(place.notebook, action.target) === undefined
    ) {
      return `“${action.label}” is not possible: that cell is no longer in this notebook. Nothing was changed.`;
    }
    if (action.kind === 'install' && !REQUIREMENT.test(action.target)) {
      return `“${action.target}” is not the name of a package. Nothing was changed.`;
    }
  }
  return '';
}

/**
 * Take the steps in order, and run the cell itself last if `self`. What is installed is installed by a new cell above,
 * where the user sees it and can keep or delete it. When a step fails the kernel does not run those after it.
 */
export function runSteps(
  place: Place,
  actions: readonly PanelAction[],
  self: boolean
): void {
  const cells = actions.flatMap(action =>
    action.kind === 'install'
      ? insertInstall(place, action.target)
      : (findCell(place.notebook, action.target) ?? [])
  );
  if (self) {
    cells.push(place.cell);
    keepFocus(place);
  }
  if (cells.length > 0) {
    const { content, sessionContext } = place.notebook;
    void NotebookActions.runCells(content, cells, sessionContext);
  }
}

/** Running clears the output that may hold the focus: it goes to the cell, where it was before. */
function keepFocus({ notebook: { content }, cell }: Place): void {
  if (cell.node.contains(document.activeElement)) {
    content.activeCellIndex = content.widgets.indexOf(cell);
    content.activate();
  }
}

function insertInstall(place: Place, requirement: string): Cell[] {
  const { content, model } = place.notebook;
  const index = content.widgets.indexOf(place.cell);
  model?.sharedModel.insertCell(index, {
    cell_type: 'code',
    source: `%pip install ${requirement}`,
    metadata: { trusted: true }
  });
  return content.widgets.slice(index, index + 1);
}
