/** The panel as a widget, in a page that has only the widget manager. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { button, startBrowser } from './page.mjs';
import { startServer } from './server.mjs';
import { decided } from './traces.mjs';
import { copied, openPage } from './widget-page/open.mjs';

const LOAD = '%load_ext jupyter_quickfix';

let browser;
let server;

before(async () => {
  server = await startServer({ labextension: false });
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

describe('a page with only the widget manager', () => {
  /** A page whose last cell has just failed. */
  async function failed(t, code) {
    const page = await openPage(browser, server);
    t.after(async () => {
      await page.close();
      assert.deepEqual(page.errors, []);
    });
    assert.equal(await page.run(LOAD), 'ok');
    assert.equal(await page.run(code), 'error');
    await page.panels.first().waitFor();
    return page;
  }

  test('shows the panel and copies', async t => {
    const broken = 'shown = 41\nprint(shwon - 1)';
    const page = await failed(t, broken);
    const panel = page.panels.first();
    await button(panel, 'Copy').click();
    assert.equal(await copied(page.page, panel), 'shown = 41\nprint(shown - 1)');
    await button(panel, 'Reject').click();
    const found = await decided(server, broken, ['copy', 'reject']);
    assert.deepEqual(
      found.map(([, , host]) => host),
      ['widget', 'widget']
    );
  });

  test('%fix accept as a new cell gives the repaired cell, and its run is the outcome', async t => {
    const broken = 'taken = 41\nprint("answer", takne - 1)';
    const repaired = 'taken = 41\nprint("answer", taken - 1)';
    const page = await failed(t, broken);
    const panel = page.panels.first();
    await panel.getByRole('button', { name: /^Copy %fix/ }).click();
    const command = await copied(page.page, panel);
    assert.match(command, /^%fix accept/);
    assert.equal(await page.run(command), 'ok');
    assert.equal(await page.source(), repaired);
    assert.equal(await page.rerun(), 'ok');
    assert.match(await page.printed(), /answer 40/);
    const found = await decided(server, broken, ['copy', 'accept']);
    assert.equal(found[1][2], 'magic');
    assert.equal(found[1][3], repaired);
  });
});
