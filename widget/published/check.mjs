// Packs the package once and checks it: publint its fields and files, attw its types.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'silk-ticker-pack-'));
const run = (name, args) => execFileSync(name, args, { cwd: root, encoding: 'utf8', stdio: 'pipe' });
const bin = (name) => join(root, 'node_modules/.bin', name);

try {
  const packed = run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder]);
  const [{ filename, size, entryCount }] = JSON.parse(packed);
  console.log(`${filename}: ${entryCount} files, ${size} bytes`);
  const tarball = join(folder, filename);
  run(bin('publint'), ['run', tarball, '--strict']);
  // The package has only ES modules. Node 20.19 and later load them by `require` too.
  run(bin('attw'), [tarball, '--profile', 'esm-only', '--no-emoji']);
  console.log('publint and attw report nothing');
} catch ({ stdout = '', stderr = '', message }) {
  console.error(`${message}\n${stdout}${stderr}`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}
