"""Name, country and institution belong to a participation; those that are there keep what was known of them.

Code of before goes on as it did: it neither reads the new columns nor fills them, and a participation without
a name is read as the person's own.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

COLUMNS = ("name", "country", "institution")
KNOWN = """
    UPDATE participant SET
        name = (SELECT person.name FROM person WHERE person.id = participant.person_id),
        country = (SELECT person.country FROM person WHERE person.id = participant.person_id),
        institution = (SELECT person.institution FROM person WHERE person.id = participant.person_id)
    WHERE role NOT IN ('responsible_officer', 'head_of_secretariat')
"""


def upgrade() -> None:
    """Add the columns, and fill them; an officer's place stays without, so that it follows the officer."""
    for column in COLUMNS:
        op.add_column("participant", sa.Column(column, AutoString(), nullable=False, server_default=""))
    op.execute(KNOWN)


def downgrade() -> None:
    """Drop them: what was declared for a round alone is not known any more."""
    for column in COLUMNS:
        with op.batch_alter_table("participant") as batch:
            batch.drop_column(column)
