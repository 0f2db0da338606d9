/** The panel under a failing cell, in JupyterLab and in Notebook 7. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { button, openNotebook, startBrowser } from './page.mjs';
import { startServer } from './server.mjs';
import { decided } from './traces.mjs';

const LOAD = '%load_ext jupyter_quickfix';

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

    /** A notebook whose second cell has just failed. */
    async function failed(t, code, ...more) {
      const notebook = await openNotebook(browser, server, [LOAD, code, ...more]);
      t.after(async () => {
        await notebook.close();
        assert.deepEqual(notebook.errors, []);
      });
      await notebook.run(0);
      await notebook.run(1);
      return notebook;
    }

    test('accept puts the fix into the cell as one undo step, and the decision is kept', async t => {
      const broken = 'accepted = 41\nprint(acepted + 1)';
      const notebook = await failed(t, broken);
      await button(await notebook.live(), 'Accept').click();
      await notebook.becomes(1, 'accepted = 41\nprint(accepted + 1)');
      assert.ok(!(await notebook.text(1)).includes('42'), 'accept must not run the cell');
      await notebook.evaluate('panel.content.model.cells.get(1).sharedModel.undo();');
      await notebook.becomes(1, broken);
      await decided(server, broken, ['accept']);
    });

    test('the panel takes an accepted fix back', async t => {
      const broken = 'taken_back = 41\nprint(taken_bakc + 1)';
      const notebook = await failed(t, broken);
      await button(await notebook.live(), 'Accept').click();
      await button(notebook.panels.first(), 'Undo').click();
      await notebook.becomes(1, broken);
      await decided(server, broken, ['accept', 'reject']);
    });

    test('accept and run runs the cell, and the run is the outcome', async t => {
      const broken = 'runs = 41\nprint("answer", rnus + 1)';
      const notebook = await failed(t, broken);
      await button(await notebook.live(), 'Accept & Run').click();
      await notebook.becomes(1, 'runs = 41\nprint("answer", runs + 1)');
      await notebook.prints(1, 'answer 42');
      await notebook.idle();
      const [[, , , outcome]] = await decided(server, broken, ['accept_and_run']);
      assert.equal(outcome, 'runs = 41\nprint("answer", runs + 1)');
    });

    test('reject changes nothing and can be taken back', async t => {
      const broken = 'rejected = 41\nprint(rejectde + 1)';
      const notebook = await failed(t, broken);
      await button(await notebook.live(), 'Reject').click();
      await button(notebook.panels.first(), 'Show again').waitFor();
      assert.equal(await notebook.source(1), broken);
      await button(notebook.panels.first(), 'Show again').click();
      await notebook.live();
      await decided(server, broken, ['reject']);
    });

    test('edit puts the fix into the cell and the cursor where it changed', async t => {
      const broken = 'edited = 41\nprint(editde + 1)';
      const notebook = await failed(t, broken);
      await button(await notebook.live(), 'Edit').click();
      await notebook.becomes(1, 'edited = 41\nprint(edited + 1)');
      assert.equal(await notebook.mode(), 'edit');
      await notebook.page.keyboard.type('_x');
      await notebook.becomes(1, 'edited = 41\nprint(edited_x + 1)');
      assert.ok(!(await notebook.text(1)).includes('42'));
      await decided(server, broken, ['edit']);
    });

    test('next and previous switch, and accept takes the one that is shown', async t => {
      const notebook = await failed(t, 'value_a = 1\nvalue_b = 2\nprint(value_x)');
      const panel = await notebook.live();
      const first = await panel.getByRole('status').count();
      assert.ok(first >= 1);
      await button(panel, 'Next suggestion').click();
      await panel.getByText(/2\/\d/).waitFor();
      await button(panel, 'Previous suggestion').click();
      await panel.getByText(/1\/\d/).waitFor();
      await button(panel, 'Next suggestion').click();
      await button(panel, 'Accept').click();
      await notebook.page.waitForFunction(() =>
        /print\(value_[ab]\)/.test(globalThis.notebookPanel.content.model.cells.get(1).sharedModel.getSource())
      );
    });

    test('everything by keyboard', async t => {
      const broken = 'keyboard = 41\nprint("answer", kyeboard + 1)';
      const notebook = await failed(t, broken);
      await notebook.live();
      await notebook.select(1);
      await notebook.page.keyboard.press('Escape');
      await notebook.page.keyboard.press('Alt+q');
      await notebook.page.keyboard.press('Alt+q');
      await notebook.page.waitForFunction(() => document.activeElement?.closest('[aria-label^="Quick Fix"]'));
      await notebook.page.keyboard.press('Shift+Enter');
      await notebook.becomes(1, 'keyboard = 41\nprint("answer", keyboard + 1)');
      await notebook.prints(1, 'answer 42');
    });

    test('a shortcut accepts from the cell itself', async t => {
      const notebook = await failed(t, 'shortcut = 41\nprint(shrotcut + 1)');
      await notebook.live();
      await notebook.select(1);
      await notebook.page.keyboard.press('Escape');
      await notebook.page.keyboard.press('Alt+q');
      await notebook.page.keyboard.press('a');
      await notebook.becomes(1, 'shortcut = 41\nprint(shortcut + 1)');
    });

    test('a cell edited elsewhere takes the part that still fits', async t => {
      const notebook = await failed(t, 'stale = 41\nprint(satle + 1)');
      const panel = await notebook.live();
      await notebook.setSource(1, '# a note of mine\nstale = 41\nprint(satle + 1)\nmore = 2');
      await button(panel, 'Accept').click();
      await notebook.becomes(1, '# a note of mine\nstale = 41\nprint(stale + 1)\nmore = 2');
      await panel.getByText(/still fits/).waitFor();
    });

    test('a cell edited where the fix belongs is left alone', async t => {
      const notebook = await failed(t, 'refused = 41\nprint(refsued + 1)');
      const panel = await notebook.live();
      const mine = 'refused = 41\nprint("entirely mine")';
      await notebook.setSource(1, mine);
      await button(panel, 'Accept').click();
      await panel.getByText(/no longer fits; nothing was changed/).waitFor();
      assert.equal(await notebook.source(1), mine);
    });

    test('a moved cell keeps its panel', async t => {
      const notebook = await failed(t, 'moved = 41\nprint(mvoed + 1)', 'other = 1');
      await notebook.live();
      await notebook.evaluate('panel.content.moveCell(1, 2);');
      await button(await notebook.live(), 'Accept').click();
      await notebook.becomes(2, 'moved = 41\nprint(moved + 1)');
      assert.equal(await notebook.source(1), 'other = 1');
    });

    test('a split cell is never changed at the wrong place', async t => {
      const notebook = await failed(t, 'split = 41\nprint(spilt + 1)');
      await notebook.live();
      await notebook.select(1);
      await notebook.evaluate(
        'panel.content.mode = "edit"; const e = panel.content.activeCell.editor; e.focus(); e.setCursorPosition({line: 1, column: 0});'
      );
      await notebook.command('notebook:split-cell-at-cursor');
      const before = await notebook.sources();
      assert.deepEqual(before.slice(1), ['split = 41', 'print(spilt + 1)']);
      const accept = button(notebook.panels.first(), 'Accept');
      if (await accept.isVisible()) {
        await accept.click();
        await notebook.page.waitForTimeout(500);
      }
      const now = await notebook.sources();
      assert.ok(['print(spilt + 1)', 'print(split + 1)'].includes(now[2]), now[2]);
      assert.deepEqual(now.slice(0, 2), before.slice(0, 2));
    });

    test('preview shows the fix inside the cell and leaves no trace when cancelled', async t => {
      const broken = 'preview = 41\nprint(preivew + 1)';
      const notebook = await failed(t, broken);
      const panel = await notebook.live();
      await button(panel, 'Preview').click();
      const preview = notebook.page.getByRole('group', { name: 'Suggested text of this cell' });
      await preview.getByText('print(preview + 1)').waitFor();
      assert.equal(await notebook.source(1), broken);
      await notebook.page.getByRole('button', { name: 'Cancel', exact: true }).click();
      await preview.waitFor({ state: 'detached' });
      assert.equal(await notebook.source(1), broken);
      await button(panel, 'Preview').click();
      await button(notebook.page.getByRole('group', { name: 'Preview of a suggestion' }), 'Accept').click();
      await notebook.becomes(1, 'preview = 41\nprint(preview + 1)');
    });

    test('the cell that was not run is run first', async t => {
      const notebook = await failed(t, 'print("sum", never_ran + 1)', 'never_ran = 41');
      const panel = notebook.panels.first();
      await panel.getByText(/Run cell 3/).first().waitFor();
      await notebook.live();
      await button(panel, 'Accept & Run').click();
      await notebook.prints(1, 'sum 42');
    });

    test('run all stops at the first failure, with one panel', async t => {
      const notebook = await openNotebook(browser, server, [LOAD, 'first = 1\nprint(frist)', 'print(neevr)']);
      t.after(() => notebook.close());
      await notebook.command('notebook:run-all-cells');
      await notebook.live();
      await notebook.idle();
      assert.equal(await notebook.panels.count(), 1);
      assert.deepEqual(await notebook.outputs(2), []);
    });

    test('a cell of 200 lines shows only what changes', async t => {
      const lines = Array.from({ length: 200 }, (_, index) => `value_${index} = ${index}`);
      const broken = [...lines, 'print(value_199x + 1)'].join('\n');
      const notebook = await failed(t, broken);
      const panel = await notebook.live();
      const { height } = await panel.boundingBox();
      assert.ok(height < 400, `the panel is ${height} pixels high`);
      await button(panel, 'Accept').click();
      await notebook.becomes(1, [...lines, 'print(value_199 + 1)'].join('\n'));
    });

    test('when the kernel restarts, the panel is inert', async t => {
      const notebook = await failed(t, 'restarted = 41\nprint(restrated + 1)');
      const panel = await notebook.live();
      await notebook.evaluate('await panel.sessionContext.session.kernel.restart();');
      await notebook.idle();
      await panel.getByText(/saved suggestion|earlier run|not running/).first().waitFor();
      const accept = button(panel, 'Accept');
      assert.ok(!(await accept.isVisible()) || (await accept.isDisabled()));
      assert.equal(await notebook.source(1), 'restarted = 41\nprint(restrated + 1)');
    });

    test('switched off, it says nothing; switched on, it does again', async t => {
      const notebook = await openNotebook(browser, server, [LOAD, 'off = 1\nprint(offf)']);
      t.after(() => notebook.close());
      await notebook.run(0);
      await notebook.command('quickfix:toggle');
      try {
        await notebook.page.waitForTimeout(500);
        await notebook.run(1);
        await notebook.noPanel();
      } finally {
        await notebook.command('quickfix:toggle');
      }
      await notebook.page.waitForTimeout(500);
      await notebook.run(1);
      await notebook.live();
    });
  });
}
