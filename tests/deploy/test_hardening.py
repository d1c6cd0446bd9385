"""What each container may do, take, reach and know: as little as it needs."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from api.http.limits import LIMITS
from settings import Settings
from temporal_settings import OF_THE_CLIENT

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
BESIDES = {
    path.name: yaml.safe_load(path.read_text("utf-8"))
    for path in sorted((ROOT / "deploy").glob("with-*.yml"))
}
"""What may be added to it, a file each."""
INTERNAL = {"database", "temporal", "ui", "watched", "front"}
UNITS = {"m": 1 << 20, "g": 1 << 30}
EACH = pytest.mark.parametrize("name", sorted(SERVICES))
SECRET = re.compile(r"(?i)password|secret|token|api_key|_key$|smtp_url|database_url|owner_url|bounces_url")
"""Names of variables whose values open something."""


def mounted(name: str) -> dict[str, str]:
    """The secrets of a service: what it finds under /run/secrets, and the file on the machine."""
    pairs = [(one, one) if isinstance(one, str) else (one["target"], one["source"]) for one in secrets(name)]
    return {target: COMPOSE["secrets"][source]["file"] for target, source in pairs}


def secrets(name: str) -> list[Any]:
    listed: list[Any] = SERVICES[name].get("secrets", [])
    return listed


def bytes_of(size: str) -> int:
    return int(size[:-1]) * UNITS[size[-1]]


@EACH
def test_a_root_that_is_read_only_no_privileges_and_no_capabilities(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service
    assert not {"network_mode", "pid", "ipc", "userns_mode", "devices"} & service.keys()


@EACH
def test_a_user_that_is_not_root_by_number(name: str) -> None:
    """By number: a name is looked up in the image, which may change what it stands for."""
    user, group = map(int, SERVICES[name]["user"].split(":"))
    assert (user > 0, group > 0) == (True, True)


def test_our_own_images_have_the_users_that_the_services_run_as() -> None:
    own = (ROOT / "Dockerfile").read_text("utf-8")
    assert "--gid 10001" in own
    assert "--uid 10001" in own
    proxy = (ROOT / "deploy/proxy.Dockerfile").read_text("utf-8")
    assert "USER 10002:10002" in proxy
    users = {name: service["user"] for name, service in SERVICES.items() if "build" in service}
    assert users == {
        **dict.fromkeys(("api", "deploy", "setup", "worker"), "10001:10001"),
        **dict.fromkeys(("proxy", "temporal-door"), "10002:10002"),
    }


@EACH
def test_what_it_may_take_of_the_machine_has_an_end(name: str) -> None:
    service = SERVICES[name]
    memory = bytes_of(service["mem_limit"])
    assert 0 < memory <= 2 * UNITS["g"]
    assert 0 < service["pids_limit"] <= 256
    assert 0 < service["cpus"] <= 2
    folders = dict(one.split(":") for one in service["tmpfs"])
    assert "/tmp" in folders  # noqa: S108 - in the container
    sizes = [
        bytes_of(option.removeprefix("size=")) for one in folders.values() for option in one.split(",")[:1]
    ]
    assert sum(sizes) < memory, "what lies there counts as memory"


def test_a_form_with_its_files_has_room_while_it_comes_in() -> None:
    room = dict(one.split(":") for one in SERVICES["api"]["tmpfs"])["/tmp"]  # noqa: S108 - in the container
    assert bytes_of(room.split(",")[0].removeprefix("size=")) > 4 * max(LIMITS.values())


def test_each_service_is_on_the_networks_that_it_needs_and_no_other() -> None:
    assert {name: sorted(service["networks"]) for name, service in SERVICES.items()} == {
        "api": ["database", "front", "temporal", "watched"],
        "deploy": ["database", "temporal"],
        "postgres": ["database"],
        "prometheus": ["watched"],
        "proxy": ["edge", "front"],
        "setup": ["database", "temporal"],
        "temporal": ["database", "temporal"],
        "temporal-door": ["loopback", "ui"],
        "temporal-schema": ["database"],
        "temporal-ui": ["temporal", "ui"],
        "worker": ["database", "mail", "temporal", "watched"],
        "worker-before": ["database", "mail", "temporal", "watched"],
    }


def test_only_mail_the_proxy_and_the_published_port_lead_out() -> None:
    networks = COMPOSE["networks"]
    assert {name for name, told in networks.items() if told.get("internal") is True} == INTERNAL
    assert networks.keys() - INTERNAL == {"mail", "edge", "loopback"}


def test_only_the_proxys_ports_are_published_and_the_uis_on_this_machine() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert published == {
        "proxy": ["${HTTP_PORT:-80}:8080", "${HTTPS_PORT:-443}:8443"],
        "temporal-door": ["127.0.0.1:${TEMPORAL_UI_PORT:-8233}:8233"],
    }


def test_who_asked_is_believed_of_the_proxys_network_alone() -> None:
    subnet = COMPOSE["networks"]["front"]["ipam"]["config"][0]["subnet"]
    assert [one for one in SERVICES["api"]["command"] if "forwarded" in one] == [
        f"--forwarded-allow-ips={subnet}"
    ]
    assert "--proxy-headers" in SERVICES["api"]["command"]
    assert {name for name, service in SERVICES.items() if "front" in service["networks"]} == {"api", "proxy"}


# ---- secrets


@EACH
def test_no_secret_is_told_by_the_environment(name: str) -> None:
    told = SERVICES[name].get("environment", {})
    secret = {variable: value for variable, value in told.items() if SECRET.search(variable)}
    assert {
        variable: value for variable, value in secret.items() if not value.startswith("/run/secrets/")
    } == {}


def test_a_name_of_a_secret_would_be_seen() -> None:
    known = {
        "SMTP_URL",
        "SECRET_KEYS",
        "DKIM_KEY",
        "POSTGRES_PASSWORD",
        "METRICS_TOKEN",
        "OIDC_CLIENT_SECRET",
    }
    assert {name for name in known if SECRET.search(name)} == known
    assert not SECRET.search("MAIL_FROM")


@EACH
def test_each_file_that_a_service_is_pointed_to_is_one_of_its_secrets(name: str) -> None:
    service = SERVICES[name]
    told = [*map(str, service.get("environment", {}).values()), *map(str, service.get("command", []))]
    for mount in service.get("volumes", []):
        source = ROOT / mount.split(":")[0]
        files = [source] if source.is_file() else source.rglob("*") if mount.startswith("./") else []
        told += [file.read_text("utf-8") for file in files if file.is_file()]
    named = {found for text in told for found in re.findall(r"/run/secrets/(\w+)", text)}
    assert named <= mounted(name).keys()


def test_secrets_are_files_of_one_folder_and_each_is_somebodys() -> None:
    files = {name: told["file"] for name, told in COMPOSE["secrets"].items()}
    assert {file for file in files.values() if not file.startswith("./secrets/")} == set()
    assert set(files.values()) == {file for name in SERVICES for file in mounted(name).values()}
    assert "secrets/" in (ROOT / ".gitignore").read_text("utf-8").splitlines()


def test_our_programs_find_each_by_the_name_of_its_setting() -> None:
    paths = {f"temporal_{rest}" for rest in ("ca", "ronda_cert", "ronda_key")}
    for name, service in SERVICES.items():
        if service["user"] == "10001:10001":
            assert mounted(name).keys() - paths <= Settings.model_fields.keys()
            assert {
                service["environment"][variable.upper()] for variable in OF_THE_CLIENT if "tls" in variable
            } == {f"/run/secrets/{path}" for path in paths}


def test_only_the_worker_writes_letters_and_only_setup_may_make_a_namespace() -> None:
    assert {name for name in SERVICES if "smtp_url" in mounted(name)} == {"worker", "worker-before"}
    tokens = {
        name: Path(file).stem
        for name in SERVICES
        for file in mounted(name).values()
        if file.endswith(".token")
    }
    assert tokens == {
        "api": "ronda",
        "deploy": "ronda",
        "setup": "setup",
        "temporal-door": "ui",
        "worker": "ronda",
        "worker-before": "ronda",
    }
    assert {name for name in SERVICES if "metrics_token" in mounted(name)} == {"api", "prometheus"}


@pytest.mark.parametrize("file", BESIDES)
def test_what_may_be_added_brings_a_secret_as_a_file_and_settings_that_exist(file: str) -> None:
    added = BESIDES[file]
    known = {name.upper() for name in Settings.model_fields}
    for name, service in added["services"].items():
        assert service.keys() <= {"environment", "env_file", "secrets", "networks"}
        assert name in SERVICES
        own = added.get("secrets", {})
        assert set(service.get("secrets", [])) == own.keys()
        assert own.keys() <= Settings.model_fields.keys()
        assert {told["file"] for told in own.values()} == {f"./secrets/{secret}" for secret in own}
        assert all(file.startswith("./secrets/") for file in service.get("env_file", []))
        assert own or service["env_file"]
        assert service.get("environment", {}).keys() <= known
        assert not any(SECRET.search(variable) for variable in service.get("environment", {}))
        assert set(service.get("networks", [])) == added.get("networks", {}).keys()


def test_whoever_speaks_to_temporal_has_the_keys_that_encrypt() -> None:
    ours = {name for name, service in SERVICES.items() if service["user"] == "10001:10001"}
    added = BESIDES["with-codec.yml"]["services"]
    assert {name for name, service in added.items() if "codec_keys" in service["secrets"]} == ours
