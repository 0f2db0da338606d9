/** Lay a panel's parts out: the title line, and below it the candidate that is shown. */

import type { Act } from '../host';
import { renderActions, type ActName } from './actions';
import { renderChecks, renderSafety } from './checks';
import { renderDiff } from './diff';
import { element, prose } from './element';
import { EXPLANATIONS, STAGES, renderDecided, renderTitle } from './stage';
import type { PanelState } from './state';
import { renderSteps } from './steps';
import { renderSwitcher } from './switcher';

/** What the parts' buttons do. */
export interface Handlers {
  perform(name: ActName): void;
  go(step: -1 | 1): void;
  toggle(): void;
  back(): void;
  /** Lead to a cell; null where that is not possible. */
  jump: ((cellId: string) => void) | null;
}

/** The panel's content in its present state. */
export function renderContent(
  state: PanelState,
  act: Act,
  handlers: Handlers
): HTMLElement[] {
  if (state.stage !== 'open') {
    // Steps that were taken cannot be taken back.
    const undoable = state.stage !== 'applied' || state.changesText;
    return [
      renderDecided(
        undoable ? STAGES[state.stage] : 'Accepted',
        state.stage,
        undoable
          ? () => {
              handlers.back();
            }
          : null
      )
    ];
  }
  const { heading, note } = title(state, act);
  const header = renderTitle(heading, note, state.isExpanded, () => {
    handlers.toggle();
  });
  if (!state.isExpanded) {
    return [header];
  }
  header.append(
    ...renderSwitcher(state.index, state.count, step => {
      handlers.go(step);
    })
  );
  return [header, ...renderCandidate(state, act, handlers)];
}

function renderCandidate(
  state: PanelState,
  { panel, candidate }: Act,
  handlers: Handlers
): HTMLElement[] {
  const explanation = EXPLANATIONS[state.liveness];
  const lines = panel.code.split('\n').length;
  return [
    element(
      'p',
      { class: 'jp-QuickFix-rationale' },
      ...prose(candidate.rationale)
    ),
    ...(candidate.hunks.length > 0 ? [renderDiff(candidate.hunks, lines)] : []),
    ...renderSteps(candidate.actions, handlers.jump),
    ...(explanation === ''
      ? []
      : [element('p', { class: 'jp-QuickFix-explanation' }, explanation)]),
    element(
      'div',
      { class: 'jp-QuickFix-footer' },
      renderActions(state.offered, state.isActive, state.previewing, name => {
        handlers.perform(name);
      }),
      ...renderSafety(candidate),
      ...renderChecks(
        candidate.checks,
        !panel.settled && state.liveness === 'live'
      )
    )
  ];
}

function title(
  state: PanelState,
  { panel }: Act
): { heading: string; note: string } {
  if (state.isSaved) {
    return { heading: panel.title, note: 'saved suggestion, not active' };
  }
  if (panel.quiet && !state.isExpanded) {
    return { heading: 'Possible fix', note: panel.title };
  }
  return { heading: panel.title, note: panel.error_type };
}
