"""Opens one file, says what is found, and ends: `python -m api.inspecting <memory> <seconds>`.

The question stands in the first line of the input, as JSON; the file follows it.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import fields
from typing import Any

from api.inspecting.limits import submit
from rounds.submissions.files import FileTooIntricate
from rounds.submissions.refusals import Refusal


def _file(content: bytes, ending: str) -> None:
    from api.inspecting import kinds

    kinds.check(ending, content)


def _questionnaire(content: bytes, **asked: Any) -> list[str]:
    from api.inspecting import questionnaire

    return questionnaire.read(content, **asked)


def _document(content: bytes) -> dict[str, Any]:
    from templates.word.reading import sections_of

    said = sections_of(content)
    return {field.name: getattr(said, field.name) for field in fields(said)}


QUESTIONS: dict[str, Callable[..., Any]] = {
    "file": _file,
    "questionnaire": _questionnaire,
    "document": _document,
}


def _answer(question: dict[str, Any], content: bytes) -> dict[str, Any]:
    try:
        return {"said": QUESTIONS[question.pop("what")](content, **question)}
    except Refusal as refusal:
        return {"refused": refusal.code, "values": refusal.values}
    except (MemoryError, RecursionError):
        return {"refused": FileTooIntricate.code, "values": {}}


if __name__ == "__main__":
    submit(*map(int, sys.argv[1:]))
    question = json.loads(sys.stdin.buffer.readline())
    answer = _answer(question, sys.stdin.buffer.read())
    sys.stdout.write(json.dumps(answer))
