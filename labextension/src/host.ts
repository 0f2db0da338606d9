/**
 * What a place that shows a panel can do. The panel's components know nothing else of it, so that the same components
 * work inside JupyterLab (where the cell can be replaced) and as a widget (where text can be copied).
 */

import type { Panel, PanelCandidate } from './messages';

/**
 * Whether the kernel stands behind what is shown. A panel saved in a notebook can say anything, so its buttons do
 * nothing until the kernel confirms its proposal: only `live` panels act on cells.
 */
export type Liveness =
  /** The kernel was asked and has not answered yet. */
  | 'waiting'
  /** The kernel confirmed the proposal; what is shown is the kernel's own copy. */
  | 'live'
  /** The kernel does not know this proposal (any more). */
  | 'gone'
  /** No kernel has answered since the notebook was opened. */
  | 'connecting'
  /** No kernel with Quick Fix is connected. */
  | 'absent'
  /** Shown where there is no cell to change, such as a view of an output by itself: copying is all there is. */
  | 'detached';

/** How an act of the user ended; `message` is for the user, and read out by screen readers. */
export interface Outcome {
  done: boolean;
  message: string;
}

/** The act and the candidate that it concerns. */
export interface Act {
  panel: Panel;
  candidate: PanelCandidate;
}

/** What a preview inside the cell can ask of the panel. */
export interface PreviewControls {
  /** The user accepts what the preview shows. */
  accept(): void;
  /** The preview ended by itself, or the user cancelled it there. */
  ended(): void;
}

/** What steps tell while they are taken, one after the other. */
export interface Progress {
  say(message: string): void;
  /** A step failed: those after it were not taken, and the cell itself was not run. */
  failed(message: string): void;
}

export interface Host {
  /** Whether the failing cell can be replaced and run from here. */
  readonly canReplaceCell: boolean;
  /** Whether the candidate can be looked at inside the cell. */
  readonly canPreview: boolean;
  /** Whether `%fix accept` typed into a new cell reaches the proposal. */
  readonly canPaste: boolean;

  /** Whether the panel can lead the user to another cell. */
  readonly canJump: boolean;

  /** Put the candidate into the cell, take its steps, and run the cell if `run`; steps that take time tell of themselves. */
  accept(act: Act, run: boolean, progress: Progress): Outcome;
  /** Show the user the cell with this id. */
  jump(cellId: string): Outcome;
  /** Take the last accepted text out of the cell again. */
  undo(act: Act): Outcome;
  /** Put the candidate into the cell and the cursor where it changed, without running anything. */
  edit(act: Act): Outcome;
  /** Tell that the candidate is not wanted. */
  reject(act: Act): void;
  /** Tell that the panel was closed, without a verdict. */
  dismiss(act: Act): void;
  /** Put `text` on the clipboard. */
  copy(act: Act, text: string): Promise<Outcome>;
  /** Whether the cell's text is `code` now. */
  holds(code: string): boolean;
  /** Show the candidate inside the cell, in place of one that is shown there. */
  preview(act: Act, controls: PreviewControls): Outcome;
  /** Stop showing a candidate inside the cell, if one is. */
  endPreview(): void;
}
