/** The links to all kernels that notebooks of this page use, one a kernel. */

import type { ISessionContext } from '@jupyterlab/apputils';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { Kernel } from '@jupyterlab/services';
import { Signal, type ISignal } from '@lumino/signaling';

import { KernelLink, type FrontEnd } from './link';

export class KernelLinks {
  constructor(tracker: INotebookTracker, frontEnd: FrontEnd) {
    this._frontEnd = frontEnd;
    tracker.forEach(notebook => this._watch(notebook.sessionContext));
    tracker.widgetAdded.connect((_, notebook) =>
      this._watch(notebook.sessionContext)
    );
  }

  /** Emitted when a link comes, goes or changes. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** The link to a notebook's kernel, null where it has none. */
  of(notebook: NotebookPanel): KernelLink | null {
    const kernel = notebook.sessionContext.session?.kernel;
    return kernel ? (this._links.get(kernel.id) ?? null) : null;
  }

  /** All links there are. */
  all(): KernelLink[] {
    return [...this._links.values()];
  }

  private _watch(context: ISessionContext): void {
    this._attach(context.session?.kernel ?? null);
    // Two views of one notebook share the context: connecting the same method again does nothing.
    context.kernelChanged.connect(this._onKernelChanged, this);
  }

  private _onKernelChanged(
    _: ISessionContext,
    change: { newValue: Kernel.IKernelConnection | null }
  ): void {
    this._attach(change.newValue);
    this._changed.emit();
  }

  /** Of several connections to one kernel, JupyterLab gives the comms to the first. */
  private _attach(kernel: Kernel.IKernelConnection | null): void {
    if (kernel === null || !kernel.handleComms || this._links.has(kernel.id)) {
      return;
    }
    const { id } = kernel;
    const link = new KernelLink(kernel, this._frontEnd);
    this._links.set(id, link);
    link.changed.connect(() => this._changed.emit());
    kernel.disposed.connect(() => {
      link.dispose();
      this._links.delete(id);
      this._changed.emit();
    });
  }

  private readonly _frontEnd: FrontEnd;
  private readonly _links = new Map<string, KernelLink>();
  private readonly _changed = new Signal<this, void>(this);
}
