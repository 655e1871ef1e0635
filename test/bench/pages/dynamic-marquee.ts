// bench: the page of dynamic-marquee as in its README, with figures over a plain WebSocket.
import { loop, Marquee } from 'dynamic-marquee';
import { follow } from './follow.ts';

const root = document.getElementById('ticker') as HTMLElement;
follow((rates) => {
  for (const { pair, display } of rates) {
    for (const it of document.querySelectorAll(`[data-pair="${pair}"]`))
      it.textContent = `${pair} ${display}`;
  }
}).then((rates) => {
  const items = rates.map(({ pair, display }) => () => {
    const item = document.createElement('span');
    item.dataset.pair = pair;
    item.style.paddingRight = '40px';
    item.textContent = `${pair} ${display}`;
    return item;
  });
  loop(new Marquee(root, { rate: -60 }), items);
});
