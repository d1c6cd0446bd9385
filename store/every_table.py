"""Every file that has tables, for whoever makes them all: importing it fills the metadata."""

import store.accounts
import store.audit_log
import store.change_drafts
import store.desk_tables
import store.drafts
import store.erasures
import store.kept_answers
import store.keys
import store.letterheads
import store.papers
import store.publication_codes
import store.published_tables
import store.request_counts
import store.requests
import store.round_state
import store.sent_texts
import store.sessions
import store.sign_ins
import store.specimens
import store.tables
import store.uploads
import store.wordings  # noqa: F401 - they are asked for together
