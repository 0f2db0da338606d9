import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { PanelView } from '../src/components/panel';
import type { PanelCheck } from '../src/messages';
import { NotingHost, candidate, panel } from './panels';

let host: NotingHost;
let view: PanelView;

beforeEach(() => {
  host = new NotingHost();
  view = new PanelView(host);
  document.body.append(view.node);
});

afterEach(() => {
  view.dispose();
  document.body.replaceChildren();
});

const labels = () =>
  [
    ...view.node.querySelectorAll<HTMLButtonElement>(
      '.jp-QuickFix-actions button'
    )
  ].map(each => each.textContent);
const button = (act: string) =>
  view.node.querySelector<HTMLButtonElement>(`[data-act="${act}"]`)!;
const status = () =>
  view.node.querySelector('[role="status"]')?.textContent ?? '';
const text = () => view.node.textContent;

function press(key: string, target: Element = view.node, more = {}) {
  const event = new KeyboardEvent('keydown', {
    key,
    bubbles: true,
    cancelable: true,
    ...more
  });
  target.dispatchEvent(event);
  return event;
}

describe('a live panel', () => {
  beforeEach(() => {
    view.show(panel(), 'live');
  });

  it('shows the error, the reason, the diff, the checks and the switch', () => {
    expect(text()).toContain('numpy has no linspce');
    expect(text()).toContain('numpy calls it linspace.');
    expect(text()).toContain('Added: np.linspace(0, 1)');
    expect(text()).toContain('✓ well formed');
    expect(text()).toContain('1/2');
    expect(view.node.getAttribute('aria-label')).toBe(
      'Quick Fix: numpy has no linspce'
    );
  });

  it('offers to accept first', () => {
    expect(labels()).toEqual([
      'Accept',
      'Accept & Run',
      'Edit',
      'Preview',
      'Reject'
    ]);
    expect(view.offers('accept')).toBe(true);
    expect(view.offers('copy')).toBe(false);
  });

  it('accepts, and undoes', () => {
    button('accept').click();
    expect(host.accept).toHaveBeenCalledWith(
      expect.anything(),
      false,
      expect.anything()
    );
    expect(view.node.dataset.stage).toBe('applied');
    expect(view.offers('accept')).toBe(false);
    button('back').click();
    expect(host.undo).toHaveBeenCalledOnce();
    expect(view.node.dataset.stage).toBe('open');
  });

  it('accepts and runs only when asked to', () => {
    button('accept-and-run').click();
    expect(host.accept).toHaveBeenCalledWith(
      expect.anything(),
      true,
      expect.anything()
    );
  });

  it('stays open and says why when the fix does not fit', () => {
    host.accept.mockReturnValueOnce({ done: false, message: 'no longer fits' });
    button('accept').click();
    expect(view.node.dataset.stage).toBe('open');
    expect(status()).toBe('no longer fits');
  });

  it('acts on the candidate that is shown', () => {
    button('next').click();
    expect(text()).toContain('Or logspace.');
    expect(status()).toBe('Suggestion 2 of 2: Or logspace.');
    button('accept').click();
    expect(host.accept.mock.calls[0][0].candidate.id).toBe('second');
  });

  it('rejects, loses nothing, and comes back', () => {
    button('reject').click();
    expect(host.reject).toHaveBeenCalledOnce();
    expect(labels()).toEqual([]);
    button('back').click();
    expect(labels()).toContain('Accept');
  });

  it('keeps the candidate that is shown when the proposal is improved', () => {
    button('next').click();
    const better = panel({
      candidates: [candidate({ id: 'new' }), ...panel().candidates]
    });
    view.show(better, 'live');
    expect(text()).toContain('3/3');
    expect(text()).toContain('Or logspace.');
  });

  it('does not change under the eye of who points at it', () => {
    button('accept').focus();
    const better = panel({
      candidates: [candidate({ id: 'new' }), ...panel().candidates]
    });
    view.show(better, 'live');
    expect(text()).toContain('2/3');
    expect(text()).toContain('numpy calls it linspace.');
  });

  it('starts again with another proposal', () => {
    button('reject').click();
    view.show(panel({ proposal_id: 'other' }), 'live');
    expect(view.node.dataset.stage).toBe('open');
  });

  it('keeps the focus where it was', () => {
    button('next').focus();
    button('next').click();
    expect(document.activeElement).toBe(button('next'));
    button('reject').focus();
    button('reject').click();
    expect(document.activeElement).toBe(view.node);
  });

  it('follows the cell: undone by the notebook, and accepted in another view', () => {
    button('accept').click();
    host.text = panel().code;
    view.cellChanged();
    expect(view.node.dataset.stage).toBe('open');
    host.text = panel().candidates[1].code;
    view.cellChanged();
    expect(view.node.dataset.stage).toBe('applied');
    host.text = 'something else';
    view.cellChanged();
    expect(view.node.dataset.stage).toBe('applied');
  });

  it('previews, switches the preview along, and ends it', () => {
    button('preview').click();
    expect(host.preview).toHaveBeenCalledOnce();
    expect(button('preview').getAttribute('aria-pressed')).toBe('true');
    view.go(1);
    expect(host.preview.mock.calls[1][0].candidate.id).toBe('second');
    button('preview').click();
    expect(host.endPreview).toHaveBeenCalledOnce();
    expect(button('preview').getAttribute('aria-pressed')).toBe('false');
  });

  it('accepts from the preview, and notices when the preview ends by itself', () => {
    button('preview').click();
    host.preview.mock.calls[0][1].ended();
    expect(button('preview').getAttribute('aria-pressed')).toBe('false');
    button('preview').click();
    host.preview.mock.calls[1][1].accept();
    expect(host.accept).toHaveBeenCalledWith(
      expect.anything(),
      false,
      expect.anything()
    );
    expect(host.endPreview).toHaveBeenCalledOnce();
  });
});

describe('what comes first', () => {
  it('is running where the user set it so', () => {
    view.show(panel({ accept_runs: true }), 'live');
    expect(labels().slice(0, 2)).toEqual(['Accept & Run', 'Accept']);
  });

  it.each(['installs', 'deletes', 'changes_results'] as const)(
    'is never running for a candidate that %s',
    safety => {
      const unsafe = candidate({ safety, safety_label: 'careful' });
      view.show(panel({ accept_runs: true, candidates: [unsafe] }), 'live');
      expect(labels()[0]).toBe('Accept');
      expect(text()).toContain('careful');
    }
  );

  it('is running where running is the repair', () => {
    const steps = candidate({
      code: panel().code,
      hunks: [],
      actions: [{ kind: 'run_cell', target: 'x', label: 'Run cell 1 first' }]
    });
    view.show(panel({ candidates: [steps] }), 'live');
    expect(labels()).toEqual(['Accept & Run', 'Accept', 'Reject']);
    expect(text()).toContain('Run cell 1 first');
    button('accept').click();
    expect(view.node.querySelector('[data-act="back"]')).toBeNull();
  });
});

describe('steps', () => {
  const steps = candidate({
    code: panel().code,
    hunks: [],
    safety: 'changes_results',
    safety_label: 'writes files',
    actions: [
      {
        kind: 'run_cell',
        target: 'load',
        label: 'Run cell 1',
        detail: 'sales = load()'
      },
      {
        kind: 'run_cell',
        target: 'save',
        label: 'Run cell 3',
        detail: 'sales.to_csv("out.csv")',
        warning: 'writes files'
      }
    ]
  });

  beforeEach(() => {
    view.show(panel({ candidates: [steps] }), 'live');
  });

  it('name the cells, and what they do besides', () => {
    const items = [...view.node.querySelectorAll('.jp-QuickFix-steps li')];
    expect(items.map(item => item.textContent)).toEqual([
      'Run cell 1 sales = load()',
      'Run cell 3 sales.to_csv("out.csv") ⚠ Caution: writes files'
    ]);
    expect(labels()[0]).toBe('Accept');
  });

  it('lead to their cells', () => {
    view.node.querySelector<HTMLButtonElement>('[data-jump="save"]')!.click();
    expect(host.jump).toHaveBeenCalledWith('save');
    expect(host.accept).not.toHaveBeenCalled();
  });

  it('tell how far they are, and open the panel again when one fails', () => {
    button('accept-and-run').click();
    const progress = host.accept.mock.calls[0][2];
    progress.say('Run cell 1 (1 of 2)…');
    expect(status()).toBe('Run cell 1 (1 of 2)…');
    expect(view.offers('accept-and-run')).toBe(false);
    progress.failed('“Run cell 1” failed. The rest was not run.');
    expect(status()).toContain('failed');
    expect(view.offers('accept-and-run')).toBe(true);
  });
});

describe('an inert panel', () => {
  it.each(['connecting', 'gone', 'absent'] as const)(
    'is one line while %s, and its buttons do nothing',
    liveness => {
      view.show(panel(), liveness);
      expect(labels()).toEqual([]);
      button('toggle').click();
      expect(button('accept').disabled).toBe(true);
      void view.perform('accept');
      press('Enter');
      expect(host.accept).not.toHaveBeenCalled();
    }
  );

  it('waits for the kernel, and says so when that takes long', () => {
    vi.useFakeTimers();
    view.show(panel(), 'waiting');
    expect(button('accept').disabled).toBe(true);
    expect(status()).toBe('');
    vi.advanceTimersByTime(2000);
    expect(status()).toBe('Waiting for the kernel…');
    view.show(panel(), 'live');
    expect(status()).toBe('');
    expect(button('accept').disabled).toBe(false);
    vi.useRealTimers();
  });

  it('only copies where there is no cell', async () => {
    view.show(panel(), 'detached');
    expect(labels()).toEqual(['Copy']);
    button('copy').click();
    await vi.waitFor(() => {
      expect(status()).toBe('Copied');
    });
  });
});

describe('a quiet panel', () => {
  it('is one line that opens on demand', () => {
    view.show(panel({ quiet: true }), 'live');
    expect(text()).toContain('Possible fix');
    expect(labels()).toEqual([]);
    expect(button('toggle').getAttribute('aria-expanded')).toBe('false');
    button('toggle').click();
    expect(labels()).toContain('Accept');
    expect(button('toggle').getAttribute('aria-expanded')).toBe('true');
  });

  it('opens by Enter without accepting', () => {
    view.show(panel({ quiet: true }), 'live');
    view.node.focus();
    press('Enter');
    expect(labels()).toContain('Accept');
    expect(host.accept).not.toHaveBeenCalled();
  });
});

describe('keys', () => {
  beforeEach(() => {
    view.show(panel(), 'live');
    view.node.focus();
  });

  it('switch, accept, run, edit, preview and close', () => {
    press('ArrowRight');
    expect(text()).toContain('2/2');
    press('ArrowLeft');
    expect(text()).toContain('1/2');
    press('d');
    expect(host.preview).toHaveBeenCalledOnce();
    press('Escape');
    expect(host.endPreview).toHaveBeenCalledOnce();
    expect(host.dismiss).not.toHaveBeenCalled();
    press('Escape');
    expect(host.dismiss).toHaveBeenCalledOnce();
    button('back').click();
    view.node.focus();
    press('e');
    expect(host.edit).toHaveBeenCalledOnce();
  });

  it('Enter takes the first choice, Shift+Enter runs', () => {
    press('Enter');
    expect(host.accept).toHaveBeenLastCalledWith(
      expect.anything(),
      false,
      expect.anything()
    );
    button('back').click();
    view.node.focus();
    press('Enter', view.node, { shiftKey: true });
    expect(host.accept).toHaveBeenLastCalledWith(
      expect.anything(),
      true,
      expect.anything()
    );
  });

  it('are kept from the notebook, which would take them for itself', () => {
    const seen = vi.fn();
    document.addEventListener('keydown', seen, true);
    press('d');
    press('Enter', button('reject'));
    expect(seen).not.toHaveBeenCalled();
    press('s', view.node, { ctrlKey: true });
    press('x');
    expect(seen).toHaveBeenCalledTimes(2);
    document.removeEventListener('keydown', seen, true);
  });

  it('leave a button its own Enter', () => {
    button('reject').focus();
    expect(press('Enter', button('reject')).defaultPrevented).toBe(false);
    expect(host.accept).not.toHaveBeenCalled();
  });

  it('work only while the focus is inside', () => {
    view.node.blur();
    press('Enter', document.body);
    expect(host.accept).not.toHaveBeenCalled();
  });
});

describe('a panel in a widget', () => {
  it('copies the text or the command', async () => {
    host.canReplaceCell = false;
    view.show(panel(), 'live');
    expect(labels()).toEqual(['Copy', 'Copy %fix accept', 'Reject']);
    view.go(1);
    await view.perform('copy-command');
    expect(host.copy.mock.calls[0][1]).toBe('%fix accept 2');
    expect(status()).toContain('%fix accept 2');
    await view.perform('copy');
    expect(host.copy.mock.calls[1][1]).toBe(panel().candidates[1].code);
  });
});

describe('checks', () => {
  it('say what was found, and are silent where nothing was', () => {
    const checks = [
      { name: 'parses', verdict: 'failed', detail: 'No.' },
      { name: 'resolves', verdict: 'unknown', detail: '' },
      { name: 'trial', verdict: 'passed', detail: 'It ran.' }
    ] satisfies PanelCheck[];
    view.show(panel({ candidates: [candidate({ checks })] }), 'live');
    const items = [...view.node.querySelectorAll('.jp-QuickFix-check')];
    expect(items.map(item => item.textContent)).toEqual([
      '✗ not well formed: No.',
      '✓ proved: it ran on a copy: It ran.'
    ]);
    expect(items[1].getAttribute('title')).toBe('It ran.');
  });

  it('say that a trial runs, until it ends or the kernel is gone', () => {
    const pending = () => text().includes('trying it out…');
    view.show(panel({ settled: false }), 'live');
    expect(pending()).toBe(true);
    const checks = [
      { name: 'trial', verdict: 'unknown', detail: 'It took too long.' }
    ] satisfies PanelCheck[];
    view.show(
      panel({ settled: false, candidates: [candidate({ checks })] }),
      'live'
    );
    expect(pending()).toBe(false);
    view.show(panel({ settled: false }), 'gone');
    expect(pending()).toBe(false);
    view.show(panel(), 'live');
    expect(pending()).toBe(false);
  });
});
