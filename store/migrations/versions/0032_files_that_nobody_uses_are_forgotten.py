"""A file says when it is looked at whether anybody uses it; how much came in a day is found by an index.

Revision ID: 0032
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

_WAITS = sa.text("look_at IS NOT NULL")


def upgrade() -> None:
    """What is there is looked at when Ronda runs next."""
    op.add_column("upload", sa.Column("look_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE upload SET look_at = at")
    op.create_index("ix_upload_look_at", "upload", ["look_at"], sqlite_where=_WAITS, postgresql_where=_WAITS)
    op.create_index("ix_upload_at", "upload", ["at"])
    op.create_index("ix_upload_sha256", "upload", ["sha256"])
    op.create_index("ix_published_text_pdf", "published_text", ["pdf_sha256"])


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_published_text_pdf", "published_text")
    for name in ("ix_upload_sha256", "ix_upload_at", "ix_upload_look_at"):
        op.drop_index(name, "upload")
    op.drop_column("upload", "look_at")
