"""Plays operations on a ZooKeeper ensemble through kazoo: one JSON object a line in, one a line out.

    python kazoo_player.py HOSTS

The test `randomOperationsGiveWhatKazooGives` speaks to it. An answer is {"code": 0, ...} or {"code": N} with the number of
ZooKeeper's error; {"code": -4} where the connection was lost and nobody knows.
"""

import json
import sys

from kazoo.client import KazooClient
from kazoo.exceptions import KazooException, RolledBackError, RuntimeInconsistency
from kazoo.handlers.threading import KazooTimeoutError

LOST = -4


def code(error):
    name = type(error).__name__
    if name in ("ConnectionLoss", "SessionExpiredError", "ConnectionClosedError", "OperationTimeoutError", "SessionMovedError"):
        return LOST
    return getattr(error, "code", None) or LOST


def stat(value):
    return {
        "version": value.version,
        "cversion": value.cversion,
        "children": value.numChildren,
        "length": value.dataLength,
        "ephemeral": value.ephemeralOwner != 0,
    }


def transact(client, operations):
    transaction = client.transaction()
    for op in operations:
        path, kind = op["path"], op["op"]
        if kind == "create":
            transaction.create(path, bytes(op["data"]), ephemeral=op["ephemeral"], sequence=op["sequential"])
        elif kind == "delete":
            transaction.delete(path, op["version"])
        elif kind == "set":
            transaction.set_data(path, bytes(op["data"]), op["version"])
        else:
            transaction.check(path, op["version"])
    results = transaction.commit()
    for index, result in enumerate(results):
        if isinstance(result, Exception) and not isinstance(result, (RolledBackError, RuntimeInconsistency)):
            return {"code": code(result), "failed": index}
    return {"code": 0, "paths": [r for r in results if isinstance(r, str)]}


def play(client, op):
    kind, path = op["op"], op.get("path")
    if kind == "create":
        made, made_stat = client.create(
            path, bytes(op["data"]), ephemeral=op["ephemeral"], sequence=op["sequential"], include_data=True
        )
        return {"code": 0, "paths": [made], "stat": stat(made_stat)}
    if kind == "delete":
        client.delete(path, op["version"])
        return {"code": 0}
    if kind == "set":
        return {"code": 0, "stat": stat(client.set(path, bytes(op["data"]), op["version"]))}
    if kind == "get":
        data, node = client.get(path)
        return {"code": 0, "data": list(data), "stat": stat(node)}
    if kind == "children":
        names, node = client.get_children(path, include_data=True)
        return {"code": 0, "names": sorted(names), "stat": stat(node)}
    if kind == "exists":
        node = client.exists(path)
        return {"code": 0, "stat": stat(node)} if node else {"code": -101}
    if kind == "multi":
        return transact(client, op["operations"])
    if kind == "sync":
        client.sync("/")
        return {"code": 0}
    raise ValueError(kind)


def main():
    client = KazooClient(hosts=sys.argv[1], timeout=10)
    client.start(timeout=30)
    for line in sys.stdin:
        try:
            answer = play(client, json.loads(line))
        except (KazooException, KazooTimeoutError) as error:
            answer = {"code": code(error)}
        print(json.dumps(answer), flush=True)
    client.stop()


if __name__ == "__main__":
    main()
