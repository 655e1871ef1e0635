// image: the containers of one run, started in the order of their dependencies, and removed at the end.
import { until } from '../support/until.ts';
import type { Engine } from './engine.ts';
import { checkOf, readTopology, type Service } from './topology.ts';

export interface Containers {
  /** The address of nginx, the entry. */
  origin: string;
  services: readonly Service[];
  /** The container of a service. */
  named(service: string): string;
  remove(): Promise<void>;
}

export interface ContainersOptions {
  root: URL;
  /** The variables of compose.yaml; `PORT` with its address. */
  env: Record<string, string> & { PORT: string };
  prefix: string;
  /** The image that was built. */
  image: string;
}

/** Starts all containers and waits until each is healthy. When one is not, all are removed. */
export async function startContainers(
  engine: Engine,
  { root, env, prefix, image }: ContainersOptions,
): Promise<Containers> {
  const { services, subnet, volumes } = await readTopology(new URL('compose.yaml', root), env, prefix);
  const named = (service: string) => `${prefix}-${service}`;
  const hosts = services.flatMap(({ name, address }) => ['--add-host', `${name}:${address}`]);

  async function start(service: Service): Promise<void> {
    const { name, address, flags, command } = service;
    const place = ['--name', named(name), '--network', prefix, '--ip', address, ...hosts];
    const from = service.image ?? image;
    await engine.call('run', '--detach', ...place, ...engine.runFlags, ...flags, from, ...command);
    const check = service.health ?? (await imageCheck(engine, from));
    await until(name, () => engine.succeeds(named(name), check)).catch((error: unknown) => {
      throw new Error(`${name} is not healthy: ${engine.logs(named(name))}`, { cause: error });
    });
    console.log(`${name} is well`);
  }

  async function remove(): Promise<void> {
    // A missing container is not an error.
    const ignore = () => {};
    for (const { name } of services)
      await engine.call('rm', '--force', '--volumes', named(name)).catch(ignore);
    await engine.call('network', 'rm', prefix).catch(ignore);
    for (const volume of volumes) await engine.call('volume', 'rm', volume).catch(ignore);
  }

  try {
    await engine.call('network', 'create', '--subnet', subnet, prefix);
    for (const service of services) await start(service);
  } catch (error) {
    await remove();
    throw error;
  }
  return { origin: `http://${env.PORT}`, services, named, remove };
}

/** The HEALTHCHECK of an image, which the engines store in different places. */
async function imageCheck(engine: Engine, image: string): Promise<string[]> {
  const [told] = JSON.parse(await engine.call('image', 'inspect', image)) as [
    {
      Config: { Healthcheck?: { Test: string[] } };
      HealthCheck?: { Test: string[] };
      Healthcheck?: { Test: string[] };
    },
  ];
  const check = told.Config.Healthcheck ?? told.HealthCheck ?? told.Healthcheck;
  if (check === undefined) throw new Error(`${image} has no health check`);
  return checkOf(check.Test);
}
