// Build the widget: one ES module with its styles inside, which anywidget hands to the browser as text.
import { build } from 'esbuild';

await build({
  entryPoints: ['src/widget.ts'],
  outfile: '../jupyter_quickfix/present/static/widget.js',
  bundle: true,
  format: 'esm',
  target: 'es2022',
  charset: 'utf8',
  minify: true,
  legalComments: 'none',
  loader: { '.css': 'text' },
  logLevel: 'warning'
});
