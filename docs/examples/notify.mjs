// Posts each new fixing to a chat. None is lost when this program or the service is restarted. A fixing may be posted
// twice when this program is killed between a post and the save after it.
//   WEBHOOK_URL=https://hooks.example/… node notify.mjs http://localhost:3000 position.json KGS,KZT
//   TELEGRAM_TOKEN=… TELEGRAM_CHAT=@channel node notify.mjs http://localhost:3000 position.json
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'silk-ticker/client';

const [src = 'http://localhost:3000', file = 'position.json', codes] = process.argv.slice(2);
const { WEBHOOK_URL, TELEGRAM_TOKEN, TELEGRAM_CHAT, TELEGRAM_API = 'https://api.telegram.org' } = process.env;
// Slack, Mattermost and Rocket.Chat accept `text`; Discord accepts it when the address ends with /slack.
const target = WEBHOOK_URL ?? `${TELEGRAM_API}/bot${TELEGRAM_TOKEN}/sendMessage`;
const isFirstStart = !existsSync(file);
// The last posted fixing of each currency, and the position in the stream.
const state = isFirstStart ? { position: undefined, posted: {} } : JSON.parse(await readFile(file, 'utf8'));

/** Replaces the file as a whole: a half-written file would lose the position. */
async function save() {
  await writeFile(`${file}.new`, JSON.stringify(state));
  await rename(`${file}.new`, file);
}

async function post(text) {
  for (let waitS = 1; ; waitS = Math.min(waitS * 2, 60)) {
    const body = JSON.stringify(WEBHOOK_URL ? { text } : { chat_id: TELEGRAM_CHAT, text });
    const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
    const answer = await fetch(target, { ...request, signal: AbortSignal.timeout(10_000) }).catch(() => null);
    if (answer?.ok) return;
    const { status = 0 } = answer ?? {};
    // The address contains a secret and is not printed.
    if (status >= 400 && status < 500 && status !== 429) throw new Error(`the chat refuses it: ${status}`);
    await sleep(1000 * Math.max(waitS, Number(answer?.headers.get('retry-after')) || 0));
  }
}

/** The fixings of a rate that were not posted yet: those after the last posted one, up to this one. */
async function newFixings(rate) {
  const { base: code, date, inverse } = rate;
  const last = state.posted[code];
  if (last?.date === date && last.inverse === inverse) return [];
  if (last === undefined || last.date >= date) return [rate];
  const answer = await fetch(`${src}/rates/${code}/history?from=${last.date}&to=${date}`);
  if (!answer.ok) throw new Error(`no history of ${code}: ${answer.status}`);
  const { rates } = await answer.json();
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
