import { beforeEach, describe, expect, it, vi } from 'vitest';

import { KernelLink } from '../src/kernel/link';
import { FakeKernel, type FakeComm } from './kernel';
import { panel } from './panels';

const CELLS = [{ id: 'cell', number: 2, source: 'x', execution_count: null }];

let kernel: FakeKernel;
let changes: number;

beforeEach(() => {
  kernel = new FakeKernel();
  changes = 0;
});

async function linked(): Promise<KernelLink> {
  const link = new KernelLink(kernel.connection, {
    name: 'jupyterlab',
    settings: () => ({ threshold: 0.7 }),
    cells: cellId => (cellId === 'cell' ? CELLS : null)
  });
  link.changed.connect(() => {
    changes++;
  });
  await Promise.resolve().then(() => undefined);
  await Promise.resolve();
  return link;
}

function welcome(comm: FakeComm): void {
  comm.say({ type: 'welcome', version: '1', enabled: true });
}

const hello = {
  type: 'hello',
  frontend: 'jupyterlab',
  settings: { threshold: 0.7 }
};

describe('finding the kernel', () => {
  it('takes the comm that the kernel opens', async () => {
    const link = await linked();
    expect(link.state).toBe('absent');
    const comm = kernel.opens();
    expect(comm.sent).toEqual([hello]);
    welcome(comm);
    expect(link.state).toBe('connected');
  });

  it('adopts a comm that was opened before the page was loaded', async () => {
    kernel.open = ['earlier'];
    await linked();
    expect(kernel.comms.map(comm => comm.commId)).toEqual(['earlier']);
    expect(kernel.comms[0].sent).toEqual([hello]);
    expect(kernel.comms[0].opened).toBeNull();
  });

  it('opens one when a panel asks and there is none', async () => {
    const link = await linked();
    expect(kernel.comms).toEqual([]);
    expect(link.answer('proposal')).toEqual({ state: 'asked' });
    const [comm] = kernel.comms;
    expect(comm.opened).toEqual(hello);
    welcome(comm);
    expect(comm.sent).toEqual([{ type: 'confirm', proposal_id: 'proposal' }]);
  });

  it('is absent when a kernel without Quick Fix closes the comm', async () => {
    const link = await linked();
    link.answer('proposal');
    kernel.comms[0].onClose();
    expect(link.state).toBe('absent');
  });

  it('does not ask again and again', async () => {
    const link = await linked();
    link.answer('proposal');
    kernel.comms[0].onClose();
    link.answer('proposal');
    expect(kernel.comms).toHaveLength(1);
  });

  it('waits for the connection', async () => {
    kernel.connectionStatus = 'connecting';
    kernel.open = ['earlier'];
    const link = await linked();
    expect(link.state).toBe('connecting');
    kernel.connectionStatusChanged.emit('connected');
    await vi.waitFor(() => {
      expect(kernel.comms).toHaveLength(1);
    });
  });
});

describe('proposals', () => {
  it('are live with the kernel’s own copy', async () => {
    const link = await linked();
    const comm = kernel.opens();
    welcome(comm);
    link.answer('proposal');
    expect(comm.sent.at(-1)).toEqual({
      type: 'confirm',
      proposal_id: 'proposal'
    });
    const own = panel({ title: 'the kernel’s' });
    comm.say({
      type: 'confirmed',
      proposal_id: 'proposal',
      live: true,
      panel: own
    });
    expect(link.answer('proposal')).toEqual({ state: 'live', panel: own });
    const better = panel({ title: 'better' });
    comm.say({ type: 'updated', proposal_id: 'proposal', panel: better });
    expect(link.answer('proposal')).toEqual({ state: 'live', panel: better });
    expect(changes).toBeGreaterThan(2);
  });

  it('are gone when the kernel does not know them', async () => {
    const link = await linked();
    const comm = kernel.opens();
    welcome(comm);
    link.answer('old');
    comm.say({
      type: 'confirmed',
      proposal_id: 'old',
      live: false,
      panel: null
    });
    expect(link.answer('old')).toEqual({ state: 'gone' });
  });

  it('are forgotten by a restart, and its late messages are not heard', async () => {
    const link = await linked();
    const comm = kernel.opens();
    welcome(comm);
    comm.say({ type: 'updated', proposal_id: 'proposal', panel: panel() });
    kernel.statusChanged.emit('restarting');
    expect(link.state).toBe('connecting');
    comm.say({ type: 'updated', proposal_id: 'proposal', panel: panel() });
    expect(link.answer('proposal')).toEqual({ state: 'asked' });
    const again = kernel.opens();
    welcome(again);
    expect(again.sent).toEqual([hello]);
    expect(link.state).toBe('connected');
  });

  it('are asked for again when Quick Fix is loaded anew', async () => {
    const link = await linked();
    welcome(kernel.opens());
    link.answer('proposal');
    const second = kernel.opens();
    welcome(second);
    expect(link.answer('proposal')).toEqual({ state: 'asked' });
    expect(second.sent.at(-1)).toEqual({
      type: 'confirm',
      proposal_id: 'proposal'
    });
  });
});

describe('what goes to the kernel', () => {
  it('is the cells of the notebook that holds the cell', async () => {
    await linked();
    const comm = kernel.opens();
    comm.say({ type: 'cells?', proposal_id: 'proposal', cell_id: 'cell' });
    expect(comm.sent.at(-1)).toEqual({
      type: 'cells',
      proposal_id: 'proposal',
      cells: CELLS
    });
  });

  it('is silence where no notebook holds it', async () => {
    await linked();
    const comm = kernel.opens();
    comm.say({ type: 'cells?', proposal_id: 'proposal', cell_id: 'elsewhere' });
    expect(comm.sent).toEqual([hello]);
  });

  it('is each decision, and the settings when they change', async () => {
    const link = await linked();
    const comm = kernel.opens();
    link.decide({
      proposal_id: 'proposal',
      candidate_id: 'first',
      kind: 'accept',
      code: 'x'
    });
    link.sendSettings();
    expect(comm.sent.slice(1)).toEqual([
      {
        type: 'decision',
        proposal_id: 'proposal',
        candidate_id: 'first',
        kind: 'accept',
        code: 'x',
        host: 'jupyterlab'
      },
      { type: 'settings', settings: { threshold: 0.7 } }
    ]);
  });

  it('is nothing once disposed', async () => {
    const link = await linked();
    const comm = kernel.opens();
    link.dispose();
    link.sendSettings();
    expect(comm.sent).toEqual([hello]);
    expect(kernel.target).toBeNull();
  });
});
