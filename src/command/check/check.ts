// command: `silk-ticker check`: queries a running service and prints findings for its operator.
import { messageOf, TickerError } from '../../errors.ts';
import { type Output, type Paint, paintFor, plain, widthOf, wrap } from '../terminal.ts';
import { gather } from './evidence.ts';
import { type Finding, findingsOf, type Level } from './findings.ts';

/** Exit codes, for scripts and timers. */
const HEALTHY = 0;
const NEEDS_A_LOOK = 1;
const NOT_REACHABLE = 2;

const SIGNS: Readonly<Record<Level, [sign: string, style: Parameters<Paint>[0]]>> = {
  good: ['✓', 'green'],
  note: ['·', 'dim'],
  look: ['!', 'yellow'],
};

/** Prints the findings and returns the exit code: 0 healthy, 1 needs a look, 2 not reachable. */
export async function checkService({ src }: { src: string }, out: Output): Promise<number> {
  const paint = paintFor(out);
  try {
    const evidence = await gather(src);
    const { ready, snapshot } = evidence;
    if (snapshot === undefined && ready.status !== 200 && ready.status !== 503) {
      out.write(`${paint('red', `${src} is not reachable: the answer does not come from silk-ticker.`)}\n`);
      return NOT_REACHABLE;
    }
    const findings = findingsOf(evidence);
    out.write(textOf(src, findings, widthOf(out), paint));
    return findings.some(({ level }) => level === 'look') ? NEEDS_A_LOOK : HEALTHY;
  } catch (error) {
    if (!(error instanceof TickerError)) throw error;
    out.write(`${paint('red', plain(messageOf(error)))}\n`);
    return NOT_REACHABLE;
  }
}

function textOf(src: string, findings: readonly Finding[], width: number, paint: Paint): string {
  const count = findings.filter(({ level }) => level === 'look').length;
  const verdict =
    count === 0
      ? paint('green', `${src} is healthy`)
      : paint('yellow', `${src} needs a look at ${count === 1 ? 'one thing' : `${count} things`}`);
  const lines = findings.flatMap(({ level, text }) => {
    const [sign, style] = SIGNS[level];
    const [first = '', ...rest] = wrap(text, width - 2);
    return [`${paint(style, sign)} ${first}`, ...rest.map((line) => `  ${line}`)];
  });
  return `${[verdict, '', ...lines].join('\n')}\n`;
}
