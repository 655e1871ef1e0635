// Posts each new fixing to a chat. None is lost over a restart of this program or of the service; one may come twice
// when this is killed between a post and the note of it.
//   WEBHOOK_URL=https://hooks.example/… node notify.mjs http://localhost:3000 position.json KGS,KZT
//   TELEGRAM_TOKEN=… TELEGRAM_CHAT=@channel node notify.mjs http://localhost:3000 position.json
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'silk-ticker/client';

const [src = 'http://localhost:3000', file = 'position.json', codes] = process.argv.slice(2);
const { WEBHOOK_URL, TELEGRAM_TOKEN, TELEGRAM_CHAT, TELEGRAM_API = 'https://api.telegram.org' } = process.env;
// `text` is understood by Slack, Mattermost and Rocket.Chat, and by Discord when its address ends with /slack.
const target = WEBHOOK_URL ?? `${TELEGRAM_API}/bot${TELEGRAM_TOKEN}/sendMessage`;
const isFirstStart = !existsSync(file);
// What was posted last of each currency, and how far the stream was read.
const state = isFirstStart ? { position: undefined, posted: {} } : JSON.parse(await readFile(file, 'utf8'));

/** Replaced as a whole: a file that is half written would be a lost position. */
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
    // The address has a secret in it and is not printed.
    if (status >= 400 && status < 500 && status !== 429) throw new Error(`the chat refuses it: ${status}`);
    await sleep(1000 * Math.max(waitS, Number(answer?.headers.get('retry-after')) || 0));
  }
}

/** The fixings of a rate that were not posted: those between the last one and this, and this. */
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
    // A seed is no fixing, and a figure that is fixed by decree is no news.
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
