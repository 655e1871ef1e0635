import { describe, expect, it } from 'vitest';
import { readCommandLine } from '../../src/command/command-line.ts';
import { USAGE } from '../../src/command/usage.ts';
import { SETTINGS } from '../../src/config.ts';

const read = (text: string, env = {}) => readCommandLine(text === '' ? [] : text.split(' '), env);
const HERE = 'http://localhost:3000';

describe('the command line', () => {
  it('runs the service, with flags in place of settings', () => {
    expect(read('')).toEqual({ command: 'serve', settings: {} });
    expect(read('--port 4000 --redis redis://h:1 --sources=demo --seed a.json')).toEqual({
      command: 'serve',
      settings: { PORT: '4000', REDIS_URL: 'redis://h:1', SOURCES: 'demo', SEED_FILE: 'a.json' },
    });
  });

  it('reads codes in upper and lower case, with blanks or commas, each once', () => {
    const rates = { command: 'rates', src: HERE, isWatched: false, isJson: false };
    expect(read('rates')).toEqual({ ...rates, codes: [] });
    expect(read('rates kgs,UZS kgs --json')).toEqual({ ...rates, codes: ['KGS', 'UZS'], isJson: true });
    expect(readCommandLine(['rates', 'KGS UZS'])).toMatchObject({ codes: ['KGS', 'UZS'] });
    expect(read('rates KGSUZS')).toMatchObject({ problem: expect.stringContaining('KGSUZS') });
    expect(read('rates -w --src https://rates.example/money/ KZT')).toEqual({
      ...rates,
      codes: ['KZT'],
      isWatched: true,
      src: 'https://rates.example/money',
    });
  });

  it('uses the service on this machine, at the address in the environment', () => {
    expect(read('check')).toEqual({ command: 'check', src: HERE });
    expect(read('check', { PORT: '4000' })).toEqual({ command: 'check', src: 'http://localhost:4000' });
    expect(read('check --src rates.example:81')).toEqual({
      command: 'check',
      src: 'http://rates.example:81',
    });
  });

  it('takes every setting as a flag, and no secret', () => {
    expect(read('--host ::1 --data-dir= --public-url https://rates.example --redis-url redis://h:1')).toEqual(
      {
        command: 'serve',
        settings: {
          HOST: '::1',
          DATA_DIR: '',
          PUBLIC_URL: 'https://rates.example',
          REDIS_URL: 'redis://h:1',
        },
      },
    );
    for (const name of SETTINGS.filter((it) => it !== 'ADMIN_TOKEN'))
      expect(read(`--${name.toLowerCase().replaceAll('_', '-')}=1`)).toMatchObject({
        settings: { [name]: '1' },
      });
    expect(read('--admin-token=secret')).toMatchObject({ problem: 'unknown flag --admin-token' });
  });

  it('reads the first day and the source of a backfill', () => {
    expect(read('backfill --from 2020-01-01 --source nbk')).toEqual({
      command: 'backfill',
      from: '2020-01-01',
      source: 'nbk',
    });
  });

  it.each([
    ['--bogus', 'unknown flag --bogus', 'serve'],
    ['-x', 'unknown flag -x', 'serve'],
    ['--port', "Option '--port <value>' argument missing", 'serve'],
    ['--port=', '--port needs a value', 'serve'],
    ['--port -1', "Option '--port' argument is ambiguous", 'serve'],
    ['frob', 'unknown command frob: the commands are rates, check, backfill and help', 'serve'],
    ['backfill', '--from: must be a day such as 2020-01-01', 'backfill'],
    ['backfill --from 2020-02-30', '--from: must be a day such as 2020-01-01', 'backfill'],
    ['backfill --since 2020', 'unknown flag --since', 'backfill'],
    ['rates --wach', 'unknown flag --wach', 'rates'],
    ['rates SOM1', 'SOM1 is not a currency code: it must be three letters, such as KGS', 'rates'],
    ['check --json', 'unknown flag --json', 'check'],
    [
      'check --src ftp://a',
      '--src: must be an http or https address without user, query or fragment',
      'check',
    ],
    [
      'rates --src http://me:pass@a',
      '--src: must be an http or https address without user, query or fragment',
      'rates',
    ],
  ])('refuses %j: %s', (text, problem, of) => {
    expect(read(text)).toEqual({ command: 'none', problem, of });
  });

  it('refuses a PORT of the environment that is no port', () => {
    const problem = 'PORT of the environment is no port: name the server by --src';
    expect(read('check', { PORT: 'a' })).toEqual({ command: 'none', problem, of: 'check' });
  });

  it.each(['serve', 'rates', 'check', 'backfill'] as const)(
    'has help for %s that fits 80 columns',
    (topic) => {
      expect(read(topic === 'serve' ? '-h' : `${topic} --help`)).toEqual({ command: 'help', of: topic });
      expect(read(`help ${topic}`)).toEqual({ command: 'help', of: topic });
      for (const line of USAGE[topic].split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    },
  );
});
