/** What is known of a candidate: small marks with tooltips, and the safety label. */

import type { PanelCandidate, PanelCheck } from '../messages';
import { element, spoken } from './element';

const MARKS = { passed: '✓', failed: '✗' } as const;

/** Each finding in a few words, as in the kernel's other forms; the tooltip has the whole sentence. */
const FINDINGS: {
  [name in PanelCheck['name']]: { passed: string; failed: string };
} = {
  parses: { passed: 'well formed', failed: 'not well formed' },
  resolves: { passed: 'names resolve', failed: 'names do not resolve' },
  explains: {
    passed: 'accepted by the database',
    failed: 'refused by the database'
  },
  trial: {
    passed: 'proved: it ran on a copy',
    failed: 'failed on a copy'
  }
};

/**
 * The checks' marks, in the kernel's order, without those that could not tell; nothing where none is left. `trying`: more
 * may come, for trials run.
 */
export function renderChecks(
  checks: readonly PanelCheck[],
  trying: boolean
): HTMLElement[] {
  const items = checks.flatMap(({ name, verdict, detail }) =>
    verdict === 'unknown'
      ? []
      : [
          element(
            'li',
            {
              class: `jp-QuickFix-check jp-mod-${verdict}`,
              title: detail === '' ? undefined : detail,
              'data-check': name
            },
            element('span', { 'aria-hidden': 'true' }, MARKS[verdict]),
            ` ${FINDINGS[name][verdict]}`,
            ...(detail === '' ? [] : [spoken(`: ${detail}`)])
          )
        ]
  );
  if (trying && !checks.some(({ name }) => name === 'trial')) {
    items.push(
      element(
        'li',
        {
          class: 'jp-QuickFix-check jp-mod-pending',
          title: 'It runs on a throw-away copy of your session.'
        },
        'trying it out…'
      )
    );
  }
  const attributes = { class: 'jp-QuickFix-checks', 'aria-label': 'Checks' };
  return items.length === 0 ? [] : [element('ul', attributes, ...items)];
}

const SAFETY_TOOLTIPS: { [safety in PanelCandidate['safety']]: string } = {
  safe: '',
  changes_results: 'The cell may compute something else than you meant.',
  installs: 'Accepting installs a package into this environment.',
  deletes: 'Accepting removes something.'
};

/** The safety label as a badge, or nothing where the candidate is safe. */
export function renderSafety(candidate: PanelCandidate): HTMLElement[] {
  if (candidate.safety === 'safe' || candidate.safety_label === '') {
    return [];
  }
  return [
    element(
      'span',
      {
        class: 'jp-QuickFix-safety',
        title: SAFETY_TOOLTIPS[candidate.safety],
        'data-safety': candidate.safety
      },
      spoken('Caution: '),
      candidate.safety_label
    )
  ];
}
