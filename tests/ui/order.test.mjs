/** Execution order in real notebooks: one accept runs the cells that were missing, in order, and then the cell itself. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { TIMEOUT_MS, button, openNotebook, startBrowser } from './page.mjs';
import { startServer } from './server.mjs';

const LOAD = '%load_ext jupyter_quickfix';

describe('execution order', () => {
  let browser;
  let server;

  before(async () => {
    [browser, server] = await Promise.all([startBrowser(), startServer({ app: 'lab' })]);
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** A notebook of which these cells (from 0, the first loads the extension) have been run, one after the other. */
  async function ran(t, cells, places) {
    const notebook = await openNotebook(browser, server, [LOAD, ...cells]);
    t.after(async () => {
      await notebook.close();
      assert.deepEqual(notebook.errors, []);
    });
    for (const place of [0, ...places]) {
      await notebook.run(place);
    }
    return notebook;
  }

  /** The panel under the cell, once it proposes exactly these steps. */
  async function proposes(notebook, ...steps) {
    const panel = await notebook.live(notebook.panels.last());
    const list = panel.getByRole('list', { name: 'Steps before the cell is run again' });
    const deadline = Date.now() + TIMEOUT_MS;
    let found = [];
    while (Date.now() < deadline) {
      found = await list.getByRole('button').allTextContents();
      if (found.join() === steps.join()) {
        return notebook.live(notebook.panels.last());
      }
      await notebook.page.waitForTimeout(50);
    }
    assert.deepEqual(found, steps);
  }

  const counts = notebook =>
    notebook.evaluate('return [...panel.content.model.cells].map(cell => cell.executionCount);');

  test('sales: the cells that were skipped, and no others', async t => {
    const notebook = await ran(
      t,
      [
        'import statistics',
        'sales = [3, 5, 4]',
        'unrelated = "not needed"',
        'mean = statistics.mean(sales)',
        'print("mean", mean)'
      ],
      [5]
    );
    const panel = await proposes(notebook, 'Run cell 2', 'Run cell 3', 'Run cell 5');
    await panel.getByText('sales = [3, 5, 4]').waitFor();
    await button(panel, 'Accept & Run').click();
    await notebook.prints(5, 'mean 4');
    await notebook.idle();
    assert.deepEqual(await counts(notebook), [1, 3, 4, null, 5, 6]);
  });

  test('stock: the column that another cell adds', async t => {
    const notebook = await ran(
      t,
      [
        'import pandas as pd\nstock = pd.DataFrame({"price": [2, 3], "count": [10, 20]})',
        'stock["label"] = ["a", "b"]',
        'stock["value"] = stock["price"] * stock["count"]',
        'print("value", stock["value"].sum())'
      ],
      [1, 4]
    );
    const panel = await proposes(notebook, 'Run cell 4');
    await panel.getByText(/which has not run in this session/).waitFor();
    await button(panel, 'Accept & Run').click();
    await notebook.prints(4, 'value 80');
    assert.equal((await counts(notebook))[2], null);
  });

  test('rates: a cell that was edited since it ran', async t => {
    const notebook = await ran(t, ['rates = ["1", "2"]', 'doubled = [rate * 2 for rate in rates]', 'print("sum", sum(doubled))'], [1, 2]);
    await notebook.setSource(1, 'rates = [1, 2]');
    await notebook.run(3);
    const panel = await proposes(notebook, 'Run cell 2', 'Run cell 3');
    await panel.getByText(/edited since it last ran/).waitFor();
    await button(panel, 'Accept & Run').click();
    await notebook.prints(3, 'sum 6');
  });

  test('model: the kernel was restarted', async t => {
    const notebook = await ran(
      t,
      ['def fit(rows):\n    return sum(rows) / len(rows)', 'rows = [1, 2, 6]', 'plot = "no need"', 'model = fit(rows)', 'print("model", model)'],
      [1, 2, 3, 4, 5]
    );
    await notebook.prints(5, 'model 3.0');
    await notebook.evaluate('await panel.sessionContext.session.kernel.restart();');
    await notebook.idle();
    await notebook.run(0);
    await notebook.run(5);
    const panel = await proposes(notebook, 'Run cell 2', 'Run cell 3', 'Run cell 5');
    await panel.getByText(/since the kernel was restarted/).waitFor();
    await button(panel, 'Accept & Run').click();
    await notebook.prints(5, 'model 3.0');
  });

  test('orders: a cell that failed for want of another, and was passed over', async t => {
    const notebook = await ran(t, ['tax = 0.5', 'total = 10 * (1 + tax)', 'print("total", total)'], [2, 1, 3]);
    const panel = await proposes(notebook, 'Run cell 3');
    await panel.getByText(/failed when it last ran/).waitFor();
    await button(panel, 'Accept & Run').click();
    await notebook.prints(3, 'total 15.0');
  });

  test('report: what stands further down', async t => {
    const notebook = await ran(t, ['print("title", title.upper())', 'unrelated = 1', 'title = "report"'], [1]);
    const panel = await proposes(notebook, 'Run cell 4');
    await panel.getByText(/only further down/).waitFor();
    await button(panel, 'Accept & Run').click();
    await notebook.prints(1, 'title REPORT');
  });

  test('words: a cell that ran twice', async t => {
    const notebook = await ran(t, ['words = "b a"', 'other = 1', 'words = words.split()', 'print("words", sorted(words))'], [1, 3, 4, 3]);
    const panel = await proposes(notebook, 'Run cell 2');
    await button(panel, 'Accept & Run').click();
    await notebook.idle();
    await notebook.run(4);
    await notebook.prints(4, "words ['a', 'b']");
  });

  test('lists: a value that a deleted cell left behind', async t => {
    const notebook = await ran(t, ['names = ["ann", "bob"]', 'names = None', 'print("names", len(names))'], [1, 2]);
    await notebook.evaluate('panel.content.model.sharedModel.deleteCell(2);');
    await notebook.run(2);
    const panel = await proposes(notebook, 'Run cell 2');
    await panel.getByText(/changed it since/).waitFor();
    await button(panel, 'Accept & Run').click();
    await notebook.prints(2, 'names 2');
  });

  test('tables: a table of a database', async t => {
    const notebook = await ran(
      t,
      [
        'import sqlite3\ncon = sqlite3.connect(":memory:")',
        'con.execute("create table if not exists t (n int)")\ncon.execute("insert into t values (7)")',
        'print("n", con.execute("select n from t").fetchone()[0])'
      ],
      [1, 3]
    );
    const panel = await proposes(notebook, 'Run cell 3');
    await panel.getByText('changes tables of a database').first().waitFor();
    await button(panel, 'Accept & Run').click();
    await notebook.prints(3, 'n 7');
  });

  test('files: a cell that writes is warned of, and running is not the first choice', async t => {
    const notebook = await ran(t, ['kept = 1\nopen("kept.txt", "w").write("x")', 'print("kept", kept)'], [2]);
    const panel = await proposes(notebook, 'Run cell 2');
    await panel.getByText('writes files').first().waitFor();
    const actions = panel.getByRole('group', { name: 'What to do with this suggestion' });
    assert.deepEqual((await actions.getByRole('button').allTextContents()).slice(0, 2), ['Accept', 'Accept & Run']);
    await button(panel, 'Accept & Run').click();
    await notebook.prints(2, 'kept 1');
  });

  test('a step that fails ends it, and the panel says so', async t => {
    const notebook = await ran(t, ['first = 1', 'second = first / 0', 'print("second", second)'], [3]);
    const panel = await proposes(notebook, 'Run cell 2', 'Run cell 3');
    await button(panel, 'Accept & Run').click();
    await panel.getByText(/“Run cell 3” failed. The rest was not run./).waitFor();
    await notebook.idle();
    assert.deepEqual((await counts(notebook)).slice(1), [3, 4, 2]);
    await button(panel, 'Accept & Run').waitFor();
  });

  test('a step leads to its cell', async t => {
    const notebook = await ran(t, ['wanted = 1', 'print(wanted)'], [2]);
    const panel = await proposes(notebook, 'Run cell 2');
    await button(panel, 'Run cell 2').click();
    assert.equal(await notebook.evaluate('return panel.content.activeCellIndex;'), 1);
    assert.deepEqual((await counts(notebook)).slice(1), [null, 2]);
  });
});
