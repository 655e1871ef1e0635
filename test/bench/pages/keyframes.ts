// bench: the usual marquee: two copies, keyframes in percent, everything drawn again at each message of socket.io.
import { io } from 'socket.io-client';
import type { Shown } from './follow.ts';

const root = document.getElementById('ticker') as HTMLElement;
const style = document.createElement('style');
style.textContent =
  '#ticker{overflow:hidden}.track{display:inline-block;white-space:nowrap;animation:roll 15s linear infinite}' +
  '.track span{padding-right:40px}@keyframes roll{to{transform:translateX(-50%)}}';
document.head.append(style);
const track = document.createElement('div');
track.className = 'track';
root.append(track);

const known = new Map<string, string>();
io(document.body.dataset.socket ?? '').on('rates', (rates: Shown[]) => {
  for (const { pair, display } of rates) known.set(pair, display);
  const items = [...known].map(([pair, display]) => `<span>${pair} ${display}</span>`).join('');
  track.innerHTML = items + items;
});
