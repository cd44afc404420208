"""PostgreSQL's tsvector, a column of catalogue_document that migration 0002 adds."""

from .interface import Match, Terms


class PostgreSQL:
    source = (
        "CAST(%s AS tsquery) AS wanted JOIN catalogue_document AS document"
        " ON document.search_vector @@ wanted"
    )
    matches = source
    # 1: longer documents count for less.
    score = "-ts_rank(document.search_vector, wanted, 1)"

    def expression(self, terms: Terms, match: Match, kind: str = "") -> str:
        # The letters before the words: see the migration.
        letter = "w" if match is Match.BEGINNINGS_ANYWHERE else "t"
        beginning = "" if match is Match.WHOLE_WORDS_IN_TITLE else ":*"
        each = (" | ".join(f"{letter}{word}{beginning}" for word in term) for term in terms)
        wanted = [f"({words})" for words in each]
        return " & ".join([f"k{kind}", *wanted] if kind else wanted)

    def is_whole(self, using: str) -> bool:
        """The column is computed by the database."""
        return True

    def restore(self, using: str) -> None:
        """The column is computed by the database; nothing to do."""
