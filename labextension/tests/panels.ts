/** Panels and hosts to test with. */

import { vi } from 'vitest';

import type { Host, Outcome } from '../src/host';
import type { DiffHunk, Panel, PanelCandidate } from '../src/messages';

export const HUNK: DiffHunk = {
  start: 0,
  lines: [
    { kind: 'keep', text: 'import numpy as np', marks: [] },
    { kind: 'remove', text: 'np.linspce(0, 1)', marks: [[3, 10]] },
    { kind: 'add', text: 'np.linspace(0, 1)', marks: [[3, 11]] }
  ]
};

export function candidate(changes: Partial<PanelCandidate> = {}) {
  return {
    id: 'first',
    code: 'import numpy as np\nnp.linspace(0, 1)',
    rationale: 'numpy calls it linspace.',
    source: 'misspelled_attribute',
    safety: 'safe',
    safety_label: '',
    score: 0.9,
    proved: false,
    actions: [],
    checks: [{ name: 'parses', verdict: 'passed', detail: 'It parses.' }],
    hunks: [HUNK],
    ...changes
  } satisfies PanelCandidate;
}

export function panel(changes: Partial<Panel> = {}): Panel {
  return {
    version: 1,
    proposal_id: 'proposal',
    cell_id: 'cell',
    language: 'python',
    title: 'numpy has no linspce',
    error_type: 'AttributeError',
    code: 'import numpy as np\nnp.linspce(0, 1)',
    quiet: false,
    accept_runs: false,
    settled: true,
    candidates: [
      candidate(),
      candidate({
        id: 'second',
        code: 'import numpy as np\nnp.logspace(0, 1)',
        rationale: 'Or logspace.'
      })
    ],
    ...changes
  };
}

const DONE: Outcome = { done: true, message: '' };

/** A host that notes what is asked of it; `text` is what the cell holds. */
export class NotingHost implements Host {
  canReplaceCell = true;
  canPreview = true;
  canPaste = true;
  canJump = true;
  text = panel().code;

  accept = vi.fn<Host['accept']>(({ candidate: { code } }) => {
    this.text = code;
    return DONE;
  });
  jump = vi.fn<Host['jump']>(() => DONE);
  undo = vi.fn<Host['undo']>(act => {
    this.text = act.panel.code;
    return DONE;
  });
  edit = vi.fn<Host['edit']>(() => DONE);
  reject = vi.fn<Host['reject']>();
  dismiss = vi.fn<Host['dismiss']>();
  copy = vi.fn<Host['copy']>(() =>
    Promise.resolve({ done: true, message: 'Copied' })
  );
  preview = vi.fn<Host['preview']>(() => DONE);
  endPreview = vi.fn<Host['endPreview']>();
  holds(code: string): boolean {
    return this.text === code;
  }
}
