// test: the package as a user installs it: packed, and unpacked into a new project without other files of this
// repository.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

export const ROOT = new URL('../..', import.meta.url).pathname;
export const run = promisify(execFile);

export interface Project {
  folder: string;
  /** Paths of all files in the package. */
  files: string[];
  remove(): Promise<void>;
}

/** Packs the build. `beside` are packages of this repository that the project also has. */
export async function openProject(beside: readonly string[] = []): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), 'silk-ticker-project-'));
  const target = join(folder, 'node_modules/silk-ticker');
  await mkdir(target, { recursive: true });
  const flags = ['--ignore-scripts', '--json', '--pack-destination', folder];
  const { stdout } = await run('npm', ['pack', ...flags], { cwd: ROOT, maxBuffer: 10_000_000 });
  const [{ filename, files }] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  await run('tar', ['-xzf', join(folder, filename), '-C', target, '--strip-components=1']);
  await writeFile(join(folder, 'package.json'), '{"type":"module","private":true}');
  for (const name of beside) {
    await mkdir(dirname(join(folder, 'node_modules', name)), { recursive: true });
    await symlink(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
  }
  return {
    folder,
    files: files.map(({ path }) => path),
    remove: () => rm(folder, { recursive: true }),
  };
}

/** Runs a module in the project as a child process. Returns its output. */
export async function runModule({ folder }: Project, source: string): Promise<string> {
  const file = join(folder, 'run.mjs');
  await writeFile(file, source);
  const env = { PATH: process.env.PATH ?? '' };
  return (await run(process.execPath, [file], { cwd: folder, env })).stdout;
}
