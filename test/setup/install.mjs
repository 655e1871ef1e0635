// test: installs the programs that the tests start. If it cannot, it fails with the command to type; it never skips.
import { existsSync } from 'node:fs';
import { has, install } from './packages.mjs';

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

install(NEEDED);
