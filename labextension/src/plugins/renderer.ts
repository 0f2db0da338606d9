import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { Signal, type ISignal } from '@lumino/signaling';

import type { PanelView } from '../components/panel';
import { MIME_TYPE } from '../messages';
import type { Place } from '../notebook/place';
import { ProposalRenderer } from '../notebook/renderer';
import { IKernelLinks, IPreviewer, IShownPanels } from '../tokens';

/** Before the kernel's other forms of the same output (the widget, whose rank is -10, HTML, text), which can do less. */
const RANK = -20;

class ShownPanels implements IShownPanels {
  get changed(): ISignal<IShownPanels, void> {
    return this._changed;
  }

  add(renderer: ProposalRenderer): void {
    this._renderers.add(renderer);
    renderer.changed.connect(() => {
      this._changed.emit();
    });
    renderer.disposed.connect(() => {
      this._renderers.delete(renderer);
      this._changed.emit();
    });
  }

  of(place: Place): PanelView | null {
    const found = [...this._renderers].filter(renderer => {
      const other = renderer.place;
      return other?.notebook === place.notebook && other.cell === place.cell;
    });
    return found.at(-1)?.view ?? null;
  }

  private readonly _changed = new Signal<IShownPanels, void>(this);
  private readonly _renderers = new Set<ProposalRenderer>();
}

/** Renders suggestions under failing cells. */
export const rendererPlugin: JupyterFrontEndPlugin<IShownPanels> = {
  id: 'jupyter-quickfix:renderer',
  description: 'Shows suggested fixes under failing cells.',
  autoStart: true,
  requires: [IRenderMimeRegistry, INotebookTracker, IKernelLinks],
  optional: [IPreviewer],
  provides: IShownPanels,
  activate: (
    _: JupyterFrontEnd,
    registry: IRenderMimeRegistry,
    tracker: INotebookTracker,
    links: IKernelLinks,
    previewer: IPreviewer | null
  ): IShownPanels => {
    const shown = new ShownPanels();
    registry.addFactory(
      {
        // Text from the document is only ever shown as text, and buttons wait for the kernel.
        safe: true,
        mimeTypes: [MIME_TYPE],
        createRenderer: () => {
          const renderer = new ProposalRenderer(tracker, links, previewer);
          shown.add(renderer);
          return renderer;
        }
      },
      RANK
    );
    return shown;
  }
};
