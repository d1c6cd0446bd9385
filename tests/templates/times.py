"""When and where the letters of tests are."""

from datetime import datetime
from zoneinfo import ZoneInfo

HERE = datetime(2026, 12, 7, 18, tzinfo=ZoneInfo("America/Bogota"))
THERE = HERE.astimezone(ZoneInfo("America/Asuncion"))
URL = "https://ronda.example/a/token"
