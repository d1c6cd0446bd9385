"""A letter to whoever runs the programs: something stands still, and no participant can mend it."""

from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime

from activities.email_message import message_id
from activities.operator_letter import OperatorLetter
from activities.smtp import MailServer

TEXT = """\
The round {round} could not write down what happened in it: batch {serial} failed again and again ({code}).

It is parked. Until somebody acts, nothing more of this round is written and no letter of it goes out; what
people send is still taken and kept. All other rounds go on.

What to do stands in docs/runbook.md under "A batch that is parked", and in the details of the workflow
{round} in the Temporal UI.
"""


def operator_message(letter: OperatorLetter, server: MailServer, to: str) -> EmailMessage:
    """The message, in plain words of the programs' own language: ids and codes, nothing that people wrote."""
    made = EmailMessage()
    made["From"] = server.sender
    made["To"] = to
    made["Subject"] = f"Ronda: {letter.round} stands still"
    made["Date"] = format_datetime(datetime.now(UTC))
    key = f"operator/{letter.round}/{letter.serial}"
    made["Message-ID"] = message_id(key, server)
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(TEXT.format(round=letter.round, serial=letter.serial, code=letter.code))
    return made
