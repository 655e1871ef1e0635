// test: `npm run stack -- 3` keeps the topology running until Ctrl-C: Redis, that many replicas, nginx on PORT or 3000.
import { startStack } from './stack.ts';

const count = Number(process.argv[2] ?? 2);
if (!Number.isInteger(count) || count < 1 || count > 20) {
  console.error('npm run stack -- <replicas>, from 1 to 20');
  process.exit(1);
}
const { PORT = '3000', ...rest } = process.env;
// Only the settings of the service are passed on, not the rest of this shell's environment.
const ours = Object.entries(rest).filter(([name]) =>
  /^(?:SOURCES|SEED_FILE|POLL_CRON|BACKFILL_DAYS|ADMIN_TOKEN|LOG_LEVEL|PUBLIC_URL|[A-Z0-9]+_ORIGIN)$/.test(
    name,
  ),
);
const stack = await startStack(count, Object.fromEntries(ours) as Record<string, string>, Number(PORT));
console.log(`nginx     ${stack.origin}`);
console.log(`Redis     redis://127.0.0.1:${stack.redis.port}`);
for (const { origin, opsOrigin } of stack.replicas)
  console.log(`replica   ${origin}   metrics ${opsOrigin}/metrics`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    console.log('stopping');
    stack.stop().then(() => process.exit(0));
  });
}
