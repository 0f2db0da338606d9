import { beforeEach, describe, expect, it, vi } from 'vitest';

import widget from '../src/widget';
import type { Confirm, Decided, Panel } from '../src/messages';
import { panel } from './panels';

let shown: Panel;
let listeners: Map<string, (message?: unknown) => void>;
let el: HTMLElement;
/** What the kernel says when it is asked whether the proposal is live; null: nothing. */
let answer: boolean | null;
const decided = vi.fn();

const happens = (event: string, message?: unknown) =>
  listeners.get(event)?.(message);

const model = {
  get: () => shown,
  on: (event: string, listener: () => void) => listeners.set(event, listener),
  off: (event: string) => listeners.delete(event),
  send: (message: Confirm | Decided) => {
    if (message.type === 'decision') {
      decided(message);
    } else if (answer !== null) {
      happens('msg:custom', { type: 'confirmed', live: answer });
    }
  }
};

beforeEach(() => {
  shown = panel();
  listeners = new Map();
  answer = true;
  decided.mockClear();
  el = document.createElement('div');
  document.body.replaceChildren(el);
});

const press = (act: string) => {
  el.querySelector<HTMLButtonElement>(`[data-act="${act}"]`)?.click();
};

describe('the widget', () => {
  it('shows the panel, and a better one when the kernel sends it', () => {
    widget.render({ model, el });
    expect(el.textContent).toContain('numpy has no linspce');
    shown = panel({ title: 'improved' });
    happens('change:panel');
    expect(el.textContent).toContain('improved');
  });

  it('copies and tells the kernel', async () => {
    widget.render({ model, el });
    press('copy');
    await vi.waitFor(() => {
      expect(decided).toHaveBeenCalledWith({
        type: 'decision',
        proposal_id: 'proposal',
        candidate_id: 'first',
        kind: 'copy',
        code: null,
        host: 'widget'
      });
    });
    expect(await navigator.clipboard.readText()).toBe(
      panel().candidates[0].code
    );
  });

  it('copies the command for a new cell', async () => {
    widget.render({ model, el });
    press('next');
    press('copy-command');
    await vi.waitFor(async () => {
      expect(await navigator.clipboard.readText()).toBe('%fix accept 2');
    });
  });

  it('rejects', () => {
    widget.render({ model, el });
    press('reject');
    expect(decided).toHaveBeenCalledWith(
      expect.objectContaining({ kind: 'reject', candidate_id: 'first' })
    );
  });

  it.each([null, false])('is inert while the kernel answers %s', said => {
    answer = said;
    widget.render({ model, el });
    press('reject');
    expect(decided).not.toHaveBeenCalled();
  });

  it('is inert once its kernel is gone', () => {
    widget.render({ model, el });
    happens('comm_live_update');
    expect(el.querySelector('[data-act="copy"]')).toBeNull();
    expect(el.textContent).toContain('numpy has no linspce');
  });

  it('shows nothing of what is no panel', () => {
    shown = { version: 99 } as Panel;
    widget.render({ model, el });
    expect(el.querySelector('button')).toBeNull();
  });

  it('stops listening when it is taken away', () => {
    const stop = widget.render({ model, el });
    stop();
    expect(listeners.size).toBe(0);
  });
});
