/** The panel as part of a document: saved and reopened, converted, seen twice, in the dark, switched in the status bar. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { button, openNotebook, startBrowser } from './page.mjs';
import { startServer } from './server.mjs';
import { toHtml } from './traces.mjs';

const LOAD = '%load_ext jupyter_quickfix';
const BROKEN = 'saved = 41\nprint(svaed + 1)';
const FIXED = 'saved = 41\nprint(saved + 1)';

for (const app of ['lab', 'notebook']) {
  describe(app, () => {
    let browser;
    let server;

    before(async () => {
      [browser, server] = await Promise.all([startBrowser(), startServer({ app })]);
    });
    after(async () => {
      await browser?.close();
      await server?.stop();
    });

    async function failed(t) {
      const notebook = await openNotebook(browser, server, [LOAD, BROKEN]);
      t.after(() => notebook.close());
      await notebook.run(0);
      await notebook.run(1);
      await notebook.live();
      return notebook;
    }

    test('reopened from disk, untrusted and with another kernel, it is inert', async t => {
      const first = await failed(t);
      await first.save();
      // Written by somebody else: no signature of this server's fits it.
      const saved = JSON.parse(await readFile(join(server.notebooks, first.name), 'utf8'));
      const cells = [...saved.cells, { cell_type: 'code', source: '1', metadata: {}, outputs: [], execution_count: null }];
      const again = await openNotebook(browser, server, cells, { name: `reopened-${app}.ipynb` });
      t.after(() => again.close());
      const panel = again.panels.first();
      await panel.getByText(/saved suggestion|not running|earlier run/).first().waitFor();
      const accept = button(panel, 'Accept');
      assert.ok(!(await accept.isVisible()) || (await accept.isDisabled()));
      await again.select(1);
      await again.command('quickfix:accept');
      assert.equal(await again.source(1), BROKEN);
    });

    test('the page loaded again finds its live panel again', async t => {
      const notebook = await failed(t);
      await notebook.save();
      await notebook.load();
      await button(await notebook.live(), 'Accept').click();
      await notebook.becomes(1, FIXED);
    });

    test('saved, nbconvert makes readable HTML of it', async t => {
      const notebook = await failed(t);
      await notebook.save();
      const html = await toHtml(server, notebook.name);
      const text = html.replace(/<script[\s\S]*?<\/script>|<style[\s\S]*?<\/style>/g, '').replace(/<[^>]+>/g, '');
      assert.match(text, /Quick Fix: svaed is not defined/);
      assert.match(text, /print\(saved \+ 1\)/);
      assert.ok(!text.includes('proposal_id'), 'the raw data must not show');
    });

    test('in the dark theme, text is light on dark', async t => {
      const notebook = await failed(t);
      await notebook.command('apputils:change-theme', { theme: 'JupyterLab Dark' });
      t.after(() => notebook.command('apputils:change-theme', { theme: 'JupyterLab Light' }).catch(() => undefined));
      await notebook.page.waitForFunction(() => document.body.dataset.jpThemeLight === 'false');
      await notebook.page.waitForTimeout(500);
      const [ink, paper] = await notebook.panels.first().evaluate(node => {
        const luminance = colour => {
          const [red, green, blue] = colour.match(/[\d.]+/g).map(Number);
          return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
        };
        let ground = node;
        while (ground && getComputedStyle(ground).backgroundColor === 'rgba(0, 0, 0, 0)') {
          ground = ground.parentElement;
        }
        return [luminance(getComputedStyle(node).color), luminance(getComputedStyle(ground).backgroundColor)];
      });
      assert.ok(ink > 0.6, `text has luminance ${ink}`);
      assert.ok(paper < 0.3, `background has luminance ${paper}`);
    });

    if (app === 'lab') {
      test('two views of one notebook agree', async t => {
        const notebook = await failed(t);
        await notebook.evaluate(`
          panel.activate();
          await globalThis.jupyterapp.commands.execute("docmanager:clone");
        `);
        await notebook.page.waitForFunction(
          () => document.querySelectorAll('[role=group][aria-label^="Quick Fix"]').length >= 2
        );
        const second = notebook.panels.last();
        await button(await notebook.live(second), 'Accept').click();
        await notebook.becomes(1, FIXED);
        assert.equal((await notebook.sources()).length, 2);
      });

      test('the status bar switches it off and on', async t => {
        const notebook = await openNotebook(browser, server, [LOAD, BROKEN]);
        t.after(() => notebook.close());
        await notebook.run(0);
        const item = notebook.page.getByRole('switch', { name: 'Quick Fix' });
        assert.equal(await item.getAttribute('aria-checked'), 'true');
        await item.click();
        await notebook.page.waitForTimeout(500);
        await notebook.run(1);
        await notebook.noPanel();
        await item.click();
        await notebook.page.waitForTimeout(500);
        await notebook.run(1);
        await notebook.live();
      });
    }
  });
}
