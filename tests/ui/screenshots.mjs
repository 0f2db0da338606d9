/** Take the README's pictures: the panel under a failing cell, in the light and the dark theme. */

import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { openNotebook, startBrowser } from './page.mjs';
import { startServer, wait } from './server.mjs';

const IMAGES = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'docs', 'images');
const CELLS = [
  // The traceback's frames inside pandas say nothing about the panel.
  '%load_ext jupyter_quickfix\n%xmode Minimal',
  `import pandas as pd

sales = pd.DataFrame({"region": ["north", "south", "east"], "price": [12.5, 8.0, 20.0], "units": [4, 10, 2]})`,
  `revenue = sales["pirce"] * sales["units"]
print(f"total revenue: {revenue.sum():.2f}")`
];
/** Pixels around the cell. */
const MARGIN = 12;

const browser = await startBrowser();
const server = await startServer();
try {
  await mkdir(IMAGES, { recursive: true });
  const context = { viewport: { width: 1100, height: 1400 }, deviceScaleFactor: 2 };
  const notebook = await openNotebook(browser, server, CELLS, { context, name: 'sales.ipynb' });
  for (const index of [0, 1, 2]) {
    await notebook.run(index);
  }
  await notebook.command('application:toggle-left-area').catch(() => undefined);
  await notebook.live();
  for (const [theme, name] of [
    ['JupyterLab Light', 'light'],
    ['JupyterLab Dark', 'dark']
  ]) {
    await notebook.command('apputils:change-theme', { theme });
    await wait(1500);
    await notebook.page.mouse.move(0, 0);
    const box = await notebook.page.locator('.jp-Cell').nth(2).boundingBox();
    await notebook.page.screenshot({
      path: join(IMAGES, `panel-${name}.png`),
      clip: { x: box.x, y: box.y - MARGIN, width: box.width - MARGIN, height: box.height + 2 * MARGIN }
    });
  }
  console.log(`took docs/images/panel-light.png and panel-dark.png`);
} finally {
  await browser.close();
  await server.stop();
}
