// fault: the process that damages documents; `damage.ts` starts it and waits for its one message.
import { MUTATIONS, type Read, readMutations, readTruncations, SEED, type Work } from './damage.ts';
import { pollDamaged, STAGES } from './damaged-banks.ts';

const work = process.argv[2] as Work;
const stage = STAGES.find(({ publisher }) => publisher === work);
const answer: unknown =
  stage === undefined
    ? ({ cut: readTruncations(), mutated: readMutations(MUTATIONS, SEED) } satisfies Read)
    : await pollDamaged(stage, MUTATIONS, SEED);
process.send?.(answer, () => process.exit(0));
