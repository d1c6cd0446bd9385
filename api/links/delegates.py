"""What a delegate reads on the page of the task that was delegated to them: by whom, and which part."""

from api.links.linked import Linked
from rounds.state.people import delegate_id
from rounds.submissions.interventions import Delegate
from store import inbox
from templates import notices
from templates.background import Block
from templates.marked import marked, mixed


def block(link: Linked) -> tuple[Block, ...]:
    """Who asks for their help; nothing for whoever owns the task."""
    me = link.read.participant.id
    for said in link.read.said:
        if said.row.kind == "delegate" and delegate_id(said.row.id) == me:
            body: Delegate = inbox.body_of(said.row)
            owner = said.by.name if said.by else ""
            asked = link.words.say(notices.DELEGATED_BY, name=owner)
            share = marked(body.share, said.row.language)
            part = mixed("%(what)s %(share)s", what=link.words.say(notices.PART), share=share)
            return (Block(texts=(asked, part) if share else (asked,)),)
    return ()
