// wordpress: installs Debian's WordPress with its database, PHP and a browser. It starts none of them.
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
  // Without a theme a post is shown as an empty page.
  {
    found: () => existsSync(`${SHARE}/wp-content/themes/twentytwentythree`),
    package: 'wordpress-theme-twentytwentythree',
  },
  // Only the programs: the package mariadb-server would start a server.
  { found: () => has('mariadbd'), package: 'mariadb-server-core' },
  { found: () => has('mariadb'), package: 'mariadb-client' },
  { found: () => has('php'), package: 'php-cli' },
  { found: hasMysqli, package: 'php-mysql' },
  // WordPress depends on a web server. Without this one apt would install and start Apache.
  { found: () => has('nginx'), package: 'nginx-light' },
  { found: () => existsSync(process.env.CHROMIUM ?? '/usr/bin/chromium'), package: 'chromium' },
]);
