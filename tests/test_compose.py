"""The file of the production shape: it follows the specification, and nothing in it is left open."""

import ast
import json
import re
import shlex
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

import settings
from local import builds

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
ONCE = {
    name
    for service in SERVICES.values()
    for name, needed in service.get("depends_on", {}).items()
    if needed["condition"] == "service_completed_successfully"
}
DEPLOYS = "deploy"
"""It runs to its end, and nobody waits for it: the doors are open meanwhile."""
LASTING = sorted(SERVICES.keys() - ONCE - {DEPLOYS})


def test_the_file_follows_the_compose_specification() -> None:
    schema = json.loads((ROOT / "tests/vendor/compose-spec/compose-spec.json").read_text())
    faults = [error.message for error in jsonschema.Draft7Validator(schema).iter_errors(COMPOSE)]
    assert faults == []


def test_the_schema_would_find_a_misspelt_key() -> None:
    schema = json.loads((ROOT / "tests/vendor/compose-spec/compose-spec.json").read_text())
    with pytest.raises(jsonschema.ValidationError, match="restrat"):
        jsonschema.Draft7Validator(schema).validate({"services": {"api": {"restrat": "always"}}})


def test_two_services_prepare_and_nine_last() -> None:
    assert (sorted(ONCE), LASTING) == (
        ["setup", "temporal-schema"],
        [
            *("api", "postgres", "prometheus", "proxy", "temporal", "temporal-door", "temporal-ui"),
            *("worker", "worker-before"),
        ],
    )


def test_two_versions_of_the_worker_run_side_by_side_during_a_deploy() -> None:
    worker, before = SERVICES["worker"], SERVICES["worker-before"]
    assert before["profiles"] == ["deploy"]
    assert "build" not in before, "a version that exists is never made from the code of today"
    own = {"image", "build", "profiles"}
    assert {k: v for k, v in before.items() if k not in own} == {
        k: v for k, v in worker.items() if k not in own
    }
    assert SERVICES[DEPLOYS]["command"] == ["python", "admin.py", "deploy"]
    assert SERVICES[DEPLOYS]["depends_on"] == {"worker": {"condition": "service_healthy"}}
    assert SERVICES[DEPLOYS]["image"] == worker["image"]


def test_a_version_is_named_and_is_what_rounds_are_pinned_to() -> None:
    ours = [service for service in SERVICES.values() if "args" in service.get("build", {})]
    assert len(ours) == 4
    for service in ours:
        version = service["build"]["args"]["BUILD"]
        assert version.startswith("${RONDA_VERSION:?")
        assert service["image"] == f"ronda:{version}"
    assert not [name for name, service in SERVICES.items() if "latest" in service["image"]]
    steps = (ROOT / "Dockerfile").read_text().splitlines()
    assert [line for line in steps if "BUILD" in line] == [
        "ARG BUILD",
        'RUN test -n "$BUILD"',
        "ENV BUILD=$BUILD",
    ]


@pytest.mark.parametrize("name", LASTING)
def test_what_lasts_is_started_again_and_asked_for_its_health(name: str) -> None:
    service = SERVICES[name]
    assert service["restart"] == "unless-stopped"
    assert service["healthcheck"]["test"][0] == "CMD"


@pytest.mark.parametrize("name", sorted(ONCE))
def test_what_prepares_is_tried_again_and_then_gives_up(name: str) -> None:
    assert re.fullmatch(r"on-failure:\d+", SERVICES[name]["restart"])


def test_what_is_waited_for_exists_and_can_be_healthy() -> None:
    for service in SERVICES.values():
        for name, needed in service.get("depends_on", {}).items():
            assert needed["condition"] != "service_healthy" or "healthcheck" in SERVICES[name]


def test_no_secret_has_a_default() -> None:
    """A variable is demanded, with a word on what it is, or is one of those that protect nothing."""
    text = TEXT + "".join(path.read_text() for path in (ROOT / "deploy").glob("with-*.yml"))
    variables = re.findall(r"\$\{(\w+)(:\?|:-)([^}]*)\}", text)
    assert len(variables) == text.count("${")
    assert {name for name, kind, _ in variables if kind == ":-"} == {
        "RONDA_VERSION_BEFORE",
        "FRONT_NETWORK",
        "HTTP_PORT",
        "HTTPS_PORT",
        "TEMPORAL_UI_PORT",
        "OPERATOR_ADDRESS",
        "LETTERS_PER_SECOND",
        "DKIM_DOMAIN",
        "DATABASE_POOL",
        "WORKER_ACTIVITIES",
        "WORKER_LETTERS",
        "WORKER_TASKS",
        "WORKER_CACHE",
        "CLAMAV",
        "DAILY_FILES_PERSON",
        "DAILY_FILES_ROUND",
        "DESK_IDLE_MINUTES",
        "OIDC_ACR",
        "OIDC_MAX_AGE_MINUTES",
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "TEMPORAL_CODEC_ENDPOINT",
        "TEMPORAL_UI_ORIGIN",
    }
    assert all(words for _, kind, words in variables if kind == ":?")


def test_the_ui_may_send_the_desks_cookie_to_the_codec_server_and_no_token_of_its_own() -> None:
    told = SERVICES["temporal-ui"]["environment"]
    assert told["TEMPORAL_CODEC_ENDPOINT"] == "${TEMPORAL_CODEC_ENDPOINT:-}"
    assert told["TEMPORAL_CODEC_INCLUDE_CREDENTIALS"] == "true"
    assert "TEMPORAL_CODEC_PASS_ACCESS_TOKEN" not in told


def test_our_own_services_are_told_settings_that_exist() -> None:
    known = {name.upper() for name in settings.Settings.model_fields}
    for name in ("api", "worker", "setup"):
        assert SERVICES[name]["environment"].keys() <= known


def test_what_an_operator_may_set_reaches_our_services() -> None:
    """What docs/runbook.md has them set; where nothing sets it, the programs' own default holds."""
    told = SERVICES["worker"]["environment"]
    for name in (
        "OPERATOR_ADDRESS",
        "DATABASE_POOL",
        "WORKER_ACTIVITIES",
        "WORKER_TASKS",
        "WORKER_CACHE",
    ):
        assert told[name] == f"${{{name}:-}}"


def test_both_workers_of_a_deploy_are_watched_and_only_one_is_missed() -> None:
    watched = yaml.safe_load((ROOT / "deploy/prometheus.yml").read_text())["scrape_configs"]
    jobs = {job["job_name"]: job for job in watched}
    assert jobs["ronda-worker"]["static_configs"] == [{"targets": ["worker:9464"]}]
    looked_up = {"names": ["worker-before"], "type": "A", "port": 9464}
    assert jobs["ronda-worker-before"]["dns_sd_configs"] == [looked_up]
    assert "ronda-worker-before" not in (ROOT / "deploy/alerts.yml").read_text()


def test_temporal_is_the_version_that_one_machine_runs() -> None:
    pinned = (ROOT / "tools/temporal/go.mod").read_text()
    found = re.findall(
        r"^\s*(?:require )?(go\.temporal\.io/server|github\.com/temporalio/ui-server/v2) v(\S+)", pinned, re.M
    )
    server, ui = dict(found)["go.temporal.io/server"], dict(found)["github.com/temporalio/ui-server/v2"]
    named = [SERVICES[name]["image"] for name in ("temporal", "temporal-schema", "temporal-ui")]
    images = {image.partition("@")[0] for image in named}
    assert images == {
        f"temporalio/server:{server}",
        f"temporalio/admin-tools:{server}",
        f"temporalio/ui:{ui}",
    }


def test_an_image_of_others_has_a_tag_and_its_digest_once_it_is_pinned() -> None:
    """`make pin` writes digests (tests/deploy/test_scripts.py); until then there is none."""
    others = [service["image"] for service in SERVICES.values() if "ronda" not in service["image"]]
    dockerfiles = [(ROOT / name).read_text() for name in ("Dockerfile", "deploy/proxy.Dockerfile")]
    others += [
        line.split()[1] for text in dockerfiles for line in text.splitlines() if line.startswith("FROM ")
    ]
    tagged = re.compile(r"[a-z0-9./-]+:[A-Za-z0-9._-]*\d[A-Za-z0-9._-]*(@sha256:[0-9a-f]{64})?")
    assert [image for image in others if not tagged.fullmatch(image)] == []
    assert len(others) == 8


def test_the_image_takes_only_what_runs() -> None:
    wanted = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "bench", "supply"}
    programs = {path.name for path in ROOT.glob("*.py")}
    assert wanted == rooms | programs | {"requirements.txt"} == set(builds.SHIPPED)


def test_the_image_has_every_library_that_its_programs_import() -> None:
    """`local` is left out: most of it is for one machine, which has the libraries of the checks as well."""
    pinned = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements.txt").read_text(), re.M))
    shipped = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    sources = [path for name in shipped - {"local"} for path in [ROOT / name, *(ROOT / name).rglob("*.py")]]
    imported = {name for path in sources if path.suffix == ".py" and path.exists() for name in _imports(path)}
    packages = metadata.packages_distributions()
    missing = {
        name
        for name in imported - sys.stdlib_module_names - {Path(name).stem for name in shipped}
        if not {re.sub(r"[-_.]+", "-", found).lower() for found in packages.get(name, [])} & pinned
    }
    assert missing == set()


def _imports(path: Path) -> set[str]:
    """Return the first part of the names of the modules that a file imports, anywhere in it."""
    nodes = list(ast.walk(ast.parse(path.read_text())))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    drawn = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and not node.level}
    return {name.split(".")[0] for name in plain | drawn}


def test_the_image_runs_as_nobody_special() -> None:
    steps = [shlex.split(line, comments=True) for line in (ROOT / "Dockerfile").read_text().splitlines()]
    assert [step[1] for step in steps if step[:1] == ["USER"]] == ["ronda"]
