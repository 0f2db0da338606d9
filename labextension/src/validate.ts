/** Read a panel that comes from outside: a notebook file can hold anything under our MIME type. */

import { VERSION, type Panel } from './messages';

type Shape = (value: unknown) => boolean;

const text: Shape = value => typeof value === 'string';
const number: Shape = value => Number.isFinite(value);
const flag: Shape = value => typeof value === 'boolean';
const maybe =
  (shape: Shape): Shape =>
  value =>
    value === null || shape(value);
const optional =
  (shape: Shape): Shape =>
  value =>
    value === undefined || shape(value);
const list =
  (shape: Shape): Shape =>
  value =>
    Array.isArray(value) && value.every(shape);
const one =
  (...allowed: string[]): Shape =>
  value =>
    typeof value === 'string' && allowed.includes(value);
const record =
  (fields: { [name: string]: Shape }): Shape =>
  value =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(fields).every(([name, shape]) =>
      shape((value as { [name: string]: unknown })[name])
    );

const line = record({
  kind: one('keep', 'remove', 'add'),
  text,
  marks: list(list(number))
});
const candidate = record({
  id: text,
  code: text,
  rationale: text,
  source: text,
  safety: one('safe', 'changes_results', 'installs', 'deletes'),
  safety_label: text,
  score: number,
  proved: flag,
  actions: list(
    record({
      kind: one('run_cell', 'install'),
      target: text,
      label: text,
      detail: optional(text),
      warning: optional(text)
    })
  ),
  checks: list(
    record({
      name: one('parses', 'resolves', 'explains', 'trial'),
      verdict: one('passed', 'failed', 'unknown'),
      detail: text
    })
  ),
  hunks: list(record({ start: number, lines: list(line) }))
});
const panel = record({
  version: value => value === VERSION,
  proposal_id: text,
  cell_id: maybe(text),
  language: one('python', 'sql', 'other'),
  title: text,
  error_type: text,
  code: text,
  quiet: flag,
  accept_runs: flag,
  settled: flag,
  candidates: list(candidate)
});

/** Whether `value` is a panel of the version that this front end reads. */
export function isPanel(value: unknown): value is Panel {
  return panel(value);
}
