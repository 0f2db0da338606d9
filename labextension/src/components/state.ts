/** What the user sees of a proposal: which candidate, open or closed, decided or not. Outlives improvements of the proposal. */

import type { Act, Host, Liveness } from '../host';
import type { Panel } from '../messages';
import { offered, type ActName } from './actions';
import type { Stage } from './stage';

export class PanelState {
  panel: Panel | null = null;
  liveness: Liveness = 'waiting';
  stage: Stage = 'open';
  previewing = false;

  constructor(host: Host) {
    this._host = host;
  }

  /** Take a proposal, or a better version of the one there is; a new one starts from the beginning. */
  take(panel: Panel, liveness: Liveness): void {
    if (panel.proposal_id !== this.panel?.proposal_id) {
      this.stage = 'open';
      this._toggled = null;
      this._shown = '';
    }
    this.panel = panel;
    this.liveness = liveness;
    this.stage = this.stageOfCell();
  }

  /** Keep the candidate that is shown, whatever comes first in a better version: the user has their eye on it. */
  pin(): void {
    this._shown = this.act?.candidate.id ?? '';
  }

  /**
   * The stage that the cell's text tells of: `applied` where it holds a candidate's text (accepted before the page was
   * loaded again, or in another view), `open` again where that was taken back.
   */
  stageOfCell(): Stage {
    const { panel, stage } = this;
    if (panel === null || this.liveness !== 'live') {
      return stage;
    }
    if (stage === 'applied' && this.changesText) {
      return this._host.holds(panel.code) ? 'open' : stage;
    }
    const held = panel.candidates.find(
      ({ code }) => code !== panel.code && this._host.holds(code)
    );
    if (stage !== 'open' || held === undefined) {
      return stage;
    }
    this._shown = held.id;
    return 'applied';
  }

  /** The candidate that is shown, with its proposal. */
  get act(): Act | null {
    const { panel } = this;
    const candidate = panel?.candidates.at(this.index);
    return panel && candidate ? { panel, candidate } : null;
  }

  /** Place of the candidate that is shown, from 0. */
  get index(): number {
    const found = this.panel?.candidates.findIndex(
      candidate => candidate.id === this._shown
    );
    return Math.max(0, found ?? 0);
  }

  get count(): number {
    return this.panel?.candidates.length ?? 0;
  }

  /** Whether the user can act on the candidate. */
  get isActive(): boolean {
    const canAct = this.liveness === 'live' || this.liveness === 'detached';
    return canAct && this.stage === 'open';
  }

  /** Whether no kernel stands behind the panel, nor was asked: it is a record of an earlier session. */
  get isSaved(): boolean {
    return ['connecting', 'gone', 'absent'].includes(this.liveness);
  }

  get isExpanded(): boolean {
    return this._toggled ?? !(this.isSaved || (this.panel?.quiet ?? true));
  }

  /** Whether accepting changes the cell's text (and not only takes steps). */
  get changesText(): boolean {
    const { act } = this;
    return act !== null && act.candidate.code !== act.panel.code;
  }

  /** The acts that are offered, first choice first; whether they can be done now is `isActive`. */
  get offered(): ActName[] {
    const { act } = this;
    return act === null
      ? []
      : offered(act.panel, act.candidate, this._host, this.liveness);
  }

  /** Show the next (1) or previous (-1) candidate, round and round. */
  go(step: -1 | 1): void {
    const next = (this.index + step + this.count) % this.count;
    this._shown = this.panel?.candidates.at(next)?.id ?? '';
    this._toggled = true;
  }

  expand(expanded: boolean): void {
    this._toggled = expanded;
  }

  /** Go to another stage, keeping the candidate that is shown now even if a better one comes. */
  reach(stage: Stage): void {
    this.stage = stage;
    this._shown = this.act?.candidate.id ?? '';
  }

  private readonly _host: Host;
  /** Id of the candidate that is shown; the first one while it is empty or gone. */
  private _shown = '';
  /** Whether the user opened (true) or closed (false) the panel; null: as the proposal says. */
  private _toggled: boolean | null = null;
}
