// image: the container engine of this machine, docker or podman, called by its command.
import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

export interface Engine {
  name: 'docker' | 'podman';
  /** Runs one command and returns its output. Throws with its stderr. */
  call(...args: string[]): Promise<string>;
  /** The last lines of a container's output. */
  logs(container: string): string;
  /** Whether a command inside a container ends with 0. */
  succeeds(container: string, command: readonly string[]): Promise<boolean>;
  /** Flags that this engine needs on some machines. */
  runFlags: readonly string[];
}

/** An image builds in a minute or two; a small machine takes longer. */
const LONGEST_MS = 600_000;
/** Enough for 8,192 connections of nginx to both sides, and below the limit of most machines. */
const MAX_FILES = 20_000;
/**
 * podman requests a million files and processes. Where it cannot raise its limits (in a container, or on a machine
 * without CAP_SYS_RESOURCE) no container starts.
 */
const PODMAN_LIMITS = ['--ulimit', `nofile=${MAX_FILES}:${MAX_FILES}`, '--ulimit', 'nproc=4096:4096'];

/** The first engine that works, or a sentence for each one that does not. */
export function findEngine(): Engine | { missing: string[] } {
  const missing: string[] = [];
  for (const name of ['docker', 'podman'] as const) {
    const { error, status, stderr } = spawnSync(name, ['info'], { encoding: 'utf8' });
    if (status === 0) return createEngine(name);
    missing.push(`${name}: ${error === undefined ? lastLine(stderr) : 'not installed'}`);
  }
  return { missing };
}

function createEngine(name: Engine['name']): Engine {
  async function call(...args: string[]): Promise<string> {
    const { stdout } = await execute(name, args, { timeout: LONGEST_MS, maxBuffer: 64 * 1024 * 1024 });
    return stdout.trim();
  }
  return {
    name,
    call,
    runFlags: name === 'podman' ? PODMAN_LIMITS : [],
    logs(container) {
      const { stdout, stderr } = spawnSync(name, ['logs', '--tail', '5', container], { encoding: 'utf8' });
      return (stdout + stderr).trim();
    },
    async succeeds(container, command) {
      return call('exec', container, ...command).then(
        () => true,
        () => false,
      );
    },
  };
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
