/**
 * The panel: one proposal, one candidate of it at a time.
 *
 * Written in plain DOM so that JupyterLab's MIME renderer and the widget show the same thing. What is seen is in
 * `state.ts`, how it looks in `layout.ts`; here is what the user can do, by button, key or command.
 */

import type { Act, Host, Liveness, Outcome, Progress } from '../host';
import type { Panel } from '../messages';
import type { ActName } from './actions';
import { element } from './element';
import { listenToKeys, type Key } from './keyboard';
import { renderContent, type Handlers } from './layout';
import { STAGES, type Stage } from './stage';
import { PanelState } from './state';

/** How long a kernel may take to confirm a panel before the panel says that it waits. */
const PATIENCE_MS = 1500;

const DONE: Outcome = { done: true, message: '' };

export class PanelView {
  readonly node: HTMLElement;

  constructor(host: Host) {
    this._host = host;
    this._state = new PanelState(host);
    if (host.canJump) {
      this._handlers.jump = cellId => {
        this._say(host.jump(cellId).message);
      };
    }
    this._content = element('div', { class: 'jp-QuickFix-content' });
    this._status = element('p', {
      class: 'jp-QuickFix-status',
      role: 'status'
    });
    this.node = element(
      'div',
      { class: 'jp-QuickFix', role: 'group', tabindex: '0' },
      this._content,
      this._status
    );
    this._stopKeys = listenToKeys(this.node, key => {
      this._pressed(key);
    });
  }

  /** Show a proposal, or a better version of the one that is shown. */
  show(panel: Panel, liveness: Liveness): void {
    const known = this._state.liveness === liveness;
    const { activeElement } = this.node.ownerDocument;
    if (this.node.matches(':hover') || this.node.contains(activeElement)) {
      this._state.pin();
    }
    this._state.take(panel, liveness);
    if (!known) {
      this._say('');
    }
    window.clearTimeout(this._patience);
    if (liveness === 'waiting') {
      this._patience = window.setTimeout(() => {
        this._say('Waiting for the kernel…');
      }, PATIENCE_MS);
    }
    this._render();
  }

  dispose(): void {
    window.clearTimeout(this._patience);
    this._stopKeys();
    this._endPreview();
  }

  /** Whether the act can be done now. */
  offers(name: ActName): boolean {
    return this._state.isActive && this._state.offered.includes(name);
  }

  /** Whether there is another candidate to switch to. */
  get switches(): boolean {
    return this._state.stage === 'open' && this._state.count > 1;
  }

  /** Do one of the acts that are offered; another one does nothing. */
  async perform(name: ActName): Promise<void> {
    const { act } = this._state;
    if (act === null || !this.offers(name)) {
      return;
    }
    if (name === 'preview') {
      this._togglePreview(act);
    } else if (name === 'copy') {
      this._say((await this._host.copy(act, act.candidate.code)).message);
    } else if (name === 'copy-command') {
      await this._copyCommand(act);
    } else {
      this._endPreview();
      this._decide(act, name);
    }
  }

  /** Switch to the next (1) or previous (-1) candidate, round and round. */
  go(step: -1 | 1): void {
    if (!this.switches) {
      return;
    }
    this._state.go(step);
    this._render();
    const { act, index, count } = this._state;
    if (act !== null) {
      this._announce(
        `Suggestion ${index + 1} of ${count}: ${act.candidate.rationale}`
      );
      if (this._state.previewing) {
        this._preview(act);
      }
    }
  }

  /** Open the panel, or close it to its title. */
  toggle(): void {
    this._state.expand(!this._state.isExpanded);
    this._endPreview();
    this._render();
  }

  /** Open the panel and put the focus on it. */
  focus(): void {
    this._state.expand(true);
    this._render();
    this.node.scrollIntoView({ block: 'nearest' });
    this.node.focus();
  }

  /** The cell's text changed: by the notebook's own undo or redo, by hand, or from another view of the notebook. */
  cellChanged(): void {
    const stage = this._state.stageOfCell();
    if (stage !== this._state.stage) {
      this._endPreview();
      this._ended(DONE, stage);
    }
  }

  private _decide(
    act: Act,
    name: 'accept' | 'accept-and-run' | 'edit' | 'reject'
  ): void {
    if (name === 'reject') {
      this._host.reject(act);
      this._ended(DONE, 'rejected');
    } else if (name === 'edit') {
      this._ended(this._host.edit(act), 'applied');
    } else {
      const run = name === 'accept-and-run';
      this._ended(this._host.accept(act, run, this._progress), 'applied');
    }
  }

  private _dismiss(): void {
    const { act, isActive } = this._state;
    if (act !== null && isActive) {
      this._host.dismiss(act);
      this._ended(DONE, 'dismissed');
    }
  }

  /** Undo what was accepted, or show again what was put away. */
  private _back(): void {
    const { act, stage } = this._state;
    if (act !== null) {
      this._ended(stage === 'applied' ? this._host.undo(act) : DONE, 'open');
    }
  }

  private _ended(outcome: Outcome, stage: Stage): void {
    if (outcome.done) {
      this._state.reach(stage);
    }
    this._render();
    if (outcome.message === '') {
      this._announce(STAGES[stage]);
    } else {
      this._say(outcome.message);
    }
  }

  private _togglePreview(act: Act): void {
    if (this._state.previewing) {
      this._endPreview();
      this._render();
    } else {
      this._preview(act);
    }
  }

  private _preview(act: Act): void {
    const outcome = this._host.preview(act, {
      accept: () => void this.perform('accept'),
      ended: () => {
        this._state.previewing = false;
        this._render();
      }
    });
    this._state.previewing = outcome.done;
    this._render();
    this._say(outcome.message);
  }

  private _endPreview(): void {
    if (this._state.previewing) {
      this._state.previewing = false;
      this._host.endPreview();
    }
  }

  private async _copyCommand(act: Act): Promise<void> {
    const command = `%fix accept ${this._state.index + 1}`;
    const outcome = await this._host.copy(act, command);
    this._say(
      outcome.done
        ? `Copied “${command}”: paste it into a new cell and run it.`
        : outcome.message
    );
  }

  private _pressed(key: Key): void {
    switch (key) {
      case 'first-choice':
        this._pressedEnter();
        break;
      case 'next':
        this.go(1);
        break;
      case 'previous':
        this.go(-1);
        break;
      case 'escape':
        this._pressedEscape();
        break;
      default:
        void this.perform(key);
    }
  }

  private _pressedEnter(): void {
    const first = this._state.offered.at(0);
    if (!this._state.isExpanded) {
      this.toggle();
    } else if (first !== undefined) {
      void this.perform(first);
    }
  }

  /** Escape leaves the innermost thing: the preview, then the panel. */
  private _pressedEscape(): void {
    if (this._state.previewing) {
      this._endPreview();
      this._render();
    } else {
      this._dismiss();
    }
  }

  /** Say something below the panel, for everyone. */
  private _say(text: string): void {
    this._status.classList.remove('jp-QuickFix-spoken');
    this._status.textContent = text;
  }

  /** Say something to screen readers that everyone else can see already. */
  private _announce(text: string): void {
    this._say(text);
    this._status.classList.add('jp-QuickFix-spoken');
  }

  private _render(): void {
    const { act, liveness, stage } = this._state;
    const focused = this._focusedAct();
    this.node.hidden = act === null;
    if (act === null) {
      return;
    }
    this.node.setAttribute('aria-label', `Quick Fix: ${act.panel.title}`);
    this.node.dataset.liveness = liveness;
    this.node.dataset.stage = stage;
    this._content.replaceChildren(
      ...renderContent(this._state, act, this._handlers)
    );
    this._restoreFocus(focused);
  }

  /** The act whose button has the focus, '' for the panel itself, null when the focus is elsewhere. */
  private _focusedAct(): string | null {
    const focused = this.node.ownerDocument.activeElement;
    if (!(focused instanceof HTMLElement) || !this.node.contains(focused)) {
      return null;
    }
    return focused.dataset.act ?? '';
  }

  /** Rendering makes new buttons: put the focus on the one that took the old one's place, else on the panel. */
  private _restoreFocus(act: string | null): void {
    if (act === null) {
      return;
    }
    const selector = `[data-act="${act}"]:not(:disabled)`;
    const again =
      act === '' ? null : this._content.querySelector<HTMLElement>(selector);
    (again ?? this.node).focus({ preventScroll: true });
  }

  private readonly _handlers: Handlers = {
    perform: name => void this.perform(name),
    go: step => {
      this.go(step);
    },
    toggle: () => {
      this.toggle();
    },
    back: () => {
      this._back();
    },
    jump: null
  };
  /** What the steps of an accepted candidate tell, as long as this panel is there. */
  private readonly _progress: Progress = {
    say: message => {
      this._say(message);
    },
    failed: message => {
      this._ended({ done: true, message }, 'open');
    }
  };
  private readonly _host: Host;
  private readonly _state: PanelState;
  private readonly _content: HTMLElement;
  private readonly _status: HTMLElement;
  private readonly _stopKeys: () => void;
  private _patience = 0;
}
