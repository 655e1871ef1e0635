// The stream from Node: here as it is, elsewhere after `npm install path/to/silk-ticker ws`:
// node node.mjs http://localhost:3000 KGS,UZS
import { connect } from 'silk-ticker/client';
import { WebSocket } from 'ws';

const [src = 'http://localhost:3000', codes] = process.argv.slice(2);

const connection = connect({
  src,
  codes: codes?.split(','),
  // Node 22 has one of its own; without any, the stream is read as server-sent events.
  WebSocket,
  onState: (state, why) => console.error(state, why ?? ''),
});

// Reconnects, resumes and starts over by itself; the loop ends when you break out of it.
for await (const { type, seq, rates } of connection) {
  for (const { pair, display, change } of rates) {
    console.log(type, seq, pair, display, change ? `${change.percent}%` : '—');
  }
}
