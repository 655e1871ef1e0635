// test: installs the programs that the tests start. If it cannot, it fails with the command to type; it never skips.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** Program → Debian package. `CHROMIUM` and `FIREFOX` set the paths of other browsers. */
const NEEDED = [
  { found: () => existsSync(process.env.CHROMIUM ?? '/usr/bin/chromium'), package: 'chromium' },
  { found: () => has(process.env.FIREFOX ?? 'firefox-esr'), package: 'firefox-esr' },
  { found: () => has('WebKitWebDriver'), package: 'webkit2gtk-driver' },
  // WebKit needs a screen to draw.
  { found: () => has('Xvfb'), package: 'xvfb' },
  { found: () => has('redis-server'), package: 'redis-server' },
  { found: () => has('redis-sentinel'), package: 'redis-sentinel' },
  { found: () => has('nginx'), package: 'nginx-light' },
  { found: () => has('openssl'), package: 'openssl' },
  // For systemd-analyze, which needs no running systemd.
  { found: () => has('systemd-analyze'), package: 'systemd' },
  // It contains promtool, which checks metrics and alerts.
  { found: () => has('promtool'), package: 'prometheus' },
  // Two of the examples need them.
  { found: () => has('curl'), package: 'curl' },
  { found: () => has('python3'), package: 'python3' },
  // Shows the order in which files are written to the disk.
  { found: () => has('strace'), package: 'strace' },
  // Its feed library checks ours by RFC 4287.
  { found: () => has('ruby'), package: 'ruby' },
  // Finds a font for the test of late web fonts.
  { found: () => has('fc-match'), package: 'fontconfig' },
];

function has(program) {
  // Debian installs servers in /usr/sbin, which is not on every user's path.
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'];
  return isAbsolute(program)
    ? existsSync(program)
    : folders.some((folder) => existsSync(join(folder, program)));
}

const missing = NEEDED.filter((program) => !program.found()).map((program) => program.package);
if (missing.length > 0) {
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
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
