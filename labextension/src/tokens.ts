/** What the plugins give each other. */

import type { IDisposable } from '@lumino/disposable';
import { Token } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';

import type { PanelView } from './components/panel';
import type { PreviewControls } from './host';
import type { KernelLinks } from './kernel/links';
import type { FrontendSettings } from './messages';
import type { Place } from './notebook/place';

/** The user's settings. */
export interface IQuickFixSettings {
  /** What the user set; what they left alone is left out, so that IPython's configuration holds. */
  readonly user: FrontendSettings;
  readonly enabled: boolean;
  readonly changed: ISignal<IQuickFixSettings, void>;
  setEnabled(enabled: boolean): Promise<void>;
}

export const IQuickFixSettings = new Token<IQuickFixSettings>(
  'jupyter-quickfix:IQuickFixSettings',
  'The settings of Quick Fix, as the user has them.'
);

/** The links to the kernels of open notebooks. */
export type IKernelLinks = KernelLinks;

export const IKernelLinks = new Token<IKernelLinks>(
  'jupyter-quickfix:IKernelLinks',
  'What the kernels know of the suggestions that are shown.'
);

/** A panel that is shown, and where. */
export interface IShownPanel {
  readonly view: PanelView;
  readonly place: Place | null;
}

/** The panels that are shown now. */
export interface IShownPanels {
  /** The panel of a cell in one view of its notebook; the newest, where there are several. */
  of(place: Place): PanelView | null;
  /** Emitted when a panel comes, goes or changes. */
  readonly changed: ISignal<IShownPanels, void>;
}

export const IShownPanels = new Token<IShownPanels>(
  'jupyter-quickfix:IShownPanels',
  'The Quick Fix panels that are shown now.'
);

/** Shows a candidate inside its cell. */
export interface IPreviewer {
  /** Show `code` in place of the cell's editor until disposed; the cell's text is not touched. */
  show(place: Place, code: string, controls: PreviewControls): IDisposable;
}

export const IPreviewer = new Token<IPreviewer>(
  'jupyter-quickfix:IPreviewer',
  'Shows a candidate as a diff inside the cell before it is accepted.'
);
