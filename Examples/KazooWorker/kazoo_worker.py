"""A worker as many are written: the set difference over kazoo's ChildrenWatch, speaking the event lines of docs/collector-worker.md.

`make chaos-kazoo` drives it through the faults of the chaos suite. It starts what is new on the list and stops what is gone from it,
and says that it holds while kazoo says that it is not connected. It keeps nothing on disk.
"""

import argparse
import json
import signal
import sys
import threading
import time

from kazoo.client import KazooClient, KazooState


class Face:
    """The event lines."""

    def __init__(self):
        self._lock = threading.Lock()

    def say(self, event, **members):
        with self._lock:
            line = {"t": round(time.time(), 3), "event": event, **members}
            sys.stdout.write(json.dumps(line, separators=(",", ":")) + "\n")
            sys.stdout.flush()


class Worker:
    """Runs what the list names. Running means no more than to be told of: it is the belief that is looked at."""

    def __init__(self, face):
        self._face = face
        self._running = {}
        self._lock = threading.Lock()

    def list_is(self, names):
        with self._lock:
            listed = set(names)
            for name in sorted(set(self._running) - listed):
                del self._running[name]
                self._face.say("stopped", thing=name, proof="absent at revision 0")
            for name in sorted(listed - set(self._running)):
                self._running[name] = None
                self._face.say("started", thing=name, fence=0)

    def payload_is(self, name, payload):
        with self._lock:
            if name not in self._running:
                return False
            known = self._running[name]
            self._running[name] = payload
            if known is not None and known != payload:
                self._face.say("updated", thing=name)
            return True


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--servers", required=True)
    parser.add_argument("--path", required=True)
    parser.add_argument("--session-timeout-ms", type=int, default=10000)
    arguments, _ = parser.parse_known_args()

    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    face = Face()
    worker = Worker(face)
    client = KazooClient(
        hosts=arguments.servers,
        timeout=arguments.session_timeout_ms / 1000,
        connection_retry={"max_tries": -1, "max_delay": 2},
    )

    def state_is(state):
        if state == KazooState.CONNECTED:
            face.say("posture", state="following")
        else:
            reason = "session lost" if state == KazooState.LOST else "disconnected"
            face.say("posture", state="holding", reasons=[reason], pending=0)

    client.add_listener(state_is)
    face.say("ready")
    client.start(timeout=60)
    watched = set()

    @client.ChildrenWatch(arguments.path)
    def names_are(names):
        worker.list_is(names)
        for name in names:
            if name in watched:
                continue
            watched.add(name)
            client.DataWatch(arguments.path + "/" + name, lambda data, stat, name=name: payload_is(name, data, stat))

    def payload_is(name, data, stat):
        if stat is not None and worker.payload_is(name, data):
            return True
        watched.discard(name)
        return False

    while not ended.wait(0.5):
        pass
    face.say("exiting")
    client.stop()
    client.close()


if __name__ == "__main__":
    main()
