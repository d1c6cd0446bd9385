"""The names under which activities stand in histories: what is running asks for them by these."""

COMMIT = "commit"
LOOK = "look"
SEND_TO_OPERATOR = "send_to_operator"
CHOOSE_LANGUAGE = "choose_language"
