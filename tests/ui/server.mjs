/** A Jupyter server of our own: its configuration, data and notebooks in a temporary folder. */

import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const BIN = join(ROOT, '.venv', 'bin');
const TOKEN = 'browser-tests';
const READY_MS = 60_000;

/**
 * Start JupyterLab (`lab`) or Notebook 7 (`notebook`).
 *
 * `labextension: false` disables ours, as for a user who has only the widget manager. Returns the server's URL, the token,
 * the folder of notebooks, the trace database's path, and `stop`.
 */
export async function startServer({ app = 'lab', labextension = true } = {}) {
  const home = await mkdtemp(join(tmpdir(), 'quickfix-ui-'));
  const notebooks = join(home, 'notebooks');
  const settings = join(home, 'settings');
  await mkdir(notebooks, { recursive: true });
  await mkdir(settings, { recursive: true });
  await writeJson(join(settings, 'overrides.json'), {
    '@jupyterlab/apputils-extension:notification': { fetchNews: 'false', checkForUpdates: false },
    '@jupyterlab/apputils-extension:themes': { 'adaptive-theme': false }
  });
  // jupysql's own extension logs errors on every page.
  const disabled = { 'jupysql-plugin': true, ...(labextension ? {} : { 'jupyter-quickfix': true }) };
  await writeJson(join(settings, 'page_config.json'), { disabledExtensions: disabled });
  const traces = join(home, 'traces.db');
  const port = await freePort();
  const [binary, trait] = app === 'lab' ? ['jupyter-lab', 'LabApp'] : ['jupyter-notebook', 'JupyterNotebookApp'];
  const child = spawn(
    join(BIN, binary),
    [
      '--no-browser',
      '--allow-root',
      `--ServerApp.port=${port}`,
      '--ServerApp.port_retries=0',
      `--IdentityProvider.token=${TOKEN}`,
      `--ServerApp.root_dir=${notebooks}`,
      `--${trait}.expose_app_in_browser=True`,
      `--${trait}.app_settings_dir=${settings}`,
      '--ServerApp.log_level=WARN'
    ],
    {
      cwd: notebooks,
      env: {
        ...process.env,
        HOME: home,
        IPYTHONDIR: join(home, 'ipython'),
        JUPYTER_CONFIG_DIR: join(home, 'config'),
        JUPYTER_DATA_DIR: join(home, 'data'),
        JUPYTER_RUNTIME_DIR: join(home, 'runtime'),
        JUPYTER_QUICKFIX_TRACES: traces,
        // Shared: the index of installed packages takes a process and some seconds to make.
        XDG_CACHE_HOME: join(ROOT, '.pytest_cache', 'quickfix')
      },
      stdio: ['ignore', 'pipe', 'pipe']
    }
  );
  const log = [];
  child.stdout.on('data', data => log.push(String(data)));
  child.stderr.on('data', data => log.push(String(data)));
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    const ended = new Promise(resolve => child.once('exit', resolve));
    child.kill('SIGTERM');
    await Promise.race([ended, wait(5000)]);
    child.kill('SIGKILL');
    await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  await answers(`${url}/api/status?token=${TOKEN}`, child, log).catch(async error => {
    await stop();
    throw error;
  });
  return { app, url, token: TOKEN, notebooks, traces, log, stop };
}

async function answers(url, child, log) {
  const deadline = Date.now() + READY_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) {
      throw new Error(`the Jupyter server ended with ${child.exitCode}:\n${log.join('')}`);
    }
    const reply = await fetch(url).catch(() => null);
    if (reply?.ok) {
      return;
    }
    await wait(200);
  }
  throw new Error(`the Jupyter server did not answer within ${READY_MS / 1000} s:\n${log.join('')}`);
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

export const wait = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

const writeJson = (path, data) => writeFile(path, JSON.stringify(data));
