// fault: the installed packages, and their known vulnerabilities.
import { execFile } from 'node:child_process';
import type { FaultRow } from '../../support/fault/table.ts';

const MOST_PACKAGES = 45;
const ROOT = new URL('../../..', import.meta.url).pathname;

/** npm ends with an error when it has findings: its output counts. */
function npm(...args: string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile('npm', args, { cwd: ROOT, timeout: 60_000 }, (_error, stdout) => resolve(stdout));
  });
}

interface Audit {
  metadata?: { vulnerabilities: { high: number; critical: number } };
  message?: string;
}

/** The rows of the installed packages. */
export async function run(): Promise<FaultRow[]> {
  const listed = (await npm('ls', '--omit=dev', '--all', '--parseable')).trim().split('\n');
  // The first is this package.
  const packages = new Set(listed).size - 1;
  const { metadata, message = 'no answer' } = JSON.parse(
    (await npm('audit', '--omit=dev', '--json')) || '{}',
  ) as Audit;
  const rows: FaultRow[] = [
    {
      id: 'O4a',
      fault: 'installed runtime packages',
      measured: `${packages}`,
      due: `1 to ${MOST_PACKAGES}`,
      passed: packages > 0 && packages <= MOST_PACKAGES,
    },
  ];
  if (metadata === undefined) {
    // A registry without advisories cannot report any: no row is better than one that cannot fail.
    console.log(`O4b not run: the registry has no audit (${message})`);
    return rows;
  }
  const { high, critical } = metadata.vulnerabilities;
  return [
    ...rows,
    {
      id: 'O4b',
      fault: 'npm audit --omit=dev',
      measured: `${high} high, ${critical} critical`,
      due: '0, 0',
      passed: high === 0 && critical === 0,
    },
  ];
}
