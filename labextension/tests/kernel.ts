/** A kernel connection as far as a link needs it: comms, their messages, and status changes, all by hand. */

import type { Kernel } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';

import type { FrontendMessage, KernelMessage } from '../src/messages';

export class FakeComm {
  readonly sent: FrontendMessage[] = [];
  opened: FrontendMessage | null = null;
  isDisposed = false;
  onMsg: (message: unknown) => void = () => undefined;
  onClose: () => void = () => undefined;

  constructor(readonly commId: string) {}

  open(message: FrontendMessage): void {
    this.opened = message;
  }

  send(message: FrontendMessage): void {
    this.sent.push(message);
  }

  /** The kernel says something. */
  say(data: KernelMessage): void {
    this.onMsg({ content: { data } });
  }
}

export class FakeKernel {
  readonly id = 'kernel';
  readonly handleComms = true;
  isDisposed = false;
  connectionStatus: Kernel.ConnectionStatus = 'connected';
  /** Ids of the comms that the kernel has open for our target. */
  open: string[] = [];
  readonly comms: FakeComm[] = [];
  readonly connectionStatusChanged = new Signal<this, Kernel.ConnectionStatus>(
    this
  );
  readonly statusChanged = new Signal<this, Kernel.Status>(this);
  readonly disposed = new Signal<this, void>(this);
  target: ((comm: FakeComm) => void) | null = null;

  registerCommTarget(_: string, target: (comm: FakeComm) => void): void {
    this.target = target;
  }

  removeCommTarget(): void {
    this.target = null;
  }

  requestCommInfo(): Promise<unknown> {
    const comms = Object.fromEntries(this.open.map(id => [id, {}]));
    return Promise.resolve({ content: { status: 'ok', comms } });
  }

  hasComm(id: string): boolean {
    return this.comms.some(comm => comm.commId === id);
  }

  createComm(_: string, id = `ours-${this.comms.length}`): FakeComm {
    const comm = new FakeComm(id);
    this.comms.push(comm);
    return comm;
  }

  /** The kernel opens a comm, as it does when Quick Fix is loaded. */
  opens(): FakeComm {
    const comm = this.createComm('', `theirs-${this.comms.length}`);
    this.target?.(comm);
    return comm;
  }

  /** The connection as JupyterLab types it. */
  get connection(): Kernel.IKernelConnection {
    return this as unknown as Kernel.IKernelConnection;
  }
}
