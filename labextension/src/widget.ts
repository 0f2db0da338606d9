/**
 * The panel as an anywidget, for front ends that show widgets and do not have the labextension (VS Code, Colab, …).
 *
 * A widget cannot reach cells: it offers the text and the `%fix accept` command to copy, and tells the kernel what was
 * chosen. Its state may come from a saved notebook, so its buttons wait until the kernel answers, as in JupyterLab.
 */

import style from '../style/panel.css';
import { copyText } from './clipboard';
import { element } from './components/element';
import { PanelView } from './components/panel';
import type { Act, Host, Liveness, Outcome } from './host';
import type { Confirm, Confirmed, Decided } from './messages';
import { isPanel } from './validate';

/** What happens to the model: its state changes, the kernel says something, the link to the kernel is cut. */
type Happening = 'change:panel' | 'msg:custom' | 'comm_live_update';

/** The part of anywidget's model that is used here. */
interface Model {
  get(name: 'panel'): unknown;
  on(event: Happening, callback: (message?: unknown) => void): void;
  off(event: Happening, callback: (message?: unknown) => void): void;
  send(message: Confirm | Decided): void;
}

const NO_CELL = { done: false, message: 'Cells cannot be changed from here.' };

class WidgetHost implements Host {
  readonly canReplaceCell = false;
  readonly canPreview = false;
  readonly canPaste = true;
  readonly canJump = false;

  constructor(model: Model) {
    this._model = model;
  }

  accept(): Outcome {
    return NO_CELL;
  }

  jump(): Outcome {
    return NO_CELL;
  }

  undo(): Outcome {
    return NO_CELL;
  }

  edit(): Outcome {
    return NO_CELL;
  }

  preview(): Outcome {
    return NO_CELL;
  }

  endPreview(): void {
    // there is never one to end
  }

  holds(): boolean {
    return false;
  }

  reject(act: Act): void {
    this._decide(act, 'reject');
  }

  dismiss(act: Act): void {
    this._decide(act, 'dismiss');
  }

  async copy(act: Act, text: string): Promise<Outcome> {
    const outcome = await copyText(text);
    if (outcome.done) {
      this._decide(act, 'copy');
    }
    return outcome;
  }

  private _decide(act: Act, kind: Decided['kind']): void {
    this._model.send({
      type: 'decision',
      proposal_id: act.panel.proposal_id,
      candidate_id: kind === 'dismiss' ? null : act.candidate.id,
      kind,
      code: null,
      host: 'widget'
    });
  }

  private readonly _model: Model;
}

function isConfirmed(message: unknown): message is Confirmed {
  return (message as Confirmed | null | undefined)?.type === 'confirmed';
}

function render({ model, el }: { model: Model; el: HTMLElement }): () => void {
  const view = new PanelView(new WidgetHost(model));
  let liveness: Liveness = 'waiting';
  const update = (): void => {
    const panel = model.get('panel');
    if (isPanel(panel)) {
      view.show(panel, liveness);
    }
  };
  const hear = (message: unknown): void => {
    if (isConfirmed(message)) {
      liveness = message.live ? 'live' : 'gone';
      update();
    }
  };
  // Happens once, when the kernel is restarted: a model that loses its comm does not get another one.
  const lose = (): void => {
    liveness = 'gone';
    update();
  };
  el.append(element('style', {}, style), view.node);
  model.on('change:panel', update);
  model.on('msg:custom', hear);
  model.on('comm_live_update', lose);
  update();
  const panel = model.get('panel');
  if (isPanel(panel)) {
    model.send({ type: 'confirm', proposal_id: panel.proposal_id });
  }
  return () => {
    model.off('change:panel', update);
    model.off('msg:custom', hear);
    model.off('comm_live_update', lose);
    view.dispose();
  };
}

export default { render };
