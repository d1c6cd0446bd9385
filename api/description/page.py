"""The secretariat's door, which says where to go, and the API's description to be read."""

from typing import Any

from fastapi import APIRouter, Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from api.deps import Used
from api.http.problems import language_of
from api.policies import ANYBODY
from templates.render import FOLDER

router = APIRouter(include_in_schema=False, dependencies=[ANYBODY])
_REFERENCE = Environment(
    loader=FileSystemLoader(FOLDER / "reference"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
"""In English alone, as the API itself is: programs read it, and those who write them."""


@router.get("/api")
async def home(request: Request, used: Used) -> HTMLResponse:
    """Say how a secretariat works with rounds."""
    return HTMLResponse(used.renderer.page("home", language_of(request), {}))


@router.get("/docs")
async def docs(request: Request) -> HTMLResponse:
    """Describe every route and every field, with an example for each body."""
    return HTMLResponse(_REFERENCE.get_template("api.html").render(described(request.app.openapi())))


def described(plain: dict[str, Any]) -> dict[str, Any]:
    """What the page shows of a description: routes by tag, then models."""
    routes = [
        {"method": method.upper(), "path": path, **operation}
        for path, methods in plain["paths"].items()
        for method, operation in methods.items()
    ]
    return {
        "title": plain["info"]["title"],
        "about": plain["info"]["description"],
        "tags": [
            {**tag, "routes": [route for route in routes if tag["name"] in route.get("tags", [])]}
            for tag in plain["tags"]
        ],
        "models": plain["components"]["schemas"],
        "kind_of": kind_of,
    }


def kind_of(shape: dict[str, Any]) -> dict[str, str]:
    """What a value is, in words, and the model that it is of, if any."""
    if "$ref" in shape:
        name = shape["$ref"].rpartition("/")[2]
        return {"text": "", "model": name}
    if parts := shape.get("anyOf") or shape.get("oneOf"):
        kinds = [kind_of(part) for part in parts if part.get("type") != "null"]
        if len(kinds) == 1:
            return kinds[0]
        return {"text": "one of several", "model": ""}
    if "items" in shape:
        inner = kind_of(shape["items"])
        return {"text": f"list of {inner['text']}".rstrip(), "model": inner["model"]}
    return {"text": str(shape.get("format") or shape.get("type") or "any value"), "model": ""}
