// Measures the script that pages embed, as browsers receive it, and fails above the limit.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

/** The size of a small picture: a publisher adds one without thinking about it. */
const MAX_BYTES = 10_000;

const script = readFileSync(new URL('../dist/widget.js', import.meta.url));
const bytes = gzipSync(script, { level: 9 }).length;
console.log(`dist/widget.js: ${script.length} bytes, ${bytes} with gzip (at most ${MAX_BYTES})`);
if (bytes > MAX_BYTES) process.exitCode = 1;
