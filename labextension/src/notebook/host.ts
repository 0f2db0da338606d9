/** What a panel under a notebook's cell can do: change that cell, run it, and tell the kernel. */

import type { Notebook } from '@jupyterlab/notebook';

import { merge, type Merged } from '../apply';
import type { Act, Host, Outcome, PreviewControls, Progress } from '../host';
import type { KernelLink } from '../kernel/link';
import type { Decided } from '../messages';
import type { IPreviewer } from '../tokens';
import { findCell, replaceSource, sourceOf } from './cells';
import { copyText } from '../clipboard';
import type { Place } from './place';
import { obstacle, runSteps } from './run';

const NO_CELL =
  'The cell of this suggestion was not found; nothing was changed.';
const STALE =
  'This cell changed since it failed and the fix no longer fits; nothing was changed.';
const MERGED =
  'This cell changed since it failed; the fix still fits and was applied to the changed text.';
const NO_STEP_CELL = 'That cell is no longer in this notebook.';
const READ_ONLY = 'This cell is read-only; nothing was changed.';

export class CellHost implements Host {
  readonly canReplaceCell = true;
  readonly canPaste = false;
  readonly canJump = true;

  /** `place` and `link` are asked anew for each act: cells move, kernels change. */
  constructor(
    place: () => Place | null,
    link: () => KernelLink | null,
    previewer: IPreviewer | null
  ) {
    this._place = place;
    this._link = link;
    this._previewer = previewer;
  }

  get canPreview(): boolean {
    return this._previewer !== null;
  }

  accept(act: Act, run: boolean, progress: Progress): Outcome {
    const place = this._place();
    const hindered =
      place === null ? NO_CELL : obstacle(place, act.candidate.actions);
    if (place === null || hindered !== '') {
      return { done: false, message: hindered };
    }
    const outcome = this._put(place, act);
    if (outcome.done) {
      this._decide(
        act,
        run ? 'accept_and_run' : 'accept',
        sourceOf(place.cell)
      );
      void runSteps(place, act.candidate.actions, run, progress);
    }
    return outcome;
  }

  jump(cellId: string): Outcome {
    const place = this._place();
    const cell = place && findCell(place.notebook, cellId);
    if (!place || !cell) {
      return { done: false, message: NO_STEP_CELL };
    }
    const { content } = place.notebook;
    content.activeCellIndex = content.widgets.indexOf(cell);
    content.deselectAll();
    void content.scrollToCell(cell, 'center');
    content.activate();
    return { done: true, message: '' };
  }

  edit(act: Act): Outcome {
    const place = this._place();
    if (place === null) {
      return { done: false, message: NO_CELL };
    }
    const outcome = this._put(place, act);
    if (outcome.done) {
      this._decide(act, 'edit', sourceOf(place.cell));
      beginEditing(place, this._applied?.end ?? 0);
    }
    return outcome;
  }

  undo(act: Act): Outcome {
    const place = this._place();
    if (place === null) {
      return { done: false, message: NO_CELL };
    }
    const { before, after } = this._applied ?? {
      before: act.panel.code,
      after: act.candidate.code
    };
    if (sourceOf(place.cell) !== after) {
      return {
        done: false,
        message:
          'The cell was edited since; use the notebook’s own undo. Nothing was changed.'
      };
    }
    replaceSource(place.cell, before);
    this._applied = null;
    // What was taken back was not wanted after all.
    this._decide(act, 'reject', before);
    return { done: true, message: '' };
  }

  holds(code: string): boolean {
    const place = this._place();
    return place !== null && sourceOf(place.cell) === code;
  }

  reject(act: Act): void {
    this._decide(act, 'reject', null);
  }

  dismiss(act: Act): void {
    this._decide(act, 'dismiss', null);
  }

  async copy(act: Act, text: string): Promise<Outcome> {
    const outcome = await copyText(text);
    if (outcome.done) {
      this._decide(act, 'copy', null);
    }
    return outcome;
  }

  preview(act: Act, controls: PreviewControls): Outcome {
    this.endPreview();
    const place = this._place();
    if (place === null || this._previewer === null) {
      return { done: false, message: NO_CELL };
    }
    const merged = mergeInto(place, act);
    if (merged.kind === 'refused') {
      return { done: false, message: STALE };
    }
    this._preview = this._previewer.show(place, merged.code, controls);
    return { done: true, message: '' };
  }

  endPreview(): void {
    this._preview?.dispose();
    this._preview = null;
  }

  /** Put the candidate into the cell, all of it or nothing. */
  private _put(place: Place, act: Act): Outcome {
    const merged = mergeInto(place, act);
    if (merged.kind === 'refused') {
      return { done: false, message: STALE };
    }
    const before = sourceOf(place.cell);
    if (place.cell.readOnly && merged.code !== before) {
      return { done: false, message: READ_ONLY };
    }
    const end = replaceSource(place.cell, merged.code);
    this._applied = { before, after: merged.code, end };
    const edited = merged.kind === 'merged' && merged.code !== before;
    return { done: true, message: edited ? MERGED : '' };
  }

  private _decide(act: Act, kind: Decided['kind'], code: string | null): void {
    this._link()?.decide({
      proposal_id: act.panel.proposal_id,
      candidate_id: kind === 'dismiss' ? null : act.candidate.id,
      kind,
      code
    });
  }

  private readonly _place: () => Place | null;
  private readonly _link: () => KernelLink | null;
  private readonly _previewer: IPreviewer | null;
  /** The last text that was put in, what it replaced, and where the change ends. */
  private _applied: { before: string; after: string; end: number } | null =
    null;
  private _preview: { dispose(): void } | null = null;
}

function mergeInto(place: Place, { panel, candidate }: Act): Merged {
  return merge(
    panel.code,
    candidate.code,
    candidate.hunks,
    sourceOf(place.cell)
  );
}

function beginEditing(place: Place, offset: number): void {
  const notebook: Notebook = place.notebook.content;
  notebook.activeCellIndex = notebook.widgets.indexOf(place.cell);
  notebook.mode = 'edit';
  const { editor } = place.cell;
  const position = editor?.getPositionAt(offset);
  if (editor && position) {
    editor.setCursorPosition(position);
    editor.focus();
  }
}
