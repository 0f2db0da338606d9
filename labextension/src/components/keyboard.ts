/**
 * Keys that work while the focus is inside the panel.
 *
 * JupyterLab takes keys while they travel down from the document, and a notebook in command mode takes single letters and
 * Enter for itself. So the panel listens one step earlier, on the window, and keeps for itself only the keys it knows;
 * all others (saving, the command palette) work as anywhere else.
 */

export type Key =
  | 'first-choice'
  | 'accept-and-run'
  | 'next'
  | 'previous'
  | 'edit'
  | 'preview'
  | 'escape';

const KEYS: { [key: string]: Key | undefined } = {
  Enter: 'first-choice',
  ArrowRight: 'next',
  ArrowLeft: 'previous',
  e: 'edit',
  d: 'preview',
  Escape: 'escape'
};

/** Call `pressed` for the panel's keys while the focus is inside `node`; returns a function that ends this. */
export function listenToKeys(
  node: HTMLElement,
  pressed: (key: Key) => void
): () => void {
  const onKeydown = (event: KeyboardEvent): void => {
    if (!(event.target instanceof Element) || !node.contains(event.target)) {
      return;
    }
    if (isNative(event, event.target)) {
      event.stopPropagation();
      return;
    }
    const key = keyOf(event);
    if (key !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      pressed(key);
    }
  };
  const start = (): void =>
    window.addEventListener('keydown', onKeydown, { capture: true });
  const end = (): void =>
    window.removeEventListener('keydown', onKeydown, { capture: true });
  node.addEventListener('focusin', start);
  node.addEventListener('focusout', end);
  return () => {
    end();
    node.removeEventListener('focusin', start);
    node.removeEventListener('focusout', end);
  };
}

function keyOf(event: KeyboardEvent): Key | undefined {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) {
    return undefined;
  }
  if (event.shiftKey) {
    return event.key === 'Enter' ? 'accept-and-run' : undefined;
  }
  return KEYS[event.key];
}

/** Keys that the browser handles itself: pressing a button, scrolling a long line. */
function isNative(event: KeyboardEvent, target: Element): boolean {
  if (event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) {
    return false;
  }
  if (target instanceof HTMLButtonElement) {
    return event.key === 'Enter' || event.key === ' ';
  }
  const scrolls =
    target instanceof HTMLElement && target.scrollWidth > target.clientWidth;
  return scrolls && (event.key === 'ArrowLeft' || event.key === 'ArrowRight');
}
