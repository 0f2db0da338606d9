// Remove what earlier builds made: the builder leaves old bundles beside new ones, and a wheel would carry both.
import { rmSync } from 'node:fs';

for (const made of [
  'lib',
  '../jupyter_quickfix/labextension',
  '../jupyter_quickfix/present/static'
]) {
  rmSync(new URL(made, import.meta.url), { recursive: true, force: true });
}
