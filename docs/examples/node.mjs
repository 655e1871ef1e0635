// The stream from Node. It runs here as it is, and elsewhere after `npm install path/to/silk-ticker ws`:
// node node.mjs http://localhost:3000 KGS,UZS
import { connect } from 'silk-ticker/client';
import { WebSocket } from 'ws';

const [src = 'http://localhost:3000', codes] = process.argv.slice(2);

const connection = connect({
  src,
  codes: codes?.split(','),
  // Node 22 has its own WebSocket. Without one the client reads server-sent events.
  WebSocket,
  onState: (state, why) => console.error(state, why ?? ''),
});

// The client reconnects and resumes by itself. The loop ends when you break out of it.
for await (const { type, seq, rates } of connection) {
  for (const { pair, display, change } of rates) {
    console.log(type, seq, pair, display, change ? `${change.percent}%` : '—');
  }
}
