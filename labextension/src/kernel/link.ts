/**
 * The line to one kernel: finds or opens the comm, introduces this front end, and keeps what the kernel confirmed.
 *
 *     connecting ──► connected ──► (restart) connecting …
 *         └────────► absent ─────► connected, when Quick Fix is loaded there later
 *
 * The kernel opens a comm when Quick Fix is loaded, and every front end that is there at that time takes it. One that
 * comes later (the page was loaded again) asks the kernel for its comms and adopts it. Where there is none and a panel
 * wants to know whether it is live, this side opens one; a kernel without Quick Fix closes it at once.
 */

import type { Kernel, KernelMessage as Jupyter } from '@jupyterlab/services';
import type { JSONObject } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import { Signal, type ISignal } from '@lumino/signaling';

import {
  COMM_TARGET,
  type Decided,
  type FrontendMessage,
  type FrontendSettings,
  type KernelMessage,
  type NotebookCell,
  type Panel
} from '../messages';

export type LinkState = 'connecting' | 'connected' | 'absent';

/** What the kernel said of a proposal. */
export type Answer =
  { state: 'asked' | 'gone' } | { state: 'live'; panel: Panel };

/** What a link needs to know of the front end. */
export interface FrontEnd {
  readonly name: string;
  settings(): FrontendSettings;
  /** The cells of the notebook that holds this cell; null where no notebook of this front end does. */
  cells(cellId: string): NotebookCell[] | null;
}

export class KernelLink implements IDisposable {
  constructor(kernel: Kernel.IKernelConnection, frontEnd: FrontEnd) {
    this._kernel = kernel;
    this._frontEnd = frontEnd;
    kernel.registerCommTarget(COMM_TARGET, this._onOpened);
    kernel.connectionStatusChanged.connect(this._onConnection, this);
    kernel.statusChanged.connect(this._onStatus, this);
    if (kernel.connectionStatus === 'connected') {
      void this._find();
    }
  }

  /** Emitted when the state changes, or what is known of a proposal. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get state(): LinkState {
    return this._state;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    Signal.clearData(this);
    if (!this._kernel.isDisposed) {
      this._kernel.removeCommTarget(COMM_TARGET, this._onOpened);
    }
    this._comm = null;
  }

  /** What is known of a proposal; asks the kernel if nothing is. */
  answer(proposalId: string): Answer {
    const known = this._answers.get(proposalId);
    if (known !== undefined) {
      return known;
    }
    const asked: Answer = { state: 'asked' };
    this._answers.set(proposalId, asked);
    this.ask(proposalId);
    return asked;
  }

  /** Ask (again) whether a proposal is live; what was known holds until the answer is there. */
  ask(proposalId: string): void {
    if (this._state === 'connected') {
      this._send({ type: 'confirm', proposal_id: proposalId });
    } else if (this._comm === null && this._mayOpen) {
      this._open();
    }
  }

  /** Tell the kernel what the user decided. */
  decide(decision: Omit<Decided, 'type' | 'host'>): void {
    this._send({ ...decision, type: 'decision', host: this._frontEnd.name });
  }

  /** Tell the kernel that the user changed the settings. */
  sendSettings(): void {
    this._send({ type: 'settings', settings: this._frontEnd.settings() });
  }

  /** Look for a comm that the kernel has open for us. */
  private async _find(): Promise<void> {
    const reply = await this._kernel
      .requestCommInfo({ target_name: COMM_TARGET })
      .catch(() => null); // the kernel went away while it was asked: a status change follows
    if (this._isDisposed || this._comm !== null || reply === null) {
      return;
    }
    this._mayOpen = true;
    const found =
      reply.content.status === 'ok' ? Object.keys(reply.content.comms) : [];
    const id = found.find(each => !this._kernel.hasComm(each));
    if (id !== undefined) {
      this._adopt(this._kernel.createComm(COMM_TARGET, id));
    } else if (this._answers.size > 0) {
      this._open();
    } else {
      this._become('absent');
    }
  }

  private _open(): void {
    this._mayOpen = false;
    const comm = this._kernel.createComm(COMM_TARGET);
    this._listen(comm);
    comm.open(this._hello() as unknown as JSONObject);
  }

  private _adopt(comm: Kernel.IComm): void {
    this._listen(comm);
    this._send(this._hello());
  }

  private _listen(comm: Kernel.IComm): void {
    this._comm = comm;
    comm.onMsg = message => this._receive(comm, message);
    comm.onClose = () => {
      if (this._comm === comm) {
        this._comm = null;
        this._answers.clear();
        this._become('absent');
      }
    };
  }

  private _hello(): FrontendMessage {
    return {
      type: 'hello',
      frontend: this._frontEnd.name,
      settings: this._frontEnd.settings()
    };
  }

  private _receive(comm: Kernel.IComm, message: Jupyter.ICommMsgMsg): void {
    if (comm !== this._comm) {
      return;
    }
    const received = message.content.data as unknown as KernelMessage;
    switch (received.type) {
      case 'welcome':
        for (const id of this._answers.keys()) {
          this._send({ type: 'confirm', proposal_id: id });
        }
        return this._become('connected');
      case 'confirmed':
        return this._learn(
          received.proposal_id,
          received.live ? received.panel : null
        );
      case 'updated':
        return this._learn(received.proposal_id, received.panel);
      case 'cells?':
        return this._tellCells(received.proposal_id, received.cell_id);
    }
  }

  private _learn(proposalId: string, panel: Panel | null): void {
    this._answers.set(
      proposalId,
      panel === null ? { state: 'gone' } : { state: 'live', panel }
    );
    this._changed.emit();
  }

  /** Silent when the cell is in no notebook here: another front end of the same kernel will know it. */
  private _tellCells(proposalId: string, cellId: string): void {
    const cells = this._frontEnd.cells(cellId);
    if (cells !== null) {
      this._send({ type: 'cells', proposal_id: proposalId, cells });
    }
  }

  private _send(message: FrontendMessage): void {
    if (this._comm !== null && !this._comm.isDisposed) {
      this._comm.send(message as unknown as JSONObject);
    }
  }

  private _become(state: LinkState): void {
    this._state = state;
    this._changed.emit();
  }

  private readonly _onOpened = (comm: Kernel.IComm): void => {
    this._answers.clear();
    this._adopt(comm);
  };

  private _onConnection(
    _: Kernel.IKernelConnection,
    status: Kernel.ConnectionStatus
  ): void {
    if (status === 'connected' && this._comm === null) {
      void this._find();
    }
  }

  /** A restarted kernel has forgotten comm and proposals. */
  private _onStatus(_: Kernel.IKernelConnection, status: Kernel.Status): void {
    if (status === 'restarting' || status === 'autorestarting') {
      this._comm = null;
      this._mayOpen = false;
      this._answers.clear();
      this._become('connecting');
    } else if (status === 'dead') {
      this._comm = null;
      this._answers.clear();
      this._become('absent');
    }
  }

  private readonly _kernel: Kernel.IKernelConnection;
  private readonly _frontEnd: FrontEnd;
  private readonly _answers = new Map<string, Answer>();
  private readonly _changed = new Signal<this, void>(this);
  private _comm: Kernel.IComm | null = null;
  private _state: LinkState = 'connecting';
  /**
   * Whether to open a comm when a panel asks: after a search found none, and only once, because a kernel that closed it
   * has no Quick Fix until it opens one itself.
   */
  private _mayOpen = false;
  private _isDisposed = false;
}
