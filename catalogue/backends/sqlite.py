"""SQLite's FTS5, over catalogue_document; migration 0002 makes the index and keeps it in step."""

from django.db import DatabaseError, OperationalError, connections

from .interface import Match, Terms


class SQLite:
    source = (
        # CROSS keeps the planner from walking the documents and asking the index about each.
        "catalogue_document_fts(%s) CROSS JOIN catalogue_document AS document"
        " ON document.id = catalogue_document_fts.rowid"
    )
    matches = "catalogue_document_fts(%s)"
    # A word in the title weighs ten times one in the text.
    score = "bm25(catalogue_document_fts, 0.0, 10.0, 1.0)"

    def expression(self, terms: Terms, match: Match, kind: str = "") -> str:
        beginning = "" if match is Match.WHOLE_WORDS_IN_TITLE else "*"
        each = (" OR ".join(f'"{word}"{beginning}' for word in term) for term in terms)
        wanted = " AND ".join(f"({words})" for words in each)
        anywhere = match is Match.BEGINNINGS_ANYWHERE
        columns = "{folded_title folded_text}" if anywhere else "folded_title"
        of_kind = f'kind : "{kind}" AND ' if kind else ""
        return f"{of_kind}{columns} : ({wanted})"

    def is_whole(self, using: str) -> bool:
        try:
            with connections[using].cursor() as cursor:
                # Written as a statement that inserts; it changes nothing.
                cursor.execute(
                    "INSERT INTO catalogue_document_fts (catalogue_document_fts, rank)"
                    " VALUES ('integrity-check', 1)"
                )
        except OperationalError:
            raise
        except DatabaseError:
            return False
        return True

    def restore(self, using: str) -> None:
        with connections[using].cursor() as cursor:
            cursor.execute(
                "INSERT INTO catalogue_document_fts (catalogue_document_fts) VALUES ('rebuild')"
            )
