import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const { scripts, repository, version } = JSON.parse(read('package.json'));

interface Step {
  uses?: string;
  run?: string;
  id?: string;
  with?: Record<string, unknown>;
}
interface Job {
  needs?: string;
  container?: string;
  permissions?: Record<string, string>;
  steps: Step[];
}
const workflow = parse(read('.github/workflows/release.yml')) as {
  on: { push: { tags: string[] } };
  permissions: Record<string, string>;
  jobs: Record<'test' | 'npm' | 'image', Job>;
};
const { jobs } = workflow;
const runs = (job: Job) => job.steps.flatMap(({ run }) => run ?? []);

describe('the workflow of a release', () => {
  it('starts with a tag and publishes only after the tests', () => {
    expect(workflow.on.push.tags).toEqual(['v*.*.*']);
    expect(Object.keys(jobs)).toEqual(['test', 'npm', 'image']);
    expect(jobs.npm.needs).toBe('test');
    expect(jobs.image.needs).toBe('test');
    expect(runs(jobs.test)).toContain('npm test');
    // test/setup installs packages of Debian.
    expect(jobs.test.container).toMatch(/^node:\d+-bookworm$/);
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('names existing scripts', () => {
    const named = Object.values(jobs)
      .flatMap(runs)
      .flatMap((text) => [...text.matchAll(/npm (?:run ([\w:]+)|(test)\b)/g)]);
    expect(named.length).toBeGreaterThan(0);
    for (const [, name, test = ''] of named) expect(scripts).toHaveProperty([name ?? test]);
  });

  it('publishes with provenance and a bill of materials, with minimal permissions', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    expect(jobs.npm.permissions).toMatchObject({ 'id-token': 'write' });
    const commands = runs(jobs.npm);
    expect(commands.some((text) => /^npm sbom .*--sbom-format=cyclonedx/.test(text))).toBe(true);
    expect(commands.some((text) => /^npm publish .*--provenance/.test(text))).toBe(true);
    // npm compares it with the repository of the build.
    expect(repository.url).toMatch(/^git\+https:\/\/github\.com\/.+\.git$/);
  });

  it('builds the image for both architectures, with the arguments of Dockerfile', () => {
    const push = jobs.image.steps.find(({ id }) => id === 'push');
    expect(push?.with).toMatchObject({ platforms: 'linux/amd64,linux/arm64', push: true, sbom: true });
    const asked = [...read('Dockerfile').matchAll(/^ARG (\w+)=/gm)].map(([, name]) => name);
    const given = String(push?.with?.['build-args'])
      .trim()
      .split('\n')
      .map((line) => line.split('=')[0]);
    expect(given).toEqual(asked);
  });

  it('pins each action to a version', () => {
    const actions = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? []));
    expect(actions.length).toBeGreaterThan(5);
    for (const action of actions) expect(action).toMatch(/^[\w-]+\/[\w-]+@v\d+$/);
  });
});
