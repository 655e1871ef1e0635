// serve: the open streams of one kind, counted for the metrics and removed once.
import type { Metrics } from '../../metrics.ts';
import type { Hub } from '../../publish/hub.ts';
import type { Peer } from './peer.ts';

export interface PeersDeps {
  hub: Hub<Peer>;
  metrics: Metrics;
  /** Called when a stream is over. */
  onEnd(peer: Peer): void;
}

/** Open streams by the object that reports their end: a WebSocket, or the response of an event stream. */
export interface Peers<Key> extends Iterable<Peer> {
  of(key: Key): Peer | undefined;
  add(key: Key, peer: Peer): void;
  /** Removes a stream that is over. A second call for the same key has no effect. */
  remove(key: Key): void;
  /** Ends the messages to a peer, before its connection is closed. */
  leaveHub(peer: Peer): void;
}

export function createPeers<Key>(kind: 'ws' | 'sse', { hub, metrics, onEnd }: PeersDeps): Peers<Key> {
  const peers = new Map<Key, Peer>();
  const gauge = metrics.streams.labels({ kind });

  function leaveHub({ listener }: Peer): void {
    if (listener !== null) hub.leave(listener);
  }

  return {
    [Symbol.iterator]: () => peers.values(),
    of: (key) => peers.get(key),
    add(key, peer) {
      peers.set(key, peer);
      gauge.inc();
    },
    remove(key) {
      const peer = peers.get(key);
      if (peer === undefined) return;
      peers.delete(key);
      leaveHub(peer);
      gauge.dec();
      onEnd(peer);
    },
    leaveHub,
  };
}
