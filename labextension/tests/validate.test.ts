import { describe, expect, it } from 'vitest';

import { isPanel } from '../src/validate';
import { candidate, panel } from './panels';

describe('isPanel', () => {
  it('takes what the kernel sends', () => {
    expect(isPanel(panel())).toBe(true);
    expect(isPanel(panel({ cell_id: null, candidates: [] }))).toBe(true);
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'panel'],
    ['a list', []],
    ['another version', { ...panel(), version: 2 }],
    ['no candidates', { ...panel(), candidates: undefined }],
    ['a candidate without code', { ...panel(), candidates: [{ id: 'x' }] }],
    [
      'an unknown safety',
      { ...panel(), candidates: [{ ...candidate(), safety: 'harmless' }] }
    ],
    [
      'an unknown action',
      {
        ...panel(),
        candidates: [
          {
            ...candidate(),
            actions: [{ kind: 'shell', target: 'x', label: 'x' }]
          }
        ]
      }
    ],
    [
      'marks that are no columns',
      {
        ...panel(),
        candidates: [
          {
            ...candidate(),
            hunks: [
              { start: 0, lines: [{ kind: 'add', text: '', marks: [['a']] }] }
            ]
          }
        ]
      }
    ]
  ])('refuses %s', (_, value) => {
    expect(isPanel(value)).toBe(false);
  });
});
