"""The way of a submission through doors, inbox, round and record, on PostgreSQL."""

from pathlib import Path

from local.temporal import Served, prepare
from tests.api.acts import ROUNDS, opened, proposed, until, upload
from tests.conftest import Mail, at_work, settings_for


async def test_a_round_opens_moves_on_and_is_withdrawn_on_postgresql(
    server: Served, mail: Mail, postgresql_url: str, tmp_path: Path
) -> None:
    await prepare(server.address, "postgresql", ours=True)
    settings = settings_for(
        tmp_path, server.address, mail.port, database_url=postgresql_url, namespace="postgresql"
    )
    async with at_work(settings) as ronda, ronda.http(ronda.key) as http:
        id = await opened(http)
        await proposed(http, id)
        proof = await upload(http, id)
        agreed = await http.post(
            f"{ROUNDS}/{id}/submissions",
            json={
                "key": "agree_panel:1",
                "participant": "focal_point",
                "proof": proof,
                "body": {"kind": "agree_panel", "choice": "agree"},
            },
        )
        assert agreed.status_code == 200, agreed.text
        await until(http, id, lambda told: len(told["open"]) == 2)
        listed = (await http.get(ROUNDS, params={"waiting_on": "candidate", "overdue": "false"})).json()
        assert (listed["total"], listed["rounds"][0]["id"]) == (1, id)
        assert (await http.get(f"{ROUNDS}/%00")).status_code == 404
        assert (await http.post(f"{ROUNDS}/{id}/withdraw", json={})).status_code == 200
        told = await until(http, id, lambda told: told["outcome"])
    assert told["outcome"] == "withdrawn"
    assert {s["state"] for s in told["submissions"]} == {"accepted"}
