/** Build DOM elements in one expression. Text only ever goes in as text: nothing from a notebook is parsed as HTML. */

import { legible } from './legible';

interface Attributes {
  [name: string]: string | boolean | undefined;
}

/** An element with attributes (`true` sets an empty one, `false` and `undefined` none) and children. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) {
      made.setAttribute(name, value === true ? '' : value);
    }
  }
  made.append(...children);
  return made;
}

/** Text for screen readers only. */
export function spoken(text: string): HTMLElement {
  return element('span', { class: 'jp-QuickFix-spoken' }, text);
}

/** A sentence whose `names in backticks` are set as code. */
export function prose(text: string): (Node | string)[] {
  return legible(text)
    .split(/(`[^`]+`)/)
    .filter(part => part !== '')
    .map(part =>
      /^`.+`$/s.test(part) ? element('code', {}, part.slice(1, -1)) : part
    );
}

/** A push button. `type="button"` keeps it from submitting a form that a front end may have put around it. */
export function button(
  label: string,
  attributes: Attributes,
  clicked: () => void
): HTMLButtonElement {
  const made = element('button', { type: 'button', ...attributes }, label);
  made.addEventListener('click', clicked);
  return made;
}
