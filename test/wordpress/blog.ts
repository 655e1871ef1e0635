// wordpress: a blog with Debian's WordPress and its own database and web server, all in one folder.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { until } from '../support/until.ts';

const run = promisify(execFile);
const SHARE = '/usr/share/wordpress';
const NAME = 'wordpress';
export const WRITER = { name: 'writer', password: 'a password of this run alone' };

export interface Blog {
  /** `http://host`, on port 80. */
  origin: string;
  version: string;
  /** Publishes a post with this text. Returns its address. */
  publish(title: string, text: string): Promise<string>;
  /** The output of the web server so far. */
  said(): string;
  /** Synchronous, so that it also works in an exit handler. */
  remove(): void;
}

/** Starts an empty blog at port 80 of a loopback address. */
export async function startBlog(host: string): Promise<Blog> {
  const folder = mkdtempSync(join(tmpdir(), 'ticker-wordpress-'));
  const children: ChildProcess[] = [];
  // A line of PHP that waits for the database ends together with it.
  const removing = new AbortController();
  const remove = () => {
    removing.abort();
    for (const child of children.splice(0)) child.kill('SIGKILL');
    // A killed server may still write.
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once('exit', remove);
  try {
    const socket = await startDatabase(folder, children);
    const site = join(folder, 'site');
    // The files are links to Debian's folders. A copy has its own settings.
    await run('cp', ['--recursive', '--dereference', SHARE, site]);
    await writeFile(join(site, 'wp-config.php'), settings(host, socket));
    const said = await startWebServer(host, site, children);
    const origin = `http://${host}`;
    await install(origin);
    const publish = async (title: string, text: string) => {
      const call = `wp_insert_post(['post_title' => '${title}', 'post_content' => '${text}', 'post_status' => 'publish'])`;
      return php(site, `echo get_permalink(${call});`, removing.signal);
    };
    const version = await php(site, 'echo get_bloginfo("version");', removing.signal);
    return { origin, version, publish, said, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** It listens only on a socket in the folder, without a port. It has no password: other users cannot read the folder. */
async function startDatabase(folder: string, children: ChildProcess[]): Promise<string> {
  const data = join(folder, 'data');
  const socket = join(folder, 'db.sock');
  mkdirSync(data);
  const asRoot = process.getuid?.() === 0 ? ['--user=root'] : [];
  const common = ['--no-defaults', ...asRoot, `--datadir=${data}`];
  await run('mariadb-install-db', [...common, '--auth-root-authentication-method=normal', '--skip-test-db']);
  const flags = [
    `--socket=${socket}`,
    '--skip-networking',
    '--innodb-buffer-pool-size=32M',
    '--skip-log-bin',
  ];
  const program = '/usr/sbin/mariadbd';
  children.push(
    spawn(program, [...common, ...flags, `--pid-file=${join(folder, 'db.pid')}`], { stdio: 'ignore' }),
  );
  const ask = (text: string) =>
    run('mariadb', ['--no-defaults', '--user=root', `--socket=${socket}`, '-e', text]);
  const answers = () =>
    ask('SELECT 1').then(
      () => true,
      () => false,
    );
  await until('the database answers', answers);
  await ask(`CREATE DATABASE ${NAME}`);
  return socket;
}

function settings(host: string, socket: string): string {
  return `<?php
define('DB_NAME', '${NAME}');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:${socket}');
define('WP_HOME', 'http://${host}');
define('WP_SITEURL', 'http://${host}');
// No requests to other hosts: no updates, no pictures of writers.
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('DISABLE_WP_CRON', true);
define('WP_DEBUG', false);
$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
`;
}

/** Returns a function that returns its output. */
async function startWebServer(host: string, site: string, children: ChildProcess[]): Promise<() => string> {
  // It sends no mail, and reports errors on stderr instead of on the page.
  const flags = ['-d', 'sendmail_path=/bin/true', '-d', 'display_errors=stderr'];
  const child = spawn('php', [...flags, '-S', `${host}:80`, '-t', site], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  children.push(child);
  let text = '';
  child.stderr.on('data', (chunk) => {
    text += String(chunk);
  });
  const ended = once(child, 'exit').then(() => {
    throw new Error(`the web server has ended: ${text.trim()}`);
  });
  ended.catch(() => {});
  const started = until('the web server listens', () => text.includes('started'));
  await Promise.race([started, ended]);
  return () => text;
}

/** Sends the form that a new blog shows. */
async function install(origin: string): Promise<void> {
  const body = new URLSearchParams({
    weblog_title: 'A blog about money',
    user_name: WRITER.name,
    admin_password: WRITER.password,
    admin_password2: WRITER.password,
    admin_email: 'writer@blog.example',
    language: '',
    Submit: 'Install WordPress',
  });
  const answer = await fetch(`${origin}/wp-admin/install.php?step=2`, { method: 'POST', body });
  const text = await answer.text();
  if (!text.includes('Success!')) throw new Error(`WordPress was not installed: ${answer.status} ${text}`);
}

/** Runs a line of PHP inside WordPress. Returns its output. */
async function php(site: string, line: string, signal: AbortSignal): Promise<string> {
  return (await run('php', ['-r', `require '${site}/wp-load.php'; ${line}`], { signal })).stdout;
}
