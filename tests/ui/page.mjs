/** A notebook open in a page: its cells by the shared model, its panels by role, its commands by id. */

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

// The front end's own development dependencies hold the driver; the tests install nothing of their own.
const require = createRequire(new URL('../../labextension/package.json', import.meta.url));
const { chromium } = require('playwright-core');

export const TIMEOUT_MS = 30_000;
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync'
];

export async function startBrowser() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
}

/** The JSON of a notebook with these code cells; each is a text, or a cell to be laid over the default one. */
export function notebookOf(cells) {
  return {
    cells: cells.map((cell, index) => ({
      id: `cell-${index + 1}`,
      cell_type: 'code',
      execution_count: null,
      metadata: {},
      outputs: [],
      ...(typeof cell === 'string' ? { source: cell } : cell)
    })),
    metadata: { kernelspec: { name: 'python3', display_name: 'Python 3 (ipykernel)', language: 'python' } },
    nbformat: 4,
    nbformat_minor: 5
  };
}

let opened = 0;

/** Write a notebook of these cells and open it in a page of its own; waits for the kernel. */
export async function openNotebook(browser, server, cells, options = {}) {
  opened += 1;
  const name = options.name ?? `notebook-${opened}.ipynb`;
  if (cells !== null) {
    await writeFile(join(server.notebooks, name), JSON.stringify(notebookOf(cells)));
  }
  const page = await (await contextOf(browser, server, options.context)).newPage();
  page.setDefaultTimeout(TIMEOUT_MS);
  const notebook = new Notebook(page, server, name);
  await notebook.load();
  return notebook;
}

/** One context a server, so that its pages share the cache; another one for pages that want other options. */
async function contextOf(browser, server, options) {
  if (options === undefined && server.context !== undefined) {
    return server.context;
  }
  const context = await browser.newContext({ viewport: { width: 1280, height: 1000 }, ...options });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.url });
  if (options === undefined) {
    server.context = context;
  }
  return context;
}

export class Notebook {
  constructor(page, server, name) {
    this.page = page;
    this.server = server;
    this.name = name;
    this.errors = [];
    // Ours only: Notebook 7 has errors of its own, with and without us.
    page.on('pageerror', error => /quickfix/i.test(error.stack ?? '') && this.errors.push(error.stack));
  }

  async load() {
    const { app, url, token } = this.server;
    const path = app === 'lab' ? `lab/tree/${this.name}?reset&` : `notebooks/${this.name}?`;
    await this.page.goto(`${url}/${path}token=${token}`);
    await this.started();
    await this.page.waitForFunction(name => {
      const widgets = [...globalThis.jupyterapp.shell.widgets('main')];
      const panel = widgets.find(widget => widget.context?.path === name && widget.content?.widgets);
      if (!panel) {
        return false;
      }
      globalThis.notebookPanel = panel;
      return panel.context.isReady && panel.sessionContext.session?.kernel?.status === 'idle';
    }, this.name);
  }

  /** Wait for the application; opening a path may navigate once more while it starts. */
  async started() {
    for (let tries = 1; ; tries += 1) {
      try {
        await this.page.waitForFunction(() => globalThis.jupyterapp?.started !== undefined);
        await this.page.evaluate(() => globalThis.jupyterapp.started);
        return;
      } catch (error) {
        if (tries === 5 || !String(error).includes('navigation')) {
          throw error;
        }
      }
    }
  }

  async close() {
    await this.page.evaluate(() => globalThis.notebookPanel?.sessionContext.shutdown()).catch(() => undefined);
    await this.page.close();
  }

  /** Run code in the page with the notebook panel (`panel`) and an argument at hand. */
  async evaluate(code, argument) {
    return this.page.evaluate(
      ([text, value]) => new Function('panel', 'value', `return (async () => { ${text} })()`)(globalThis.notebookPanel, value),
      [code, argument]
    );
  }

  command(id, args = {}) {
    return this.page.evaluate(([name, given]) => globalThis.jupyterapp.commands.execute(name, given), [id, args]);
  }

  /** Select a cell (from 0), run it, and wait until the kernel is idle again. */
  async run(index) {
    await this.select(index);
    await this.command('notebook:run-cell');
    await this.idle();
  }

  async select(index) {
    await this.evaluate('panel.content.activeCellIndex = value; panel.content.deselectAll(); panel.activate();', index);
  }

  async idle() {
    await this.page.waitForFunction(() => globalThis.notebookPanel.sessionContext.session?.kernel?.status === 'idle');
  }

  sources() {
    return this.evaluate('return [...panel.content.model.cells].map(cell => cell.sharedModel.getSource());');
  }

  async source(index) {
    return (await this.sources())[index];
  }

  setSource(index, text) {
    return this.evaluate('panel.content.model.cells.get(value[0]).sharedModel.setSource(value[1]);', [index, text]);
  }

  /** Wait until the cell's text is this. */
  async becomes(index, text) {
    await this.page
      .waitForFunction(
        ([at, wanted]) => globalThis.notebookPanel.content.model.cells.get(at)?.sharedModel.getSource() === wanted,
        [index, text]
      )
      .catch(() => undefined);
    assert.equal(await this.source(index), text);
  }

  /** The outputs of a cell as nbformat has them. */
  outputs(index) {
    return this.evaluate('return panel.content.model.cells.get(value).outputs.toJSON();', index);
  }

  /** The text that a cell printed or returned. */
  async text(index) {
    const outputs = await this.outputs(index);
    return outputs.map(output => [output.text ?? output.data?.['text/plain'] ?? ''].flat().join('')).join('');
  }

  /** Wait until a cell's output holds this text. */
  async prints(index, text) {
    const deadline = Date.now() + TIMEOUT_MS;
    let found = '';
    while (Date.now() < deadline) {
      found = await this.text(index);
      if (found.includes(text)) {
        return;
      }
      await this.page.waitForTimeout(100);
    }
    assert.fail(`cell ${index} never printed ${JSON.stringify(text)} but ${JSON.stringify(found)}`);
  }

  /** The panels of this page, by role. */
  get panels() {
    return this.page.getByRole('group', { name: /^Quick Fix/ });
  }

  /** A panel (the first one, unless given), once its buttons answer. */
  async live(panel = this.panels.first()) {
    const accept = button(panel, 'Accept');
    await accept.waitFor();
    const deadline = Date.now() + TIMEOUT_MS;
    while (!(await accept.isEnabled())) {
      assert.ok(Date.now() < deadline, 'the kernel never confirmed the panel');
      await this.page.waitForTimeout(50);
    }
    return panel;
  }

  /** Give the kernel and the page the time in which a panel would have appeared. */
  async noPanel() {
    await this.page.waitForTimeout(1000);
    assert.equal(await this.panels.count(), 0);
  }

  mode() {
    return this.evaluate('return panel.content.mode;');
  }

  async save() {
    await this.evaluate('await panel.context.save();');
  }
}

/** A panel's button by its whole name. */
export const button = (panel, name) => panel.getByRole('button', { name, exact: true });
