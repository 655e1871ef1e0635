// Posts each new fixing to a chat. None is lost when this program or the service is restarted. A fixing may be posted
// twice when this program is killed between a post and the save after it.
//   WEBHOOK_URL=https://hooks.example/… node notify.mjs http://localhost:3000 position.json KGS,KZT
//   TELEGRAM_TOKEN=… TELEGRAM_CHAT=@channel node notify.mjs http://localhost:3000 position.json
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'silk-ticker/client';

const [address = 'http://localhost:3000', file = 'position.json', codes] = process.argv.slice(2);
const src = address.replace(/\/+$/, '');
const { WEBHOOK_URL, TELEGRAM_TOKEN, TELEGRAM_CHAT, TELEGRAM_API = 'https://api.telegram.org' } = process.env;
// Slack, Mattermost and Rocket.Chat accept `text`; Discord accepts it when the address ends with /slack.
const target = WEBHOOK_URL || `${TELEGRAM_API}/bot${TELEGRAM_TOKEN}/sendMessage`;
if (!URL.canParse(target) || !(WEBHOOK_URL || (TELEGRAM_TOKEN && TELEGRAM_CHAT))) {
  console.error('set WEBHOOK_URL to an address, or TELEGRAM_TOKEN and TELEGRAM_CHAT');
  process.exit(1);
}
const isFirstStart = !existsSync(file);
// The last posted fixing of each currency, and the position in the stream.
const state = isFirstStart ? { position: undefined, posted: {} } : JSON.parse(await readFile(file, 'utf8'));

/** Replaces the file as a whole: a half-written file would lose the position. */
async function save() {
  await writeFile(`${file}.new`, JSON.stringify(state));
  await rename(`${file}.new`, file);
}

/** The body of a good answer. Tries again while there is none. The address can contain a secret and is not printed. */
async function ask(whom, address, request) {
  for (let waitS = 1; ; waitS = Math.min(waitS * 2, 60)) {
    const answer = await fetch(address, { ...request, signal: AbortSignal.timeout(10_000) }).catch(
      () => null,
    );
    const body = await answer?.text().catch(() => undefined);
    if (answer?.ok && body !== undefined) return body;
    const { status = 0 } = answer ?? {};
    if (status >= 400 && status < 500 && status !== 429) throw new Error(`${whom} refuses it: ${status}`);
    const pauseS = Math.max(waitS, Number(answer?.headers.get('retry-after')) || 0);
    console.error(`${whom}: ${status || 'no answer'}; the next try is in ${pauseS} s`);
    await sleep(1000 * pauseS);
  }
}

async function post(text) {
  const body = JSON.stringify(WEBHOOK_URL ? { text } : { chat_id: TELEGRAM_CHAT, text });
  await ask('the chat', target, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
}

/** The fixings of a rate that were not posted yet: those after the last posted one, up to this one. */
async function newFixings(rate) {
  const { base: code, date, inverse } = rate;
  const last = state.posted[code];
  if (last?.date === date && last.inverse === inverse) return [];
  if (last === undefined || last.date >= date) return [rate];
  const { rates } = JSON.parse(
    await ask('the service', `${src}/rates/${code}/history?from=${last.date}&to=${date}`),
  );
  return [...rates.filter((it) => it.date > last.date && it.date < date), rate];
}

for await (const message of connect({ src, codes: codes?.split(','), from: state.position })) {
  for (const rate of message.rates) {
    // A seed is not a fixing, and a rate that is fixed by decree does not change.
    if (rate.source.kind !== 'official' || rate.status === 'pegged') continue;
    const { base: code, source } = rate;
    for (const { date, inverse, change } of isFirstStart && !state.position
      ? [rate]
      : await newFixings(rate)) {
      const step = change ? `, ${code} ${change.percent} %` : '';
      if (state.position) await post(`1 USD = ${inverse} ${code} for ${date}${step} (${source.name})`);
      state.posted[code] = { date, inverse };
      await save();
    }
  }
  state.position = { epoch: message.epoch, seq: message.seq };
  await save();
}
