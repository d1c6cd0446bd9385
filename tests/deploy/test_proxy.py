"""What the proxies' files say. No proxy is at hand in the tests: they are read, not run."""

import re
from pathlib import Path

import pytest
import yaml
from h11._connection import DEFAULT_MAX_INCOMPLETE_EVENT_SIZE

from api.http.limits import LIMITS

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
FILES = {
    "proxy": (ROOT / "deploy/Caddyfile").read_text("utf-8"),
    "temporal-door": (ROOT / "deploy/temporal-ui.Caddyfile").read_text("utf-8"),
}
SECONDS = {"s": 1, "m": 60}
EACH = pytest.mark.parametrize("name", FILES)


def said(name: str) -> list[str]:
    """The lines of a file, without comments and indents."""
    return [line.strip() for line in FILES[name].splitlines() if line.strip() and line.strip()[0] != "#"]


def value(name: str, directive: str) -> str:
    return next(line.split()[1] for line in said(name) if line.startswith(f"{directive} "))


def kibibytes(size: str) -> int:
    number, unit = re.fullmatch(r"(\d+)([KM])iB", size).groups()  # type: ignore[union-attr]  # or it fails
    return int(number) * {"K": 1, "M": 1024}[unit]


def seconds(name: str, directive: str) -> int:
    told = value(name, directive)
    return int(told[:-1]) * SECONDS[told[-1]]


@EACH
def test_it_is_mounted_where_its_image_looks_for_it_and_is_asked_for_its_health(name: str) -> None:
    service = COMPOSE["services"][name]
    file = "Caddyfile" if name == "proxy" else "temporal-ui.Caddyfile"
    assert f"./deploy/{file}:/etc/caddy/Caddyfile:ro" in service["volumes"]
    assert service["healthcheck"]["test"][-1] == "http://127.0.0.1:2080/"
    assert "http://127.0.0.1:2080 {" in said(name)
    assert said(name).count("bind 127.0.0.1") == 1


@EACH
def test_it_has_no_door_for_its_own_configuration_and_trusts_no_proxy_before_it(name: str) -> None:
    assert "admin off" in said(name)
    assert not [line for line in said(name) if "trusted_proxies" in line]


def test_it_passes_on_to_the_service_behind_it_and_nowhere_else() -> None:
    behind = {name: [line for line in said(name) if line.startswith("reverse_proxy")] for name in FILES}
    assert behind == {
        "proxy": ["reverse_proxy api:8000 {"],
        "temporal-door": ["reverse_proxy temporal-ui:8080 {"],
    }


def test_its_ports_are_those_that_are_published() -> None:
    proxy, door = (COMPOSE["services"][name]["ports"] for name in FILES)
    inside = {port.rsplit(":", 1)[1] for port in proxy}
    assert inside == {value("proxy", "http_port"), value("proxy", "https_port")}
    assert [port.rsplit(":", 1)[1] for port in door] == ["8233"]
    assert "http://127.0.0.1:8233, http://localhost:8233 {" in said("temporal-door")


def test_what_is_counted_is_told_to_nobody_outside() -> None:
    lines = said("proxy")
    assert lines[lines.index("@inner path /metrics /metrics/*") + 1] == "respond @inner 404"


def test_it_refuses_nothing_that_the_api_would_take() -> None:
    assert kibibytes(value("proxy", "max_header_size")) * 1024 >= DEFAULT_MAX_INCOMPLETE_EVENT_SIZE
    assert kibibytes(value("proxy", "max_size")) * 1024 >= max(LIMITS.values())
    largest, slow = max(LIMITS.values()), 1_000_000 / 8
    assert seconds("proxy", "read_body") > largest / slow, "in bytes a second: a line of one megabit"
    assert seconds("proxy", "write") > seconds("proxy", "read_body") + seconds(
        "proxy", "response_header_timeout"
    )
    assert seconds("proxy", "response_header_timeout") >= 60


@EACH
def test_whoever_sends_nothing_is_not_waited_for_long(name: str) -> None:
    assert seconds(name, "read_header") <= 30
    assert seconds(name, "idle") <= 300


def test_what_a_client_says_of_where_it_comes_from_is_dropped() -> None:
    dropped = {line.split()[1] for line in said("proxy") if line.startswith("header_up ")}
    assert dropped == {
        "-Forwarded",
        "-X-Forwarded-Port",
        "-X-Forwarded-Prefix",
        "-X-Real-Ip",
    }


def test_no_line_of_its_log_has_a_path_or_a_header() -> None:
    for what in ("request>uri", "request>headers", "resp_headers"):
        assert f"{what} delete" in said("proxy")
    assert [line for line in said("proxy") if line.startswith("log")] == ["log default {"], "no access log"


def test_the_uis_door_lends_the_token_that_reads() -> None:
    assert 'header_up Authorization "Bearer {file./run/secrets/temporal_ui_token}"' in said("temporal-door")
    ui = COMPOSE["services"]["temporal-ui"]["environment"]
    assert ui["TEMPORAL_DISABLE_WRITE_ACTIONS"] == "true"
    assert ui["TEMPORAL_TLS_ENABLE_HOST_VERIFICATION"] == "true"
