/** Open the page that has only the widget manager, at a Jupyter server's own address. */

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { TIMEOUT_MS } from '../page.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = dirname(dirname(dirname(HERE)));
const JS = join(ROOT, 'labextension');
const PYTHON = join(ROOT, '.venv', 'bin', 'python');
const WHERE_IS_ANYWIDGET = 'import anywidget, pathlib; print(pathlib.Path(anywidget.__file__).parent)';

const { build } = createRequire(join(JS, 'package.json'))('esbuild');

/** What the page asks for: itself, its script, and the front-end module of the installed anywidget. */
async function files() {
  const [bundle, { stdout }] = await Promise.all([
    build({
      entryPoints: [join(HERE, 'page.js')],
      bundle: true,
      write: false,
      nodePaths: [join(JS, 'node_modules')],
      define: { 'process.env': '{}' },
      loader: { '.svg': 'text' },
      logLevel: 'warning'
    }),
    promisify(execFile)(PYTHON, ['-c', WHERE_IS_ANYWIDGET])
  ]);
  const script = 'text/javascript';
  return {
    'index.html': { contentType: 'text/html', body: await readFile(join(HERE, 'index.html')) },
    'page.js': { contentType: script, body: bundle.outputFiles[0].text },
    'anywidget.js': { contentType: script, path: join(stdout.trim(), 'nbextension', 'index.js') }
  };
}

/** A page connected to a kernel of its own. The files come from here, the kernel from the server; nothing else is reached. */
export async function openPage(browser, server) {
  const context = await browser.newContext();
  // To the browser, what is answered from here comes from no local network, and may not reach into one unasked.
  const permissions = ['clipboard-read', 'clipboard-write', 'local-network-access'];
  await context.grantPermissions(permissions, { origin: server.url });
  const known = await files();
  const folder = `${server.url}/cells/`;
  await context.route(`${folder}*`, route => route.fulfill(known[route.request().url().slice(folder.length)]));
  const page = await context.newPage();
  page.setDefaultTimeout(TIMEOUT_MS);
  const errors = [];
  page.on('pageerror', error => errors.push(String(error)));
  await page.goto(`${folder}index.html`);
  await page.evaluate(([url, token]) => globalThis.cells.connect(`${url}/`, token), [server.url, server.token]);
  return new CellPage(page, errors);
}

export class CellPage {
  constructor(page, errors) {
    this.page = page;
    this.errors = errors;
  }

  /** Add a cell at the end and run it; the reply's status. */
  run(text) {
    return this.page.evaluate(code => globalThis.cells.add(code).run(), text);
  }

  /** Run the last cell again, as it stands now. */
  rerun() {
    return this.page.evaluate(() => globalThis.cells.all.at(-1).run());
  }

  /** The last cell's text. */
  source() {
    return this.page.evaluate(() => globalThis.cells.all.at(-1).input.value);
  }

  /** What the last cell printed. */
  printed() {
    return this.page.evaluate(() => globalThis.cells.all.at(-1).outputs.innerText);
  }

  /** The panels of this page, by role. */
  get panels() {
    return this.page.getByRole('group', { name: /^Quick Fix/ });
  }

  async close() {
    await this.page.evaluate(() => globalThis.cells.shutdown());
    await this.page.context().close();
  }
}

/** Wait until a panel says that it copied something, and read it from the clipboard. */
export async function copied(page, panel) {
  await panel.getByRole('status').filter({ hasText: 'Copied' }).waitFor();
  return page.evaluate(() => navigator.clipboard.readText());
}
