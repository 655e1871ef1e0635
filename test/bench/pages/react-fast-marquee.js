// bench: the page of react-fast-marquee, as its README shows it, React and all. Plain JavaScript: no types of React here.
import { createElement, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import * as fast from 'react-fast-marquee';
import { follow } from './follow.ts';

// CommonJS: where its default export is found depends on who bundles it.
const Marquee = fast.default.default ?? fast.default;

function Ticker() {
  const [rates, setRates] = useState([]);
  useEffect(() => {
    const merge = (changed) =>
      setRates((old) => old.map((it) => changed.find(({ pair }) => pair === it.pair) ?? it));
    follow(merge).then(setRates);
  }, []);
  const items = rates.map(({ pair, display }) =>
    createElement('span', { key: pair, style: { paddingRight: 40 } }, `${pair} ${display}`),
  );
  return createElement(Marquee, { speed: 60 }, ...items);
}

createRoot(document.getElementById('ticker')).render(createElement(Ticker));
