// Generated from jupyter_quickfix/present/messages.py by scripts/generate_types.py: do not edit.

export const MIME_TYPE = 'application/vnd.jupyter-quickfix.proposal+json';

export const COMM_TARGET = 'jupyter_quickfix';

export const VERSION = 1;

/** One line of a hunk: kept, removed or added. `marks` are [from, to) column pairs of the words that changed. */
export interface DiffLine {
  kind: 'keep' | 'remove' | 'add';
  text: string;
  marks: number[][];
}

/** A run of changed lines with up to three kept lines around. `start`: index from 0 of its first old line. */
export interface DiffHunk {
  start: number;
  lines: DiffLine[];
}

/** What is done before the cell is run again. `detail`: a cell's first line; `warning`: what it does besides. */
export interface PanelAction {
  kind: 'run_cell' | 'install';
  target: string;
  label: string;
  detail?: string;
  warning?: string;
}

/** A check's mark and its tooltip. */
export interface PanelCheck {
  name: 'parses' | 'resolves' | 'explains' | 'trial';
  verdict: 'passed' | 'failed' | 'unknown';
  detail: string;
}

/** One candidate as the panel shows it. `safety_label` is empty when it is safe. */
export interface PanelCandidate {
  id: string;
  code: string;
  rationale: string;
  source: string;
  safety: 'safe' | 'changes_results' | 'installs' | 'deletes';
  safety_label: string;
  score: number;
  proved: boolean;
  actions: PanelAction[];
  checks: PanelCheck[];
  hunks: DiffHunk[];
}

/** A proposal as the panel shows it. `quiet`: one line that opens on demand. `code`: the text of the cell that failed. */
export interface Panel {
  version: number;
  proposal_id: string;
  cell_id: string | null;
  language: 'python' | 'sql' | 'other';
  title: string;
  error_type: string;
  code: string;
  quiet: boolean;
  accept_runs: boolean;
  settled: boolean;
  candidates: PanelCandidate[];
}

/** What the user set on JupyterLab's settings page; what they left alone is left out, so that IPython's configuration holds. */
export interface FrontendSettings {
  enabled?: boolean;
  auto_show?: boolean;
  threshold?: number;
  accept_runs?: boolean;
  traces?: boolean;
}

/** One code cell as the front end knows it. `number` counts from 1 over all the notebook's cells. */
export interface NotebookCell {
  id: string;
  number: number;
  source: string;
  execution_count: number | null;
}

/** Front end → kernel, first: who it is and how it is set. */
export interface Hello {
  type: 'hello';
  frontend: string;
  settings: FrontendSettings;
}

/** Front end → kernel: is this proposal live? */
export interface Confirm {
  type: 'confirm';
  proposal_id: string;
}

/** Front end → kernel: the user changed the settings. */
export interface SetSettings {
  type: 'settings';
  settings: FrontendSettings;
}

/** Front end → kernel: the notebook's code cells, in order, in answer to `cells?`. */
export interface CellsAnswer {
  type: 'cells';
  proposal_id: string;
  cells: NotebookCell[];
}

/** Front end → kernel: what the user did. `code` is the cell's text afterwards. */
export interface Decided {
  type: 'decision';
  proposal_id: string;
  candidate_id: string | null;
  kind: 'accept' | 'accept_and_run' | 'reject' | 'dismiss' | 'edit' | 'copy';
  code: string | null;
  host?: string;
}

/** Kernel → front end, in answer to hello. */
export interface Welcome {
  type: 'welcome';
  version: string;
  enabled: boolean;
}

/** Kernel → front end: whether the proposal is live, and the kernel's own copy of it (never trust the document's). */
export interface Confirmed {
  type: 'confirmed';
  proposal_id: string;
  live: boolean;
  panel: Panel | null;
}

/** Kernel → front end: which cells does the notebook of this cell hold? */
export interface CellsQuestion {
  type: 'cells?';
  proposal_id: string;
  cell_id: string;
}

/** Kernel → front end: the proposal was improved. */
export interface Updated {
  type: 'updated';
  proposal_id: string;
  panel: Panel;
}

export type FrontendMessage =
  | Hello
  | Confirm
  | SetSettings
  | CellsAnswer
  | Decided;

export type KernelMessage = Welcome | Confirmed | CellsQuestion | Updated;
