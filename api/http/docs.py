"""The description of the API for people: Swagger UI, served from here with nothing of another site's."""

from fastapi import APIRouter
from fastapi.staticfiles import StaticFiles
from starlette.responses import HTMLResponse

ADDRESS = "/static/swagger"
PAGE = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Ronda: the API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{ADDRESS}/swagger-ui.css">
<script src="{ADDRESS}/swagger-ui-bundle.js" defer></script>
<script src="/static/docs.js" defer></script>
</head>
<body>
<div id="swagger-ui"></div>
</body>
</html>
"""

router = APIRouter(include_in_schema=False)
assets = StaticFiles(packages=[("fastapi_offline", "static")])


@router.get("/docs")
async def docs() -> HTMLResponse:
    """Show every route, with a form to try it."""
    return HTMLResponse(PAGE)
