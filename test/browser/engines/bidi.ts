// test: a connection over WebDriver BiDi. Each command has a number and one answer.
import { once } from 'node:events';
import WebSocket from 'ws';

export interface Bidi {
  send(method: string, params: object): Promise<Record<string, unknown>>;
  close(): void;
}

/** Without this limit, a command without an answer would block its test without a message. */
const ANSWER_MS = 30_000;

interface Answer {
  id?: number;
  type: string;
  result?: Record<string, unknown>;
  error?: string;
  message?: string;
}

export async function connectBidi(url: string): Promise<Bidi> {
  const socket = new WebSocket(url, { maxPayload: 64 * 1024 * 1024 });
  await once(socket, 'open');
  const waiting = new Map<number, (answer: Answer) => void>();
  let id = 0;
  socket.on('message', (data) => {
    const answer = JSON.parse(String(data)) as Answer;
    if (answer.id !== undefined) waiting.get(answer.id)?.(answer);
  });
  return {
    send(method, params) {
      id += 1;
      const own = id;
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`no answer to ${method}`)), ANSWER_MS);
        waiting.set(own, ({ type, result = {}, error, message }) => {
          clearTimeout(timer);
          waiting.delete(own);
          if (type === 'success') resolve(result);
          else reject(new Error(`${method}: ${error}: ${message}`));
        });
        socket.send(JSON.stringify({ id: own, method, params }));
      });
    },
    close: () => socket.terminate(),
  };
}
