"""The scripts that make secrets and that pin images, run on folders of their own."""

import json
import os
import stat
import subprocess
from pathlib import Path

import pytest
import yaml
from joserfc import jwk, jwt

from settings import Settings

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
FILES = {Path(told["file"]).relative_to("secrets").as_posix() for told in COMPOSE["secrets"].values()}
DIGEST = f"sha256:{'ab' * 32}"


def run(script: str, *args: str | Path, **env: str) -> subprocess.CompletedProcess[str]:
    command = [ROOT / "deploy" / script, *args]
    return subprocess.run(command, env={**os.environ, **env}, capture_output=True, text=True, check=False)  # noqa: S603 - a script of ours


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "secrets"
    folder.mkdir()
    (folder / "smtp_url").write_text("smtps://mail.example\n")
    done = run("secrets.sh", folder)
    assert (done.returncode, done.stderr) == (0, "")
    return folder


def test_every_secret_of_the_compose_file_is_made_and_closed_to_others(made: Path) -> None:
    assert set(contents(made)) == FILES | {"temporal/ca.key", "temporal/token.key"}
    for folder in (made, made / "temporal"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for name in FILES - {"smtp_url"}:
        assert stat.S_IMODE((made / name).stat().st_mode) == 0o444, name
    for name in ("ca.key", "token.key"):
        assert stat.S_IMODE((made / "temporal" / name).stat().st_mode) == 0o600
    for url, role, password in (
        ("database_url", "ronda_programs", "programs_db_password"),
        ("owner_url", "ronda", "postgres_password"),
    ):
        drawn = (made / password).read_text().strip()
        assert (made / url).read_text() == f"postgresql://{role}:{drawn}@postgres:5432/ronda\n"
    random = ("secret_keys", "metrics_token", "postgres_password", "programs_db_password")
    assert len({(made / name).read_text() for name in random}) == 4


def test_the_settings_take_what_was_drawn(made: Path) -> None:
    drawn = {
        name: (made / name).read_text().strip() for name in ("secret_keys", "metrics_token", "database_url")
    }
    settings = Settings.model_validate(drawn)
    assert settings.secret_keys == [drawn["secret_keys"]]
    assert settings.metrics_token == drawn["metrics_token"]


def test_a_second_run_changes_no_secret_and_no_certificate(made: Path) -> None:
    before = contents(made)
    assert run("secrets.sh", made).returncode == 0
    after = contents(made)
    assert {name for name in before if before[name] != after[name] and not name.endswith(".token")} == set()


def test_what_only_an_operator_knows_is_asked_for(tmp_path: Path) -> None:
    done = run("secrets.sh", tmp_path / "secrets")
    assert done.returncode == 2
    assert done.stderr.startswith(f"Write {tmp_path}/secrets/smtp_url yourself")


def openssl(*args: str | Path) -> str:
    done = subprocess.run(["openssl", *args], capture_output=True, text=True, check=False)  # noqa: S603, S607 - fixed commands
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    ("name", "purpose"), [("server", "sslserver"), ("ronda", "sslclient"), ("ui", "sslclient")]
)
def test_each_certificate_is_the_authoritys_and_for_its_purpose(made: Path, name: str, purpose: str) -> None:
    folder = made / "temporal"
    told = openssl("verify", "-purpose", purpose, "-CAfile", folder / "ca.pem", folder / f"{name}.pem")
    assert told == f"{folder}/{name}.pem: OK\n"


def test_the_clients_certificates_are_no_servers(made: Path) -> None:
    folder = made / "temporal"
    told = openssl("verify", "-purpose", "sslserver", "-CAfile", folder / "ca.pem", folder / "ronda.pem")
    assert "OK" not in told


def test_a_certificate_that_ends_soon_is_made_anew_and_the_others_stay(tmp_path: Path) -> None:
    assert run("certificates.sh", tmp_path, DAYS="10").returncode == 0
    before = contents(tmp_path)
    assert run("certificates.sh", tmp_path).returncode == 0
    after = contents(tmp_path)
    kept = {name for name in before if before[name] == after[name]}
    assert kept == {"ca.pem", "ca.key", "token.key", "tokens.json"}


@pytest.mark.parametrize(("missing", "there"), [("ca.key", "ca.pem"), ("token.key", "tokens.json")])
def test_without_the_keys_that_sign_nothing_is_made(tmp_path: Path, missing: str, there: str) -> None:
    assert run("certificates.sh", tmp_path).returncode == 0
    (tmp_path / missing).unlink()
    (tmp_path / "ronda.pem").unlink()
    done = run("certificates.sh", tmp_path)
    assert done.returncode == 2
    assert (
        done.stderr == f"{tmp_path}/{missing} is not here: bring it back, or remove {there} to begin anew\n"
    )


def test_each_token_says_what_its_holder_may_do_where(made: Path) -> None:
    folder = made / "temporal"
    keys = jwk.KeySet.import_key_set(json.loads((folder / "tokens.json").read_text()))
    told = {}
    for name in ("setup", "ronda", "ui"):
        token = jwt.decode((folder / f"{name}.token").read_text().strip(), keys, algorithms=["RS256"])
        assert token.claims["exp"] - token.claims["iat"] == 397 * 86400
        told[token.claims["sub"]] = token.claims["permissions"]
    assert told == {"setup": ["ronda:admin"], "ronda": ["ronda:write"], "ui": ["temporal-system:read"]}


# ---- images by their digests

SAMPLE = f"""services:
  postgres:
    image: postgres:16
  ui:
    image: temporalio/ui:2.54.1@sha256:{"00" * 32}
  api:
    image: ronda:${{RONDA_VERSION:?the version}}
"""
FROM = "FROM python:3.11-slim AS libraries\nRUN true\nFROM python:3.11-slim\n"


@pytest.fixture
def docker(tmp_path: Path) -> Path:
    """A folder with a `docker` that knows one digest; it notes what it was asked."""
    folder = tmp_path / "bin"
    folder.mkdir()
    script = folder / "docker"
    script.write_text(
        f'#!/bin/sh\necho "$@" >> {tmp_path}/asked\n'
        f"case $* in *unknown*) exit 1;; *odd*) echo none;; *) echo {DIGEST};; esac\n"
    )
    script.chmod(0o755)
    return folder


def pin(docker: Path, *files: Path) -> subprocess.CompletedProcess[str]:
    return run("pin.sh", *files, PATH=f"{docker}:{os.environ['PATH']}")


def test_each_image_of_others_gets_its_digest_and_nothing_else_changes(docker: Path, tmp_path: Path) -> None:
    sample, dockerfile = tmp_path / "compose.yml", tmp_path / "Dockerfile"
    sample.write_text(SAMPLE)
    dockerfile.write_text(FROM)
    for _ in range(2):
        done = pin(docker, sample, dockerfile)
        assert done.returncode == 0, done.stderr
        pinned = SAMPLE.replace("postgres:16", f"postgres:16@{DIGEST}")
        assert sample.read_text() == pinned.replace(f"sha256:{'00' * 32}", DIGEST)
        assert dockerfile.read_text() == FROM.replace("3.11-slim", f"3.11-slim@{DIGEST}")
    asked = (tmp_path / "asked").read_text().splitlines()
    wanted = "buildx imagetools inspect --format {{.Manifest.Digest}}"
    assert set(asked) == {
        f"{wanted} {image}" for image in ("postgres:16", "temporalio/ui:2.54.1", "python:3.11-slim")
    }


@pytest.mark.parametrize(
    ("image", "said"),
    [
        ("unknown:1", "no digest was found of unknown:1"),
        ("odd:1", "the registry says of odd:1: none, which is no digest"),
    ],
)
def test_a_file_of_which_an_image_is_not_found_is_left_as_it_is(
    docker: Path, tmp_path: Path, image: str, said: str
) -> None:
    sample = tmp_path / "compose.yml"
    text = SAMPLE.replace("postgres:16", image)
    sample.write_text(text)
    done = pin(docker, sample)
    assert done.returncode == 1
    assert f"{said}: {sample} is left as it is" in done.stderr
    assert sample.read_text() == text


def test_what_is_pinned_by_itself_are_the_files_that_name_images(docker: Path, tmp_path: Path) -> None:
    """On a copy of the project's own: every image of others that they name is found in them."""
    copy = tmp_path / "copy"
    (copy / "deploy").mkdir(parents=True)
    names = ("docker-compose.yml", "Dockerfile", "deploy/proxy.Dockerfile", "deploy/pin.sh")
    for name in names:
        (copy / name).write_text((ROOT / name).read_text())
    (copy / "deploy/pin.sh").chmod(0o755)
    env = {**os.environ, "PATH": f"{docker}:{os.environ['PATH']}"}
    subprocess.run([copy / "deploy/pin.sh"], env=env, check=True, capture_output=True)  # noqa: S603 - a script of ours
    others = [line for name in names[:3] for line in (copy / name).read_text().splitlines()]
    images = [
        line for line in others if line.strip().startswith(("image: ", "FROM ")) and "ronda" not in line
    ]
    assert len(images) == 8
    assert [line for line in images if DIGEST not in line] == []
