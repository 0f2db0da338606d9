/** The panel as a widget, in JupyterLab without our labextension. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { button, openNotebook, startBrowser } from './page.mjs';
import { startServer } from './server.mjs';
import { decided } from './traces.mjs';
import { copied } from './widget-page/open.mjs';

const LOAD = '%load_ext jupyter_quickfix';
const COPY_FIX = /^Copy %fix/;
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

/** How much brighter one colour is than the other, by WCAG 2: from 1 (the same) to 21 (black on white). */
function contrast(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour) {
  const [red, green, blue] = colour
    .match(/[\d.]+/g)
    .slice(0, 3)
    .map(part => part / 255)
    .map(part => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe('JupyterLab without the labextension', () => {
  let notebook;
  let page;

  before(async () => {
    notebook = await openNotebook(browser, server, [LOAD]);
    page = notebook.page;
    await notebook.run(0);
  });
  after(async () => {
    await notebook?.close();
    assert.deepEqual(notebook.errors, []);
  });

  /** Add a cell at the end and run it; its place. */
  async function run(code) {
    const index = await notebook.evaluate(
      `const { sharedModel } = panel.content.model;
       sharedModel.addCell({ cell_type: 'code', source: value });
       return sharedModel.cells.length - 1;`,
      code
    );
    await notebook.run(index);
    return index;
  }

  /** Run a cell that fails; its place, and the panel that appears. */
  async function failed(code) {
    const before = await notebook.panels.count();
    const index = await run(code);
    const panel = notebook.panels.nth(before);
    await button(panel, 'Copy').waitFor();
    return { index, panel };
  }

  test('a failing cell shows the panel, without what needs the cell', async () => {
    const { index, panel } = await failed('shown = 41\nprint(shwon + 1)');
    await panel.getByText('print(shown + 1)').waitFor();
    for (const name of ['Accept', 'Accept & Run', 'Edit', 'Preview']) {
      assert.equal(await button(panel, name).count(), 0, name);
    }
    const [bundle] = (await notebook.outputs(index)).map(output => output.data).filter(Boolean);
    assert.ok(WIDGET_VIEW in bundle);
  });

  test('copy copies the corrected cell', async () => {
    const broken = 'copied = 41\nprint(copide + 1)';
    const { index, panel } = await failed(broken);
    await button(panel, 'Copy').click();
    assert.equal(await copied(page, panel), 'copied = 41\nprint(copied + 1)');
    assert.equal(await notebook.source(index), broken);
    const [[, , host]] = await decided(server, broken, ['copy']);
    assert.equal(host, 'widget');
  });

  test('the copied %fix in a new cell becomes the repaired cell, and its run is the outcome', async () => {
    const broken = 'taken = 41\nprint("answer", takne + 1)';
    const repaired = 'taken = 41\nprint("answer", taken + 1)';
    const { index, panel } = await failed(broken);
    await panel.getByRole('button', { name: COPY_FIX }).click();
    const command = await copied(page, panel);
    assert.match(command, /^%fix accept/);
    const next = await run(command);
    await notebook.becomes(next, repaired);
    await notebook.run(next);
    await notebook.prints(next, 'answer 42');
    assert.equal(await notebook.source(index), broken);
    const [[, , copyHost], [, code, host, outcome]] = await decided(server, broken, ['copy', 'accept']);
    assert.deepEqual([copyHost, host], ['widget', 'magic']);
    assert.deepEqual([code, outcome], [repaired, repaired]);
  });

  test('reject is kept and can be taken back', async () => {
    const broken = 'rejected = 41\nprint(rejectde + 1)';
    const { panel } = await failed(broken);
    await button(panel, 'Reject').click();
    await button(panel, 'Show again').click();
    await button(panel, 'Copy').waitFor();
    const [[, , host]] = await decided(server, broken, ['reject']);
    assert.equal(host, 'widget');
  });

  test('several failures have a panel each', async () => {
    const names = ['first', 'second', 'third'];
    const panels = [];
    for (const name of names) {
      panels.push((await failed(`several_${name} = 1\nprint(sevreal_${name})`)).panel);
    }
    for (const [place, name] of names.entries()) {
      await button(panels[place], 'Copy').click();
      assert.equal(await copied(page, panels[place]), `several_${name} = 1\nprint(several_${name})`);
    }
    await decided(server, 'several_second = 1\nprint(sevreal_second)', ['copy']);
  });

  test('reads well on a dark page', async () => {
    const { panel } = await failed('dark = 41\nprint(drak + 1)');
    await notebook.command('apputils:change-theme', { theme: 'JupyterLab Dark' });
    await page.waitForFunction(() => document.body.dataset.jpThemeLight === 'false');
    const background = await panel.evaluate(node => getComputedStyle(node).backgroundColor);
    assert.ok(luminance(background) < 0.1, `the panel's background is ${background}`);
    for (const text of [panel, button(panel, 'Reject'), panel.getByText('print(dark + 1)')]) {
      const colour = await text.evaluate(node => getComputedStyle(node).color);
      assert.ok(contrast(colour, background) > 4.5, `${colour} on ${background}`);
    }
  });
});
