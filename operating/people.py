"""What operators type about people: secretariats, their officers, roles, keys, links to the desk."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer
from pydantic import TypeAdapter, ValidationError
from sqlmodel.ext.asyncio.session import AsyncSession

from operating.commands import fail
from operating.means import with_database
from rounds.submissions.people import Contact, Language
from settings import Settings, load
from store import keys, officers
from store.session import Database

T = TypeVar("T")

BY = "operator"
"""Who ends what an operator ends here."""

app = typer.Typer()

LanguageOption = Annotated[str, typer.Option(help=" or ".join(get_args(Language)))]
RoleOption = Annotated[str, typer.Option(help=" or ".join(officers.ROLES))]
KeyName = Annotated[str, typer.Option(help="by which it is told from the officer's others")]
ScopeOption = Annotated[str, typer.Option(help=" or ".join(keys.SCOPES))]
DaysOption = Annotated[int, typer.Option(min=1, max=keys.MOST_DAYS, help="for how many days")]
ZoneOption = Annotated[str, typer.Option(help="such as America/New_York")]


@app.command()
def add_secretariat(secretariat: str, name: str) -> None:
    """Add a secretariat under the id that methodologies name, such as DIS."""
    if not _in_database(lambda s: officers.add_secretariat(s, secretariat, name)):
        fail(f"the secretariat {secretariat} is there already")


@app.command()
def add_officer(
    secretariat: str,
    name: Annotated[str, typer.Option()],
    email: Annotated[str, typer.Option()],
    language: LanguageOption = "en",
    time_zone: ZoneOption = "",
    head: Annotated[bool, typer.Option("--head", help="the head of the secretariat")] = False,
    role: RoleOption = "",
) -> None:
    """Add an officer, or give one a new first key in place of the old; show the key, this once."""
    contact = _contact(name, email, language, time_zone)
    as_ = _role(role) if role else ""
    try:
        typer.echo(_in_database(lambda s: officers.add_officer(s, secretariat, contact, head=head, role=as_)))
    except officers.NoSuchSecretariat:
        fail(f"there is no secretariat {secretariat}: add it first, with add-secretariat")
    except officers.TakesPart as error:
        fail(
            f"{email} acts for the beneficiary or on the panel of {error}: correct that address or replace "
            "the person there first, or give the officer another address"
        )


@app.command()
def set_role(secretariat: str, email: str, role: str) -> None:
    """Give an officer another role; it holds from their next page or call on."""
    as_ = _role(role)
    _of_officer(secretariat, email, lambda s: officers.set_role(s, secretariat, email, as_, BY))


@app.command()
def end_officer(secretariat: str, email: str) -> None:
    """End an officer: their key, their sessions and their links to the desk act no more, at once."""
    _of_officer(secretariat, email, lambda s: officers.end(s, secretariat, email, BY))


@app.command()
def end_sessions(secretariat: str, email: str) -> None:
    """Sign an officer out of the desk, wherever they are signed in."""
    _of_officer(secretariat, email, lambda s: officers.end_sessions(s, secretariat, email, BY))


@app.command()
def add_key(
    secretariat: str,
    email: str,
    name: KeyName,
    scope: ScopeOption = "read",
    days: DaysOption = keys.USUAL_DAYS,
) -> None:
    """Make another key for an officer's program, and show it, this once."""
    if scope not in keys.SCOPES:
        fail(f"a scope must be {' or '.join(keys.SCOPES)}")
    if not name.strip() or len(name) > keys.LONGEST or not name.isprintable():
        fail(f"--name must be 1 to {keys.LONGEST} printable characters")

    async def make(s: AsyncSession) -> None:
        typer.echo(await officers.make_key(s, secretariat, email, name.strip(), scope, days, BY))

    try:
        _of_officer(secretariat, email, make)
    except keys.NameInUse:
        fail(f"there is a key of this name: end it first, with end-key {secretariat} {email} --name …")


@app.command(name="keys")
def list_keys(secretariat: str) -> None:
    """List the keys that work, each with its officer, its scope, its end and its last use."""
    for read in _in_database(lambda s: keys.of_secretariat(s, secretariat, datetime.now(UTC))):
        key = read.key
        used = f"{key.used_at:%Y-%m-%d %H:00}" if key.used_at else "never"
        typer.echo(f"{read.person.email} {key.name!r} {key.scope}, ends {key.ends_at:%Y-%m-%d}, used {used}")


@app.command()
def end_key(secretariat: str, email: str, name: KeyName) -> None:
    """End a key of an officer's: it opens nothing from the next call on."""

    async def end(s: AsyncSession) -> bool:
        return await officers.end_key(s, secretariat, email, name, BY)

    if not _of_officer(secretariat, email, end):
        fail(f"{email} has no key of the name {name!r} that works")


@app.command()
def forget_account(secretariat: str, email: str) -> None:
    """Have an officer bound to no account: the next one of their address by the provider binds them anew."""

    async def forget(s: AsyncSession) -> bool:
        return await officers.forget_account(s, secretariat, email, BY)

    if not _of_officer(secretariat, email, forget):
        fail(f"{email} is bound to no account")


@app.command()
def sign_in_link(secretariat: str, email: str) -> None:
    """Make a link with which an officer signs in to the desk, once, and show it; for whoever has no mail."""
    url = load(required=()).public_url

    async def make(s: AsyncSession) -> str:
        return await officers.sign_in_token(s, secretariat, email)

    try:
        typer.echo(f"{url}/desk/sign-in/{_in_database(make)}")
    except officers.NoSuchOfficer:
        fail(f"nobody at {email} works for {secretariat}")


@app.command()
def first_officer(
    key_file: Annotated[Path | None, typer.Option(help="DATA_DIR/api-key if not given")] = None,
    secretariat: str = "DIS",
    secretariat_name: str = "Departamento de Inclusión Social",
    name: str = "Oficial, Departamento de Inclusión Social",
    email: str = "oficial@dis.example",
    head_name: str = "Jefatura de sección, Departamento de Inclusión Social",
    head_email: str = "jefatura@dis.example",
    language: LanguageOption = "es",
    time_zone: ZoneOption = "America/New_York",
) -> None:
    """Make a secretariat with its first officer and its head, and write the officer's key to a file.

    If it has officers already, nothing is done.
    """
    file = key_file or load(required=()).data_dir / "api-key"
    officer = _contact(name, email, language, time_zone)
    head = _contact(head_name, head_email, language, time_zone)

    async def make(s: AsyncSession) -> str | None:
        if await officers.any_officer(s, secretariat):
            return None
        await officers.add_secretariat(s, secretariat, secretariat_name)
        await officers.add_officer(s, secretariat, head, head=True)
        return await officers.add_officer(s, secretariat, officer, head=False)

    if key := _in_database(make):
        _write_secret(file, key)
    else:
        typer.echo("there are officers already; add-officer gives one a new key")


def _of_officer(secretariat: str, email: str, act: Callable[[AsyncSession], Awaitable[T]]) -> T:
    try:
        return _in_database(act)
    except officers.NoSuchOfficer:
        fail(f"nobody at {email} works for {secretariat}")


def _role(role: str) -> str:
    if role not in officers.ROLES:
        fail(f"a role must be {' or '.join(officers.ROLES)}")
    return role


def _in_database(act: Callable[[AsyncSession], Awaitable[T]]) -> T:
    """Run one transaction."""

    async def writing(_: Settings, database: Database) -> T:
        async with database.writing() as s:
            return await act(s)

    return with_database(writing)


def _contact(name: str, email: str, language: str, time_zone: str) -> Contact:
    """A person from what was typed; what cannot be stops the command."""
    fields: dict[str, Any] = {"name": name, "email": email, "language": language, "time_zone": time_zone}
    try:
        contact = TypeAdapter(Contact).validate_python(fields)
        if time_zone:
            ZoneInfo(time_zone)
    except ValidationError:
        fail(f"--language must be {' or '.join(get_args(Language))}")
    except (ZoneInfoNotFoundError, ValueError):
        fail("--time-zone must be the IANA name of a time zone, such as America/New_York")
    if "@" not in email or not name.strip():
        fail("--email must be an address, and --name must not be empty")
    return contact


def _write_secret(file: Path, secret: str) -> None:
    """Write it for this user alone; the whole or nothing."""
    file.parent.mkdir(parents=True, exist_ok=True)
    half = file.with_suffix(".half")
    half.touch(mode=0o600)
    half.write_text(secret, encoding="utf-8")
    half.rename(file)
