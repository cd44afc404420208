"""`python -m tests.postgres URL` says in one sentence whether PostgreSQL can be used there."""

import sys

import psycopg


def main(url: str) -> None:
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.OperationalError as error:
        sys.exit(
            "The tests on PostgreSQL need a server: start it, or say where it is with "
            f"make test-postgres POSTGRES_URL=postgres://user@host:5432/name ({error})"
        )


if __name__ == "__main__":
    main(sys.argv[1])
