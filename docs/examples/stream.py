"""The stream from Python's standard library: python3 stream.py http://localhost:3000 KGS,UZS

Server-sent events need no package. After a reconnect the missed changes are replayed: the id of the last event is sent
as Last-Event-ID.
"""
import http.client
import json
import os
import random
import sys
import time
import urllib.error
import urllib.request

origin = sys.argv[1] if len(sys.argv) > 1 else "http://localhost:3000"
codes = f"?codes={sys.argv[2]}" if len(sys.argv) > 2 else ""
last_id = None
retry_s = 5.0


def take(event):
    """Prints a complete event."""
    message = json.loads(event.get("data", "{}"))
    # Decimal text, never a float: "0.0000823056106089".
    for rate in message.get("rates", []):
        print(message["type"], message["seq"], rate["pair"], rate["rate"], flush=True)


while True:
    refused_s = 0.0
    headers = {"Accept": "text/event-stream"}
    if last_id is not None:
        headers["Last-Event-ID"] = last_id
    try:
        request = urllib.request.Request(f"{origin}/stream{codes}", headers=headers)
        # A heartbeat is sent every 15 s: after three missed ones the connection is dead.
        with urllib.request.urlopen(request, timeout=45) as stream:
            event = {}
            for line in stream:
                field, _, value = line.decode().rstrip("\n").partition(": ")
                if field != "":
                    event[field] = value
                    continue
                # An empty line ends an event. An incomplete event is ignored; it is sent again after a reconnect.
                take(event)
                last_id = event.get("id", last_id)
                retry_s = int(event.get("retry", retry_s * 1000)) / 1000
                event = {}
    except BrokenPipeError:
        # The program that reads the output has ended, such as head. An error of the connection has another type.
        os._exit(0)
    except urllib.error.HTTPError as error:
        # A 429 or 503 has the shortest time to wait, in seconds.
        retry_after = error.headers.get("Retry-After", "")
        refused_s = float(retry_after) if retry_after.isdigit() else 0.0
        print(error, file=sys.stderr)
    except (OSError, http.client.HTTPException, ValueError) as error:
        # The others: the connection has ended within a chunk, which only a proxy sends, or within a character.
        print(error, file=sys.stderr)
    time.sleep(refused_s + random.uniform(0, retry_s))
