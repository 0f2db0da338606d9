import { Signal } from '@lumino/signaling';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import type { PanelAction } from '../src/messages';
import type { Place } from '../src/notebook/place';
import { obstacle, runSteps } from '../src/notebook/run';

const { runCells } = vi.hoisted(() => ({
  runCells: vi.fn<(_: unknown, cells: { id: string }[]) => Promise<boolean>>()
}));

vi.mock('@jupyterlab/notebook', () => ({ NotebookActions: { runCells } }));

interface FakeCell {
  id: string;
  isDisposed: boolean;
  node: HTMLElement;
  model: { sharedModel: { getId(): string } };
}

function fakeCell(id: string): FakeCell {
  return {
    id,
    isDisposed: false,
    node: document.createElement('div'),
    model: { sharedModel: { getId: () => id } }
  };
}

const owner = {};
let statusChanged: Signal<object, string>;
let widgets: FakeCell[];
let place: Place;
let said: string[];
let failed: string[];
const progress = {
  say: (message: string) => said.push(message),
  failed: (message: string) => failed.push(message)
};
const step = (target: string, number: number): PanelAction => ({
  kind: 'run_cell',
  target,
  label: `Run cell ${number}`
});
const ran = () => runCells.mock.calls.map(([, cells]) => cells[0].id);

beforeEach(() => {
  statusChanged = new Signal(owner);
  widgets = [fakeCell('a'), fakeCell('b'), fakeCell('self')];
  place = {
    notebook: {
      content: { widgets },
      sessionContext: { statusChanged }
    },
    cell: widgets[2]
  } as unknown as Place;
  said = [];
  failed = [];
  runCells.mockReset().mockResolvedValue(true);
});

describe('steps', () => {
  it('are taken in order, and the cell itself last', async () => {
    await runSteps(place, [step('a', 1), step('b', 2)], true, progress);
    expect(ran()).toEqual(['a', 'b', 'self']);
    expect(said).toEqual(['Run cell 1 (1 of 2)…', 'Run cell 2 (2 of 2)…']);
    expect(failed).toEqual([]);
  });

  it('wait for one another', async () => {
    let end: (ok: boolean) => void = () => undefined;
    runCells.mockReturnValueOnce(new Promise(resolve => (end = resolve)));
    const all = runSteps(place, [step('a', 1), step('b', 2)], true, progress);
    await Promise.resolve();
    expect(ran()).toEqual(['a']);
    end(true);
    await all;
    expect(ran()).toEqual(['a', 'b', 'self']);
  });

  it('are all there is where the cell is not to be run', async () => {
    await runSteps(place, [step('a', 1)], false, progress);
    expect(ran()).toEqual(['a']);
    expect(said.at(-1)).toBe('Done. Run this cell again.');
  });

  it('end at the first that fails', async () => {
    runCells.mockResolvedValueOnce(false);
    await runSteps(place, [step('a', 1), step('b', 2)], true, progress);
    expect(ran()).toEqual(['a']);
    expect(failed).toEqual(['“Run cell 1” failed. The rest was not run.']);
  });

  it('end when the request is cancelled', async () => {
    runCells.mockRejectedValueOnce(new Error('Canceled'));
    await runSteps(place, [step('a', 1)], true, progress);
    expect(ran()).toEqual(['a']);
    expect(failed).toHaveLength(1);
  });

  it('end when the kernel is restarted meanwhile', async () => {
    runCells.mockImplementationOnce(() => {
      statusChanged.emit('restarting');
      return Promise.resolve(true);
    });
    await runSteps(place, [step('a', 1), step('b', 2)], true, progress);
    expect(ran()).toEqual(['a']);
    expect(failed).toEqual(['The kernel was restarted. The rest was not run.']);
  });

  it('end where a cell is gone by the time of its turn', async () => {
    runCells.mockImplementationOnce(() => {
      widgets.splice(1, 1);
      return Promise.resolve(true);
    });
    await runSteps(place, [step('a', 1), step('b', 2)], true, progress);
    expect(ran()).toEqual(['a']);
    expect(failed[0]).toContain('no longer in this notebook');
  });

  it('are not begun where a cell is gone already', () => {
    expect(obstacle(place, [step('a', 1), step('b', 2)])).toBe('');
    expect(obstacle(place, [step('a', 1), step('x', 2)])).toContain(
      'no longer in this notebook'
    );
  });
});
