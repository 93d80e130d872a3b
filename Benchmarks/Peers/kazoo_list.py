"""Follows one list with kazoo's ChildrenWatch and prints a line for each Thing that came or went.

    kazoo_list.py [--payloads] HOSTS PATH
"""

import sys
import threading

from kazoo.client import KazooClient

wants_payloads = sys.argv[1] == "--payloads"
hosts, path = sys.argv[-2:]
last = set()


def tell(event, name):
    sys.stdout.write('{"event":"%s","thing":"%s"}\n' % (event, name))
    sys.stdout.flush()


def came(name):
    if wants_payloads:
        client.get_async(path + "/" + name).rawlink(lambda answer: tell("started", name))
    else:
        tell("started", name)


def listed(names):
    global last
    now = set(names)
    for name in now - last:
        came(name)
    for name in last - now:
        tell("stopped", name)
    last = now


sys.stdout.write('{"event":"connecting"}\n')
sys.stdout.flush()
client = KazooClient(hosts=hosts, timeout=30.0)
client.start()
client.ChildrenWatch(path, listed)
threading.Event().wait()
