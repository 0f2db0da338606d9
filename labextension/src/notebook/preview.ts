/**
 * A candidate as a diff inside its cell.
 *
 * A second, read-only editor of the same kind (theme, language, font) takes the place of the cell's own while the preview
 * is shown. The cell's text is never touched, so there is nothing to undo, save, or share with others by looking.
 */

import { unifiedMergeView } from '@codemirror/merge';
import { EditorView } from '@codemirror/view';
import { CodeEditor } from '@jupyterlab/codeeditor';
import type { Cell, ICellModel } from '@jupyterlab/cells';
import { Widget } from '@lumino/widgets';

import { button, element } from '../components/element';
import type { PreviewControls } from '../host';
import { sourceOf } from './cells';

export class CellPreview extends Widget {
  constructor(cell: Cell, code: string, controls: PreviewControls) {
    super();
    this.addClass('jp-QuickFixPreview');
    this._cell = cell;
    this._cellModel = cell.model;
    this._controls = controls;
    const original = sourceOf(cell);
    const host = element('div', {
      class: 'jp-QuickFixPreview-editor',
      role: 'group',
      'aria-label': 'Suggested text of this cell'
    });
    this.node.append(host, this._bar());
    this._model = new CodeEditor.Model({ mimeType: cell.model.mimeType });
    this._model.sharedModel.setSource(code);
    this._editor = cell.contentFactory.editorFactory({
      host,
      model: this._model,
      config: { ...cell.editorConfig, readOnly: true },
      inline: true,
      extensions: [
        EditorView.editable.of(false),
        unifiedMergeView({ original, mergeControls: false, gutter: true })
      ]
    });
    cell.inputArea?.renderInput(this);
    this._cellModel.contentChanged.connect(this._end, this);
    cell.disposed.connect(this._end, this);
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this._cellModel.contentChanged.disconnect(this._end, this);
    this._cell.disposed.disconnect(this._end, this);
    if (!this._cell.isDisposed) {
      this._cell.inputArea?.showEditor();
    }
    this._editor.dispose();
    this._model.dispose();
    super.dispose();
  }

  private _bar(): HTMLElement {
    return element(
      'div',
      {
        class: 'jp-QuickFixPreview-bar',
        role: 'group',
        'aria-label': 'Preview of a suggestion'
      },
      element(
        'span',
        { class: 'jp-QuickFixPreview-note' },
        'Preview: the cell is not changed yet'
      ),
      button(
        'Accept',
        { class: 'jp-QuickFix-button jp-mod-first', 'data-act': 'accept' },
        () => this._controls.accept()
      ),
      button(
        'Cancel',
        { class: 'jp-QuickFix-button', 'data-act': 'cancel' },
        () => this._end()
      )
    );
  }

  /** Ended from here: cancelled, or the cell's text changed and the preview is out of date. */
  private _end(): void {
    if (!this.isDisposed) {
      this.dispose();
      this._controls.ended();
    }
  }

  private readonly _cell: Cell;
  private readonly _cellModel: ICellModel;
  private readonly _controls: PreviewControls;
  private readonly _model: CodeEditor.Model;
  private readonly _editor: CodeEditor.IEditor;
}
