// test: memory and descriptors of a service's process, as Linux reports them in `/proc`.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { ServiceChild } from './child.ts';

type Running = Pick<ServiceChild, 'process'>;

function statusMb({ process: { pid } }: Running, field: string): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024;
}

/** The resident memory. */
export const memoryMb = (service: Running): number => statusMb(service, 'VmRSS');

/** The most resident memory since the start, or since the last `resetPeak`. */
export const peakMb = (service: Running): number => statusMb(service, 'VmHWM');

/** Sets the kernel's high-water mark to the resident memory. */
export const resetPeak = ({ process: { pid } }: Running): void =>
  writeFileSync(`/proc/${pid}/clear_refs`, '5');

/** The number of open descriptors. */
export const descriptors = ({ process: { pid } }: Running): number => readdirSync(`/proc/${pid}/fd`).length;
