// test: finds the programs that the tests start, and installs their Debian packages.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** Whether a program is installed, by its name or its full path. */
export function has(program) {
  // Debian installs servers in /usr/sbin, which is not on every user's path.
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'];
  return isAbsolute(program)
    ? existsSync(program)
    : folders.some((folder) => existsSync(join(folder, program)));
}

/** Installs the packages whose `found` is false. If it cannot, it ends the process with the command to type. */
export function install(needed) {
  const missing = needed.filter(({ found }) => !found()).map((program) => program.package);
  if (missing.length === 0) return;
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  const canInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (!canInstall) fail(`these tests start real programs; install them with: sudo ${command}`);
  try {
    console.log(`installing ${missing.join(', ')}`);
    execFileSync('apt-get', ['update', '-qq'], { stdio: 'inherit' });
    execFileSync('sh', ['-c', `DEBIAN_FRONTEND=noninteractive ${command} -qq >/dev/null`], {
      stdio: 'inherit',
    });
  } catch {
    fail(`could not be installed; type: ${command}`);
  }
  // Without this check a renamed program would fail in a test, with a less clear message.
  const absent = needed.filter(({ found }) => !found()).map((program) => program.package);
  if (absent.length > 0) fail(`installed, but their programs were not found: ${absent.join(', ')}`);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
