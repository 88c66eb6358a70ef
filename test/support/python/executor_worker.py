"""A worker of a provider's own: it restarts what Forewarn asks for. Prints each start as `started <key>`."""

import asyncio
import os
import sys
from datetime import timedelta

from temporalio import activity
from temporalio.client import Client
from temporalio.exceptions import ApplicationError
from temporalio.worker import Worker


@activity.defn(name="restart_resource")
async def restart_resource(job: dict) -> dict:
    print("started", job["key"], flush=True)
    for _ in range(4):
        activity.heartbeat()
        await asyncio.sleep(0.1)
    name = job["resource"]["name"]
    if name.startswith("broken"):
        raise ApplicationError(f"{name} did not come back\nTraceback: …", non_retryable=True)
    if name.startswith("killed"):
        os.abort()
    return {"host": "rack-a12", "tries": 1, "log": ["not", "flat"]}


async def main() -> None:
    client = await Client.connect(os.environ["TEMPORAL_ADDRESS"])
    worker = Worker(
        client,
        task_queue=sys.argv[1],
        activities=[restart_resource],
        graceful_shutdown_timeout=timedelta(seconds=1),
    )
    print("ready", flush=True)
    await worker.run()


asyncio.run(main())
