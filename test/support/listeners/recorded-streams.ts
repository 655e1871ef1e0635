// test: raw listeners, over WebSocket and over SSE, that record every message.
import { WebSocket } from 'ws';
import type { ServerMessage } from '../../../src/rates/wire.ts';

export interface RecordedStream {
  messages: ServerMessage[];
  /** Close code, or HTTP status of a refusal; 0 while it is open. */
  ended: number;
  send(data: string | Buffer): void;
  close(): void;
}

export function listenWs(url: string, headers: Record<string, string> = {}): Promise<RecordedStream> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url.replace('http', 'ws'), { headers });
    const stream: RecordedStream = {
      messages: [],
      ended: 0,
      send: (data) => socket.send(data),
      close: () => socket.terminate(),
    };
    socket.on('open', () => resolve(stream));
    socket.on('message', (data) => stream.messages.push(JSON.parse(String(data))));
    socket.on('error', () => {});
    socket.on('unexpected-response', (request, response) => {
      stream.ended = response.statusCode ?? 0;
      request.destroy();
      resolve(stream);
    });
    socket.on('close', (code) => {
      stream.ended ||= code;
      resolve(stream);
    });
  });
}

/** Callbacks of an SSE stream; `control` ends it, also before the answer. */
export interface SseWatch {
  opened(): void;
  message(message: ServerMessage): void;
  ended(): void;
  control: AbortController;
}

/** Throws when there is no answer. */
export async function listenSse(
  url: string,
  headers: Record<string, string> = {},
  watch?: SseWatch,
): Promise<RecordedStream & { ids: string[] }> {
  const control = watch?.control ?? new AbortController();
  const response = await fetch(url, { headers, signal: control.signal });
  const stream = {
    messages: [] as ServerMessage[],
    ids: [] as string[],
    ended: response.ok ? 0 : response.status,
    send() {},
    close: () => control.abort(),
  };
  if (response.ok && response.body !== null) {
    watch?.opened();
    void read(response.body);
  }
  async function read(body: ReadableStream<Uint8Array>): Promise<void> {
    let rest = '';
    try {
      for await (const chunk of body) {
        const events = (rest + Buffer.from(chunk).toString()).split('\n\n');
        rest = events.pop() ?? '';
        for (const event of events) take(event);
      }
    } catch {
      // Aborted by the test, or closed by the server: both end the stream.
    }
    stream.ended = 200;
    watch?.ended();
  }
  function take(event: string): void {
    for (const line of event.split('\n')) {
      if (line.startsWith('data: ')) {
        const message = JSON.parse(line.slice(6)) as ServerMessage;
        stream.messages.push(message);
        watch?.message(message);
      }
      if (line.startsWith('id: ')) stream.ids.push(line.slice(4));
    }
  }
  return stream;
}
