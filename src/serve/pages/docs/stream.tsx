// serve: the stream in the documentation: how to connect, its messages, and its close codes.
import type { Rate, Snapshot } from '../../../rates/wire.ts';
import type { AsyncApi } from '../../description/asyncapi.ts';
import { clientExamples, serverExamples } from '../../description/messages.ts';
import { CLOSES } from '../../stream/close-codes.ts';
import { EVENTS_PATH, WEBSOCKET_PATH } from '../../stream/paths.ts';
import { code, readable, snippets } from './code.tsx';
import { streamSnippets } from './requests.ts';

const ofPage = (
  base: string,
  one: string,
) => `new EventSource('${base}${EVENTS_PATH}?codes=${one}').onmessage = ({ data }) => {
  for (const { pair, display } of JSON.parse(data).rates ?? []) console.log(pair, display);
};`;

const ofSocket = (address: string, other: string) => `const socket = new WebSocket('${address}');
socket.onmessage = ({ data }) => console.log(JSON.parse(data));
socket.onopen = () => socket.send(JSON.stringify({ type: 'subscribe', codes: ['${other}'], id: 1 }));`;

const ofClient = (base: string, one: string) => `import { connect } from 'silk-ticker/client';

for await (const { type, seq, rates } of connect({ src: '${base}', codes: ['${one}'] })) {
  console.log(type, seq, rates);
}`;

export interface StreamPart {
  asyncApi: AsyncApi;
  base: string;
  codes: readonly string[];
  snapshot: Snapshot | null;
}

export function stream({ asyncApi, base, codes, snapshot }: StreamPart) {
  const { channels, components, info } = asyncApi;
  const shown: Rate | undefined = snapshot?.rates[0];
  const one = shown?.base ?? codes[0] ?? '';
  const other = codes.find((it) => it !== one) ?? one;
  const socketAddress = `${base.replace(/^http/, 'ws')}${WEBSOCKET_PATH}?codes=${one}`;
  const fromServer = snapshot && shown ? serverExamples(snapshot, shown) : {};
  const examples: Record<string, object> = { ...fromServer, ...clientExamples(one) };
  const fromClient = Object.keys(clientExamples(one));
  return (
    <>
      <article id="stream-listen">
        <div>
          <h3>
            WS {WEBSOCKET_PATH}, GET {EVENTS_PATH}
          </h3>
          <p>{info.description}</p>
          <dl>
            {Object.entries(channels.ws.bindings.ws.query.properties).map(([name, it]) => (
              <>
                <dt>{name}</dt>
                <dd>{String(it.description)}</dd>
              </>
            ))}
          </dl>
          <p>{channels.stream.description}</p>
        </div>
        <div class="asked">
          {snippets(streamSnippets(`${base}${EVENTS_PATH}?codes=${one}`), 'stream')}
          <h4>In a page by SSE and by WebSocket, and with the client library, which resumes by itself</h4>
          {code(ofPage(base, one), 'a page’s code for SSE')}
          {code(ofSocket(socketAddress, other), 'a page’s code for WebSocket')}
          {code(ofClient(base, one), 'the client’s code')}
        </div>
      </article>
      {Object.values(components.messages).map(({ name, summary }) => (
        <article id={`message-${name}`}>
          <div>
            <h3>{name}</h3>
            <p>
              {fromClient.includes(name) && 'From the client, on /ws: '}
              {summary}
            </p>
          </div>
          <div class="asked">{examples[name] && code(readable(examples[name]), `the message ${name}`)}</div>
        </article>
      ))}
      <section id="closes" class="object">
        <h3>Close codes of /ws</h3>
        <dl>
          {CLOSES.map(([numbers, meaning]) => (
            <>
              <dt>{numbers}</dt>
              <dd>{meaning}</dd>
            </>
          ))}
        </dl>
      </section>
    </>
  );
}
