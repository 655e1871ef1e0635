// wordpress: makes sure that Debian's WordPress is here, with its database, PHP and a browser. None of them is started.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { has, install } from '../setup/packages.mjs';

const SHARE = '/usr/share/wordpress';
const PHP = '/usr/lib/php';

function hasMysqli() {
  const isThere = (version) => existsSync(join(PHP, version, 'mysqli.so'));
  return existsSync(PHP) && readdirSync(PHP).some(isThere);
}

install([
  { found: () => existsSync(`${SHARE}/wp-settings.php`), package: 'wordpress' },
  // Without a theme a post is an empty page.
  {
    found: () => existsSync(`${SHARE}/wp-content/themes/twentytwentythree`),
    package: 'wordpress-theme-twentytwentythree',
  },
  // The programs alone: the package of the server would start one.
  { found: () => has('mariadbd'), package: 'mariadb-server-core' },
  { found: () => has('mariadb'), package: 'mariadb-client' },
  { found: () => has('php'), package: 'php-cli' },
  { found: hasMysqli, package: 'php-mysql' },
  // WordPress asks for some web server; without one here, apt would take and start Apache.
  { found: () => has('nginx'), package: 'nginx-light' },
  { found: () => existsSync(process.env.CHROMIUM ?? '/usr/bin/chromium'), package: 'chromium' },
]);
