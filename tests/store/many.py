"""Ten thousand rounds, put straight into a database: what is slow only when there is much shows here.

Nine of ten rounds are the DIS's. Every second one is open and waits for two people, who hold what they have
typed so far; each fiftieth is late, and in each hundredth an answer waits for its round. The statements
are the same for SQLite and PostgreSQL.
"""

from collections.abc import Iterator

from sqlalchemy import create_engine, text

MANY = 10_000
_MOMENT = {
    # Each round and each row has a moment of its own.
    "sqlite": "'2026-03-02 15:00:00.' || substr(CAST(1000000 + n AS text), 2)",
    "postgresql": "timestamptz '2026-03-02 15:00:00+00' + n * interval '1 microsecond'",
}
_SEARCHED = {
    "sqlite": "'title' || n || ' registro social'",
    "postgresql": "to_tsvector('simple', 'title' || n || ' registro social')",
}
_FOUND = {
    "sqlite": "'of' || lower({secretariat}) || ' p' || n || ' ministerio'",
    "postgresql": "to_tsvector('simple', 'of' || lower({secretariat}) || ' p' || n || ' ministerio')",
}
_TABLES = {
    "person": (1, "id, email, name, language, time_zone, country, institution, refuses"),
    "round": (
        1,
        "id, methodology, methodology_version, rules, secretariat_id, country, institution, initiative,"
        " year, number, step, outcome, opened_at, closed_at, changed_at, opening_id",
    ),
    "participant": (4, "round_id, id, person_id, role, state"),
    "assignment": (
        6,
        "round_id, key, kind, role, state, opened_at, due_at, overdue, paused, version, sha256,"
        " submission_id",
    ),
    "grant": (
        6,
        "id, round_id, assignment_key, participant_id, purpose, serial, state, created_at",
    ),
    "letter": (
        4,
        "key, round_id, participant_id, person_id, template, params, state, attempts, written_at, error,"
        " message_id, serial, recorded_at",
    ),
    "inbox": (
        6,
        "id, round_id, key, kind, participant_id, officer_id, proof, body, sha256, state, code, field,"
        ' "values", received_at, due_at',
    ),
    "upload": (1, "id, round_id, participant_id, officer_id, filename, media_type, size, sha256, at"),
    "report_version": (1, "round_id, version, sha256, submission_id, at"),
    "calendar_event": (1, "round_id, uid, sequence, starts, ends, state"),
    "sent_text": (4, "letter, subject, body"),
    "draft": (2, "round_id, assignment_key, participant_id, body, saved_at"),
    "published": (
        1,
        "round_id, slug, digest, methodology, methodology_name, methodology_version, secretariat, country,"
        " institution, initiative, year, number, topics, topic_words, panel_countries, languages, version,"
        " sha256, published_at, changed_at",
    ),
    "published_text": (
        2,
        "round_id, language, original, title, institution, initiative, sections, recommendations, pdf_sha256,"
        " pdf_size, pdf_pages",
    ),
    "published_need": (
        4,
        "round_id, id, language, original, position, topic, topic_words, support, priority, text",
    ),
    "published_search": (2, "round_id, language, part, words"),
    "audit": (2, "id, hash, key, round_id, at, recorded_at, actor, action, subject, detail"),
    "round_sought": (1, "round_id, secretariat_id, words"),
    "person_sought": (4, "secretariat_id, round_id, about, words"),
    "letter_sought": (4, "secretariat_id, round_id, about, words"),
    "round_note": (2, "id, round_id, officer_id, text, at"),
    "round_request": (
        1,
        "id, secretariat_id, methodology, country, institution, initiative, stage, objective, name, email,"
        " language, state, round_id, received_at",
    ),
}
"""How many rows of each table a round has, and the columns that are filled."""
_ROWS = {
    "person": "'p' || n, 'p' || n || '@example.org', 'N', 'es', '', '', '', false",
    "round": "'r' || n, 'ripso', '1', {rules}, {secretariat}, {country}, 'I', '', 2026, n, {step}, '', {at},"
    " {closed}, {at}, 'i' || n || '-1'",
    "participant": "'r' || n, 'a' || k, 'p' || (1 + (n * k) % {many}), {role}, 'active'",
    "assignment": "'r' || n, 'k:' || k, 'k', {role}, {awaited}, {at}, {at}, {late}, false, 0, '', ''",
    "grant": "'g' || n || '-' || k, 'r' || n, {granted}, 'a' || (1 + k % 4), 'act', k,"
    " CASE {awaited} WHEN 'open' THEN 'live' ELSE 'ended' END, {at}",
    "letter": "'l' || n || '-' || k, 'r' || n, 'a' || k, 'p' || (1 + (n * k) % {many}), 'assignment', '{{}}',"
    " 'sent', 1, {at}, '', '', k, {at}",
    "inbox": "'i' || n || '-' || k, 'r' || n, 'k:' || k, {kind}, 'a' || (1 + k % 4), '', '',"
    " '{{\"reason\": \"r\"}}', '',"
    " CASE WHEN n % 100 = 1 AND k = 6 THEN 'received' ELSE 'accepted' END, '', '', '{{}}', {at}, {at}",
    "upload": "'u' || n, 'r' || n, 'a1', '', 'f', 'application/pdf', 1, 's' || n, {at}",
    "report_version": "'r' || n, 1, '', '', {at}",
    "calendar_event": "'r' || n, 'v' || n, 1, {day}, {day}, 'confirmed'",
    "sent_text": "'l' || n || '-' || k, 'S', 'B'",
    "draft": "'r' || n, 'k:' || (4 + k), 'a1', '{{}}', {at}",
    "published": "'r' || n, 'r' || n, '', 'ripso', 'R', '1', {secretariat}, {country}, 'I', '', 2026, n,"
    " 'planning', '', 'CHL', 'es en', 1, '', {at}, {at}",
    "published_text": "'r' || n, {spoken}, k = 1, 'T', 'I', '', {rules}, '[]', 'p' || n || k, 1, 1",
    "published_need": "'r' || n, 'n' || (k % 2), CASE WHEN k < 3 THEN 'es' ELSE 'en' END, k < 3, k,"
    " 'planning', '', 'training', '', 'N'",
    "published_search": "'r' || n, {spoken}, 1, {words}",
    "audit": "n * 2 + k, '', 'a' || n || '-' || k, 'r' || n, {at}, {at}, 'ronda',"
    " CASE k WHEN 1 THEN 'opened' ELSE 'reminded' END, 'k:' || k, '{{}}'",
    "round_sought": "'r' || n, {secretariat}, ' r' || n || ' registro social'",
    "person_sought": "{secretariat}, 'r' || n, 'a' || k, {found}",
    "letter_sought": "{secretariat}, 'r' || n, 'l' || n || '-' || k, {found}",
    "round_note": "'n' || n || '-' || k, 'r' || n, 'o', 'N', {at}",
    "round_request": "'q' || n, {secretariat}, 'ripso', {country}, 'I', 'I', 'design', '', 'N',"
    " 'q@example.org', 'es', CASE n % 3 WHEN 0 THEN 'waiting' ELSE 'aside' END, '', {at}",
}
_WORDS = {
    "secretariat": "CASE n % 10 WHEN 0 THEN 'DGPE' ELSE 'DIS' END",
    "country": "CASE n % 25 WHEN 0 THEN 'PRY' WHEN 1 THEN 'CHL' ELSE 'COL' END",
    "step": "CASE n % 2 WHEN 0 THEN 'closed' ELSE CASE n % 9 WHEN 0 THEN 'visit' ELSE 'panel' END END",
    "role": "CASE k % 3 WHEN 0 THEN 'focal_point' WHEN 1 THEN 'expert-1' ELSE 'responsible_officer' END",
    "awaited": "CASE WHEN n % 2 = 1 AND k > 4 THEN 'open' ELSE 'fulfilled' END",
    # As large as a pinned methodology leaves a row of PostgreSQL, which keeps the rest beside the table.
    "rules": "'[" + "0," * 900 + "0]'",
    "kind": "CASE (n + k) % 60 WHEN 0 THEN 'pause' ELSE 'kind-' || k END",
    "late": "n % 50 = 1 AND k = 6",
    "granted": "CASE k WHEN 1 THEN '' ELSE 'k:' || k END",
    "many": str(MANY),
    "spoken": "CASE k WHEN 1 THEN 'es' ELSE 'en' END",
}


def fill(url: str) -> None:
    """Put the rounds into a migrated, empty database, and let PostgreSQL count them."""
    engine = create_engine(url.replace("+aiosqlite", ""))
    dialect = engine.dialect.name
    try:
        with engine.begin() as connection:
            if dialect == "postgresql":
                # Whether each row's round is there need not be asked.
                connection.execute(text("SET session_replication_role = replica"))
            for statement in _statements(dialect):
                connection.execute(text(statement))
    finally:
        engine.dispose()
    settle(url)


def settle(url: str) -> None:
    """Have PostgreSQL count what it holds, as it does by itself within a minute."""
    if url.startswith("postgresql"):
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("VACUUM ANALYZE"))
        engine.dispose()


def _statements(dialect: str) -> Iterator[str]:
    yield "INSERT INTO secretariat (id, name) VALUES ('DIS', 'One'), ('DGPE', 'Other')"
    at = _MOMENT[dialect]
    closed = f"CASE n % 2 WHEN 0 THEN {at} END"
    day = "'2026-05-04'" if dialect == "sqlite" else "date '2026-05-04'"
    found = _FOUND[dialect].format(**_WORDS)
    for table, (parts, columns) in _TABLES.items():
        named = {"at": at, "closed": closed, "day": day, "words": _SEARCHED[dialect], "found": found}
        row = _ROWS[table].format(**_WORDS, **named)
        yield (
            f'INSERT INTO "{table}" ({columns}) '  # noqa: S608 - nothing of it comes from outside
            f"WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < {MANY}),"
            f" p(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM p WHERE k < {parts})"
            f" SELECT {row} FROM r CROSS JOIN p"
        )
