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

/** Callbacks of a stream, for a test that does not read the recording. */
export interface StreamEvents {
  opened(): void;
  message(message: ServerMessage): void;
  /** Called once, also for a refused stream. */
  ended(): void;
  /** Ends the stream, also before the answer. */
  control: AbortController;
}

/** Also resolves when it is refused or not answered. */
export function listenWs(
  url: string,
  headers: Record<string, string> = {},
  events?: StreamEvents,
): Promise<RecordedStream> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url.replace('http', 'ws'), { headers });
    const stream: RecordedStream = {
      messages: [],
      ended: 0,
      send: (data) => socket.send(data),
      close: () => socket.terminate(),
    };
    function end(code: number): void {
      if (stream.ended === 0) events?.ended();
      stream.ended ||= code;
      resolve(stream);
    }
    events?.control.signal.addEventListener('abort', stream.close);
    socket.on('open', () => {
      events?.opened();
      resolve(stream);
    });
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as ServerMessage;
      stream.messages.push(message);
      events?.message(message);
    });
    socket.on('error', () => {});
    socket.on('unexpected-response', (request, response) => {
      end(response.statusCode ?? 0);
      request.destroy();
    });
    socket.on('close', end);
  });
}

/** Throws when there is no answer. */
export async function listenSse(
  url: string,
  headers: Record<string, string> = {},
  events?: StreamEvents,
): Promise<RecordedStream & { ids: string[] }> {
  const control = events?.control ?? new AbortController();
  const response = await fetch(url, { headers, signal: control.signal });
  const stream = {
    messages: [] as ServerMessage[],
    ids: [] as string[],
    ended: response.ok ? 0 : response.status,
    send() {},
    close: () => control.abort(),
  };
  if (response.ok && response.body !== null) {
    events?.opened();
    void read(response.body);
  } else {
    events?.ended();
  }
  async function read(body: ReadableStream<Uint8Array>): Promise<void> {
    let rest = '';
    try {
      for await (const chunk of body) {
        const parts = (rest + Buffer.from(chunk).toString()).split('\n\n');
        rest = parts.pop() ?? '';
        for (const part of parts) take(part);
      }
    } catch {
      // Aborted by the test, or closed by the server: both end the stream.
    }
    stream.ended = 200;
    events?.ended();
  }
  function take(event: string): void {
    for (const line of event.split('\n')) {
      if (line.startsWith('data: ')) {
        const message = JSON.parse(line.slice(6)) as ServerMessage;
        stream.messages.push(message);
        events?.message(message);
      }
      if (line.startsWith('id: ')) stream.ids.push(line.slice(4));
    }
  }
  return stream;
}
