// bench: the code that a page would have by hand: one fetch, then every update of a plain WebSocket.
export interface Shown {
  pair: string;
  display: string;
}

/** Returns the first rates and calls back with the changed ones. */
export async function follow(onUpdate: (rates: Shown[]) => void): Promise<Shown[]> {
  const src = document.body.dataset.src ?? '';
  const { rates } = (await (await fetch(`${src}/rates`)).json()) as { rates: Shown[] };
  new WebSocket(`${src.replace('http', 'ws')}/ws`).onmessage = ({ data }) =>
    onUpdate((JSON.parse(String(data)) as { rates?: Shown[] }).rates ?? []);
  return rates;
}
