"""What the Temporal UI shows encrypted, decrypted for an auditor who is signed in at the desk (N2).

It speaks the protocol of the UI's codec servers: payloads come and go as the JSON of their protobuf. The UI
is another origin of the same site, so its requests bring the cookie of the desk; from which origin they may
come, the setting says, and `api.http.headers` keeps all others out. Who reads is on record before it is
answered. Nothing is encrypted here: what the UI would send to a workflow is sent by nobody.
"""

from datetime import UTC, datetime
from http import HTTPStatus

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response
from google.protobuf import json_format
from temporalio.api.common.v1 import Payloads

from api.deps import Tools, Used
from api.desk.session import DESK_DECODES, Asks, SignedIn
from store import desk_log
from workflows.codec import Codec, Unreadable

PLACE = "/desk/codec"
"""What the UI is told as the address of its codec server, behind that of the pages."""
NO_KEYS = "No CODEC_KEYS are set here: payloads are not encrypted, and there is nothing to decode.\n"
NOT_READ = "This is not what a codec server is sent: the JSON of Temporal's payloads.\n"
NOTHING_ENCODED = "Payloads are decoded here, and none are encoded: send by the pages or the API instead.\n"

log = structlog.get_logger()
router = APIRouter()


@router.post(f"{PLACE}/decode", dependencies=[DESK_DECODES])
async def decode(request: Request, tools: Used, asks: Asks) -> Response:
    """The payloads that were sent, as they were before they were encrypted; plain ones as they are."""
    codec: Codec | None = request.app.state.codec
    if codec is None:
        return PlainTextResponse(NO_KEYS, HTTPStatus.NOT_FOUND)
    sent = _read(await request.body())
    if not sent.payloads:
        return PlainTextResponse(NOT_READ, HTTPStatus.BAD_REQUEST)
    try:
        opened = await codec.decode(sent.payloads)
    except Unreadable as why:
        return PlainTextResponse(f"{why}\n", HTTPStatus.UNPROCESSABLE_ENTITY)
    await _record(tools, asks, len(opened))
    return Response(
        json_format.MessageToJson(Payloads(payloads=opened), indent=None), media_type="application/json"
    )


@router.post(f"{PLACE}/encode", dependencies=[DESK_DECODES])
async def encode() -> Response:
    """Nothing is encoded."""
    return PlainTextResponse(NOTHING_ENCODED, HTTPStatus.METHOD_NOT_ALLOWED, {"Allow": "OPTIONS"})


def _read(body: bytes) -> Payloads:
    """The payloads of a body; none of one that is something else."""
    try:
        return json_format.Parse(body, Payloads(), ignore_unknown_fields=True)
    except (json_format.ParseError, UnicodeDecodeError):
        return Payloads()


async def _record(tools: Tools, asks: SignedIn, payloads: int) -> None:
    """Each time in the log of the process; in the audit log once an hour, since one page asks many times."""
    hour = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)

    async def write() -> None:
        async with tools.database.writing() as s:
            now = datetime.now(UTC)
            await desk_log.log_once(s, hour.isoformat(), "payloads_decoded", by=asks.officer.id, now=now)

    log.info("payloads decoded", officer=asks.officer.id, payloads=payloads)
    await tools.remembered.get(("payloads_decoded", asks.officer.id), hour, write)
