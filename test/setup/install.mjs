// test: makes sure that the real programs which the tests start are here. Fails with the command to type, never skips.
import { existsSync } from 'node:fs';
import { has, install } from './packages.mjs';

/** Program → Debian package. `CHROMIUM` and `FIREFOX` name browsers elsewhere. */
const NEEDED = [
  { found: () => existsSync(process.env.CHROMIUM ?? '/usr/bin/chromium'), package: 'chromium' },
  { found: () => has(process.env.FIREFOX ?? 'firefox-esr'), package: 'firefox-esr' },
  { found: () => has('WebKitWebDriver'), package: 'webkit2gtk-driver' },
  // WebKit draws nothing without a screen.
  { found: () => has('Xvfb'), package: 'xvfb' },
  { found: () => has('redis-server'), package: 'redis-server' },
  { found: () => has('redis-sentinel'), package: 'redis-sentinel' },
  { found: () => has('nginx'), package: 'nginx-light' },
  { found: () => has('openssl'), package: 'openssl' },
  // systemd-analyze, which needs no running systemd.
  { found: () => has('systemd-analyze'), package: 'systemd' },
  // With it comes promtool, which judges metrics and alerts.
  { found: () => has('promtool'), package: 'prometheus' },
  // Two of the examples are run by them.
  { found: () => has('curl'), package: 'curl' },
  { found: () => has('python3'), package: 'python3' },
  // Shows in which order files reach the disk.
  { found: () => has('strace'), package: 'strace' },
  // Its library of feeds checks ours by RFC 4287.
  { found: () => has('ruby'), package: 'ruby' },
  // Names a font for the test of web fonts that come late.
  { found: () => has('fc-match'), package: 'fontconfig' },
];

install(NEEDED);
