/** What the trace database of a server holds, read through the command line's own export. */

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { wait } from './server.mjs';

const PYTHON = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), '.venv', 'bin', 'python');
const QUERY = `
import json, sqlite3, sys
rows = sqlite3.connect(sys.argv[1]).execute(
    "SELECT d.kind, d.code, d.host, o.code FROM decisions d JOIN proposals p ON p.id = d.proposal_id "
    "JOIN failures f ON f.id = p.failure_id LEFT JOIN outcomes o ON o.failure_id = f.id "
    "WHERE f.code = ? ORDER BY d.decided_at", (sys.argv[2],)).fetchall()
print(json.dumps(rows))
`;
const run = promisify(execFile);

/** The decisions on a failing cell's text: [kind, code afterwards, host, outcome's code] each. */
export async function decisions(server, code) {
  const { stdout } = await run(PYTHON, ['-c', QUERY, server.traces, code]);
  return JSON.parse(stdout);
}

/** Wait until the decisions on a failing cell are of these kinds. */
export async function decided(server, code, kinds) {
  let found = [];
  for (let tries = 0; tries < 50; tries += 1) {
    found = await decisions(server, code).catch(() => []);
    if (found.length >= kinds.length) {
      break;
    }
    await wait(100);
  }
  assert.deepEqual(
    found.map(([kind]) => kind),
    kinds
  );
  return found;
}

/** The HTML that nbconvert makes of a notebook. */
export async function toHtml(server, name) {
  const { stdout } = await run(PYTHON, ['-m', 'nbconvert', '--to', 'html', '--stdout', join(server.notebooks, name)], {
    maxBuffer: 64 * 1024 * 1024
  });
  return stdout;
}
