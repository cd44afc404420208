from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from missions.models import Mission
from tests.factories import MissionFactory, write_editions

pytestmark = pytest.mark.django_db


def test_rows_with_their_editions_pass() -> None:
    write_editions(MissionFactory.create())

    call_command("check_editions", stdout=StringIO())


def test_what_was_written_past_the_verbs_is_named() -> None:
    MissionFactory.create(name="Without an edition")
    recorded, changed = (
        MissionFactory.create(name="Recorded"),
        MissionFactory.create(name="Changed"),
    )
    write_editions(recorded, changed)
    Mission.objects.filter(pk=changed.pk).update(acronym="NEW")
    said = StringIO()

    with pytest.raises(CommandError, match="2 in all"):
        call_command("check_editions", stdout=said)
    assert "Without an edition" in said.getvalue()
    assert "Changed" in said.getvalue()
    assert "Recorded" not in said.getvalue()
