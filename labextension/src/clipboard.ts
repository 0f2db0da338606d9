/** Put text on the clipboard, and say how it went. */

import type { Outcome } from './host';

export async function copyText(text: string): Promise<Outcome> {
  try {
    await navigator.clipboard.writeText(text);
    return { done: true, message: 'Copied' };
  } catch {
    return {
      done: false,
      message:
        'The browser did not allow copying; select the text and copy it by hand.'
    };
  }
}
