/** What becomes of the panel as a widget in a saved notebook: reloaded, restarted, converted, opened by someone else. */

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { button, openNotebook, startBrowser } from './page.mjs';
import { startServer } from './server.mjs';
import { toHtml } from './traces.mjs';
import { copied } from './widget-page/open.mjs';

const LOAD = '%load_ext jupyter_quickfix';
const WIDGET_VIEW = 'application/vnd.jupyter.widget-view+json';

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

describe('a saved notebook', () => {
  const broken = 'saved = 41\nprint(saevd + 1)';
  const html = () => notebook.page.getByText('print(saved + 1)');
  let notebook;
  let file;

  before(async () => {
    notebook = await openNotebook(browser, server, [LOAD, broken], { name: 'saved.ipynb' });
    file = join(server.notebooks, notebook.name);
    await notebook.run(0);
    await notebook.run(1);
    await button(notebook.panels.first(), 'Copy').waitFor();
    await notebook.save();
  });
  after(async () => {
    await notebook?.close();
  });

  test('shows the panel again while its kernel runs', async () => {
    await notebook.load();
    const panel = notebook.panels.first();
    await button(panel, 'Copy').click();
    assert.equal(await copied(notebook.page, panel), 'saved = 41\nprint(saved + 1)');
  });

  test('shows an inert panel when the kernel restarts', async () => {
    await notebook.evaluate('await panel.sessionContext.session.kernel.restart();');
    await notebook.panels.getByText(/saved suggestion/).waitFor();
    for (const name of ['Copy', 'Reject']) {
      assert.equal(await button(notebook.panels, name).count(), 0, name);
    }
    await notebook.close();
  });

  test('is readable HTML by nbconvert', async () => {
    const page = await toHtml(server, notebook.name);
    assert.match(page, /Quick Fix:<\/strong>/);
    assert.ok(!page.includes(WIDGET_VIEW));
  });

  test('of someone else shows the HTML, not the widget', async () => {
    const content = JSON.parse(await readFile(file, 'utf8'));
    content.cells[0].source = `${LOAD}  # changed elsewhere: the signature does not fit`;
    await writeFile(join(server.notebooks, 'foreign.ipynb'), JSON.stringify(content));
    notebook = await openNotebook(browser, server, null, { name: 'foreign.ipynb' });
    await notebook.page.getByText('print(saved + 1)').waitFor();
    assert.equal(await notebook.panels.count(), 0);
    assert.equal(await notebook.page.getByText('Error displaying widget').count(), 0);
  });

  test('shows the panel, not the dead widget, where the labextension is', async t => {
    const other = await startServer();
    t.after(() => other.stop());
    await writeFile(join(other.notebooks, 'saved.ipynb'), await readFile(file));
    const opened = await openNotebook(browser, other, null, { name: 'saved.ipynb' });
    t.after(() => opened.close());
    await opened.evaluate('for (const cell of panel.content.model.cells) { cell.trusted = true; }');
    await opened.panels.getByText(/saved suggestion/).waitFor();
    assert.equal(await opened.page.getByText('Error displaying widget').count(), 0);
  });
});
