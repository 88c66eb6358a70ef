"""Uses the generated Python client as somebody's automation would, and prints what came of it."""

import json
import os
from datetime import datetime, timedelta, timezone

import openapi_client
from openapi_client import ImpactLevel, Phase, WindowClass, WindowReason

configuration = openapi_client.Configuration(host=os.environ["URL"], access_token=os.environ["TOKEN"])
with openapi_client.ApiClient(configuration) as client:
    windows = openapi_client.WindowsApi(client)
    start = datetime(2026, 12, 20, 1, tzinfo=timezone.utc)
    opened = windows.open_window(
        openapi_client.OpenWindowRequest(
            title="Opened by a generated client",
            var_class=WindowClass.WindowClassStandard,
            reason=WindowReason.WindowReasonHardware,
            slots=[openapi_client.OpenWindowRequestSlotsInner(start=start, end=start + timedelta(hours=2))],
            scope=openapi_client.OpenWindowRequestScope(locations=["eu-1/dc-1/rack-a12"]),
            impact=openapi_client.OpenWindowRequestImpact(
                level=ImpactLevel.ImpactLevelOutage, minutes=30, description="Each server restarts once."
            ),
            override="the client is tried",
        ),
        idempotency_key="from-python",
    )

    listed = 0
    cursor = None
    while True:
        page = windows.list_windows(
            limit=1, needs_attention=False, phase=[Phase.PhaseApproved, Phase.PhaseAnnounced], cursor=cursor
        )
        listed += len(page.items)
        cursor = page.next
        if cursor is None:
            break

    window = windows.get_window(opened.reference)
    try:
        openapi_client.CommandsApi(client).cancel("MW-2026-9999", openapi_client.CancelRequest(reason="no such window"))
        raise SystemExit("a window that is not there was cancelled")
    except openapi_client.exceptions.NotFoundException as refused:
        problem = openapi_client.Problem.from_json(refused.body)

    print(
        json.dumps(
            {
                "phase": opened.phase.value,
                "first": opened.plan[0].kind.value,
                "listed": listed,
                "start": int(window.slots[0].start.timestamp()),
                "revision": window.revision,
                "refused": problem.code.value,
            }
        )
    )
