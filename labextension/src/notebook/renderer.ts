/** The rendered output: keeps a panel in step with the document it is in and with what the kernel says of it. */

import type { ICellModel } from '@jupyterlab/cells';
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import type { Message } from '@lumino/messaging';
import { Signal, type ISignal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';

import { PanelView } from '../components/panel';
import type { Liveness } from '../host';
import type { KernelLink } from '../kernel/link';
import { MIME_TYPE, type Panel } from '../messages';
import type { IKernelLinks, IPreviewer, IShownPanel } from '../tokens';
import { isPanel } from '../validate';
import { CellHost } from './host';
import { placeOf, type Place } from './place';

const UNREADABLE =
  'A Quick Fix suggestion was saved here in a form that this version cannot read.';

export class ProposalRenderer
  extends Widget
  implements IRenderMime.IRenderer, IShownPanel
{
  readonly view: PanelView;

  constructor(
    tracker: INotebookTracker,
    links: IKernelLinks,
    previewer: IPreviewer | null
  ) {
    super();
    this._tracker = tracker;
    this._links = links;
    this.view = new PanelView(
      new CellHost(
        () => this.place,
        () => this._link(),
        previewer
      )
    );
    this.node.append(this.view.node);
    links.changed.connect(this._refresh, this);
  }

  /** Emitted when what is shown may have changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get place(): Place | null {
    return placeOf(this, this._tracker);
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- the interface wants a promise
  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    const data: unknown = model.data[MIME_TYPE];
    if (!isPanel(data)) {
      this._document = null;
      this.node.textContent = UNREADABLE;
      return;
    }
    this.node.replaceChildren(this.view.node);
    this._document = data;
    if (this.isAttached) {
      this._link()?.ask(data.proposal_id);
    }
    this._refresh();
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this._watch(null);
      this.view.dispose();
      super.dispose();
    }
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this._refresh();
  }

  private _link(): KernelLink | null {
    const place = this.place;
    return place === null ? null : this._links.of(place.notebook);
  }

  private _watch(cell: ICellModel | null): void {
    if (cell !== this._watched) {
      this._watched?.contentChanged.disconnect(this._onCellChanged, this);
      cell?.contentChanged.connect(this._onCellChanged, this);
      this._watched = cell;
    }
  }

  private _onCellChanged(): void {
    this.view.cellChanged();
  }

  /** Show the kernel's own copy where it confirms the proposal, else the document's, inert. */
  private _refresh(): void {
    if (this._document === null || !this.isAttached) {
      return;
    }
    this._watch(this.place?.cell.model ?? null);
    const { liveness, panel } = this._known(this._document);
    if (panel !== this._shown || liveness !== this._liveness) {
      this._shown = panel;
      this._liveness = liveness;
      this.view.show(panel, liveness);
      this._changed.emit();
    }
  }

  private _known(document: Panel): { liveness: Liveness; panel: Panel } {
    if (this.place === null) {
      return { liveness: 'detached', panel: document };
    }
    const link = this._link();
    // Asking makes the link look for the kernel's side, so it comes before looking at the link's state.
    const answer = link?.answer(document.proposal_id);
    if (!link || !answer || link.state === 'absent') {
      return { liveness: 'absent', panel: document };
    }
    if (answer.state === 'live') {
      return { liveness: 'live', panel: answer.panel };
    }
    if (answer.state === 'gone') {
      return { liveness: 'gone', panel: document };
    }
    const liveness = link.state === 'connected' ? 'waiting' : 'connecting';
    return { liveness, panel: document };
  }

  private readonly _tracker: INotebookTracker;
  private readonly _links: IKernelLinks;
  private readonly _changed = new Signal<this, void>(this);
  private _watched: ICellModel | null = null;
  private _document: Panel | null = null;
  private _shown: Panel | null = null;
  private _liveness: Liveness | null = null;
}
