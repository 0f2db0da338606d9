/** Run cells of a notebook: the steps that a candidate takes first, and the cell itself. */

import type { Cell } from '@jupyterlab/cells';
import { NotebookActions } from '@jupyterlab/notebook';
import type { Kernel } from '@jupyterlab/services';

import type { Progress } from '../host';
import type { PanelAction } from '../messages';
import { findCell } from './cells';
import type { Place } from './place';

/** A distribution's name, with extras and version at most: what `%pip install` may be given. */
const REQUIREMENT =
  /^[A-Za-z0-9][A-Za-z0-9._-]*(\[[A-Za-z0-9._,-]+\])?([<>=!~]=?[A-Za-z0-9.*+!]+)?$/;

const RESTARTS: readonly Kernel.Status[] = [
  'restarting',
  'autorestarting',
  'dead',
  'terminating'
];
const GONE = 'that cell is no longer in this notebook.';
const NOT_RUN = 'The rest was not run.';

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
 * Take the steps one after the other, and run the cell itself last if `self`. What is installed is installed by a new cell
 * above, where the user sees it and can keep or delete it. Nothing is run after a step that failed, nor after a restart of
 * the kernel, which forgets what the steps before it made.
 */
export async function runSteps(
  place: Place,
  actions: readonly PanelAction[],
  self: boolean,
  progress: Progress
): Promise<void> {
  const { sessionContext } = place.notebook;
  const seen: Kernel.Status[] = [];
  const watch = (_: unknown, status: Kernel.Status): void => {
    seen.push(status);
  };
  sessionContext.statusChanged.connect(watch);
  try {
    for (const [done, action] of actions.entries()) {
      const cell = cellOf(place, action);
      if (cell === undefined) {
        progress.failed(`“${action.label}”: ${GONE} ${NOT_RUN}`);
        return;
      }
      progress.say(`${action.label} (${done + 1} of ${actions.length})…`);
      const ended = await run(place, cell);
      if (seen.some(status => RESTARTS.includes(status))) {
        progress.failed(`The kernel was restarted. ${NOT_RUN}`);
        return;
      }
      if (!ended) {
        progress.failed(`“${action.label}” failed. ${NOT_RUN}`);
        return;
      }
    }
  } finally {
    sessionContext.statusChanged.disconnect(watch);
  }
  if (self && !place.cell.isDisposed) {
    keepFocus(place);
    void run(place, place.cell);
  } else if (actions.length > 0) {
    progress.say('Done. Run this cell again.');
  }
}

/** The cell of a step; for an install, a new one above. */
function cellOf(place: Place, action: PanelAction): Cell | undefined {
  return action.kind === 'install'
    ? insertInstall(place, action.target)
    : findCell(place.notebook, action.target);
}

/** Run one cell; whether it ran to its end. */
async function run(place: Place, cell: Cell): Promise<boolean> {
  const { content, sessionContext } = place.notebook;
  try {
    return await NotebookActions.runCells(content, [cell], sessionContext);
  } catch {
    return false; // the request was cancelled: the kernel is gone
  }
}

/** Running clears the output that may hold the focus: it goes to the cell, where it was before. */
function keepFocus({ notebook: { content }, cell }: Place): void {
  if (cell.node.contains(document.activeElement)) {
    content.activeCellIndex = content.widgets.indexOf(cell);
    content.activate();
  }
}

function insertInstall(place: Place, requirement: string): Cell | undefined {
  const { content, model } = place.notebook;
  const index = content.widgets.indexOf(place.cell);
  model?.sharedModel.insertCell(index, {
    cell_type: 'code',
    source: `%pip install ${requirement}`,
    metadata: { trusted: true }
  });
  return content.widgets.at(index);
}
