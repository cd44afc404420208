import pytest
from bs4 import Tag
from django.test import Client

from tests.factories import (
    DeploymentFactory,
    JointDeploymentFactory,
    MissionFactory,
    PersonFactory,
    PersonNameFactory,
    PhotoFactory,
    RankFactory,
    RankHoldingFactory,
    RoleFactory,
    RotationFactory,
    cite,
    together,
)
from tests.pictures import picture
from tests.reading import (
    address_of_link,
    claim_saying,
    heading,
    main_part,
    notes_behind,
    queries_of,
    read,
    statement,
    words,
)

pytestmark = pytest.mark.django_db

NOT_STATED = "not stated in any source"


def section(page: Tag, name: str) -> Tag:
    """The part of a person's page under a heading."""
    found = page.select_one(f'section[aria-labelledby="{name}"]')
    assert found
    return found


def texts(part: Tag) -> list[str]:
    return [words(said) for said in part.select(".claim .said")]


# --- Ranks ------------------------------------------------------------------------------------


def test_ranks_without_dates_stand_side_by_side_each_with_its_sentence(client: Client) -> None:
    person = PersonFactory.create()
    for name in ("Lieutenant Colonel", "Colonel"):
        holding = RankHoldingFactory.create(person=person, rank=RankFactory.create(name=name))
        cite(holding, "as_printed", quotation=f"{name} Aru")

    page = read(client, person.get_absolute_url())
    ranks = section(page, "ranks")

    assert words(ranks).startswith("Ranks Two ranks are stated, and what is known of their dates")
    assert "which came first is not stated, and none is called the present one" in words(ranks)
    assert [notes_behind(page, said) for said in ranks.select(".said")] == [
        ["Lieutenant Colonel Aru"],
        ["Colonel Aru"],
    ]
    assert words(ranks).count("no source states when the rank was held") == 1


def test_ranks_with_dates_are_no_riddle(client: Client) -> None:
    person = PersonFactory.create()
    RankHoldingFactory.create(person=person, as_of="2018")
    RankHoldingFactory.create(person=person, as_of="2022-05")

    ranks = section(read(client, person.get_absolute_url()), "ranks")

    assert "which came first" not in words(ranks)
    assert ["As of: 2018" in texts(ranks)[0], "As of: May 2022" in texts(ranks)[1]] == [True] * 2


@pytest.mark.parametrize(
    ("dates", "contested"),
    [
        (("2020", ""), True),
        (("2020", "2020-05"), True),
        (("2018/..", "2020"), True),
        (("2018", "2019"), False),
    ],
)
def test_the_page_and_the_conflicts_agree_on_whose_ranks_are_contested(
    client: Client, dates: tuple[str, str], contested: bool
) -> None:
    person = PersonFactory.create(display_name="Aru")
    for as_of in dates:
        RankHoldingFactory.create(person=person, as_of=as_of)

    ranks = section(read(client, person.get_absolute_url()), "ranks")

    assert ("does not put them in order" in words(ranks)) is contested
    assert ("Aru" in words(read(client, "/conflicts/"))) is contested


@pytest.mark.parametrize(
    ("earlier", "later", "contested"),
    [
        (("2003/..", 1), ("2010/..", 2), False),
        (("2003", 1), ("2003/..", 2), True),
        # A lower rank at a later time is no promotion.
        (("2003/..", 2), ("2010/..", 1), True),
        (("2003/..", 1), ("", 2), True),
    ],
)
def test_a_higher_rank_of_a_later_year_is_a_promotion(
    client: Client, earlier: tuple[str, int], later: tuple[str, int], contested: bool
) -> None:
    person = PersonFactory.create()
    for as_of, seniority in (earlier, later):
        RankHoldingFactory.create(person=person, as_of=as_of, rank__seniority=seniority)

    notice = section(read(client, person.get_absolute_url()), "ranks").select(".notice")

    assert bool(notice) is contested


def test_one_rank_at_two_times_and_a_draft_one_are_not_contested(client: Client) -> None:
    held = RankHoldingFactory.create()
    RankHoldingFactory.create(person=held.person, rank=held.rank, as_of="2020")
    RankHoldingFactory.create(person=held.person, draft=True)

    ranks = section(read(client, held.person.get_absolute_url()), "ranks")

    assert not ranks.select(".notice")


def test_a_rank_is_shown_as_it_is_printed_and_not_as_it_is_filed(client: Client) -> None:
    rank = RankFactory.create(name="Major")
    holding = RankHoldingFactory.create(rank=rank, as_printed="Major of the Army")

    ranks = section(read(client, holding.person.get_absolute_url()), "ranks")

    assert texts(ranks) == ["Major of the Army"]


def test_the_list_shows_all_ranks_of_a_person(client: Client) -> None:
    person = PersonFactory.create()
    for name in ("Lieutenant Colonel", "Colonel"):
        RankHoldingFactory.create(person=person, as_printed=name)

    (row,) = read(client, "/personnel/").select("tbody tr")

    assert words(row.select("td")[0]) == "Lieutenant Colonel Colonel"


def test_a_draft_rank_is_shown_to_editors_only(client: Client, editor_client: Client) -> None:
    person = PersonFactory.create()
    RankHoldingFactory.create(person=person, as_printed="Generalissimo", draft=True)

    for address in (person.get_absolute_url(), "/personnel/"):
        assert "Generalissimo" not in words(read(client, address))
        assert "Generalissimo" in words(read(editor_client, address))


# --- Service ----------------------------------------------------------------------------------


def test_what_is_not_stated_of_a_deployment_is_said_to_be_not_stated(client: Client) -> None:
    deployment = DeploymentFactory.create(mission__name="Lebanon")
    cite(deployment, "mission", quotation="Aru served in Lebanon.")

    page = read(client, deployment.person.get_absolute_url())
    service = section(page, "service")

    assert texts(service) == [f"Lebanon [1] Role, rotation, and period: {NOT_STATED}"]
    assert notes_behind(page, service) == ["Aru served in Lebanon."]


def test_what_is_stated_of_a_deployment_is_shown(client: Client) -> None:
    rotation = RotationFactory.create(number=4)
    deployment = DeploymentFactory.create(
        mission=rotation.mission,
        rotation=rotation,
        role=RoleFactory.create(name="Observer"),
        period="2014/..",
        activity="visited a local school",
    )

    (said,) = texts(section(read(client, deployment.person.get_absolute_url()), "service"))

    for words_shown in ("Role: Observer", "Rotation: 4", "Period: since 2014",
                        "While there: visited a local school"):  # fmt: skip
        assert words_shown in said


def test_serving_now_is_the_sources_now(client: Client) -> None:
    deployment = DeploymentFactory.create(serving_as_of_source=True)

    for address in (deployment.person.get_absolute_url(), deployment.mission.get_absolute_url()):
        page = words(read(client, address))
        assert "Serving there as of the source, whose date counts and not today’s" in page
        assert "currently" not in page


def test_a_person_of_whom_nothing_is_stated_alone_is_said_to_be_such(client: Client) -> None:
    person = PersonFactory.create()

    page = read(client, person.get_absolute_url())

    assert f"Mission: {NOT_STATED} for this person individually." in words(section(page, "service"))
    (row,) = read(client, "/personnel/").select("tbody tr")
    assert words(row.select("td")[1]) == NOT_STATED


def test_a_joint_statement_is_shown_as_such_wherever_it_stands(client: Client) -> None:
    lebanon, iraq = MissionFactory.create(name="Lebanon"), MissionFactory.create(name="Iraq")
    aru = PersonFactory.create(display_name="Aru")
    botagoz = PersonFactory.create(display_name="Botagoz")
    joint = JointDeploymentFactory.create(
        text="Two women served.", people=[aru, botagoz], missions=[lebanon, iraq],
        roles=[RoleFactory.create(name="Cook"), RoleFactory.create(name="Observer")],
        open_ended=True,
    )  # fmt: skip
    cite(joint, "text", quotation="Aru and Botagoz, among others.")

    for record in (aru, botagoz, lebanon, iraq, joint):
        page = read(client, record.get_absolute_url())
        said = main_part(page) if record is joint else claim_saying(page, "Two women served.")
        assert "Two women served. [1]" in words(said)
        assert "Named: Aru and Botagoz ; the source’s list is open-ended" in words(said)
        assert "Missions, in no stated order: Iraq and Lebanon" in words(said)
        assert "Roles, not stated individually: Cook and Observer" in words(said)
        assert notes_behind(page, said) == ["Aru and Botagoz, among others."]


def test_people_named_together_stand_in_one_group_with_one_note(client: Client) -> None:
    aru, _botagoz, chingiz = (
        PersonFactory.create(display_name=name) for name in ("Aru", "Botagoz", "Chingiz")
    )
    cite(JointDeploymentFactory.create(people=[aru, chingiz]), quotation="Aru and Chingiz served.")

    page = read(client, "/personnel/")

    groups = page.select("main tbody")
    assert [list(map(words, group.select("th"))) for group in groups] == [
        ["Aru", "Chingiz"],
        ["Botagoz"],
    ]
    assert words(page).count("Named together") == 1


def test_the_list_names_the_missions_of_a_joint_statement_as_such(
    client: Client, editor_client: Client
) -> None:
    lebanon, iraq = MissionFactory.create(name="Lebanon"), MissionFactory.create(name="Iraq")
    hidden = MissionFactory.create(name="Secret", draft=True)
    joint = JointDeploymentFactory.create(
        people=[PersonFactory.create()], missions=[lebanon, iraq, hidden]
    )
    cite(joint, quotation="Some served in Lebanon and Iraq.")

    page = read(client, "/personnel/")

    cell = page.select("tbody td")[0]
    assert words(cell) == "Named together : Iraq and Lebanon ; who served where is not stated [1]"
    assert notes_behind(page, cell) == ["Some served in Lebanon and Iraq."]
    assert address_of_link(cell, "Named together") == joint.get_absolute_url()
    assert "Iraq , Lebanon , and Secret" in words(read(editor_client, "/personnel/"))


def test_the_list_asks_no_more_queries_for_more_people(client: Client) -> None:
    @together()
    def add_person() -> None:
        person = RankHoldingFactory.create().person
        DeploymentFactory.create(person=person)
        cite(JointDeploymentFactory.create(people=[person], missions=[MissionFactory.create()]))

    add_person()
    few = queries_of(client, "/personnel/")
    for _ in range(10):
        add_person()

    assert few <= 10
    assert queries_of(client, "/personnel/") == few


def test_a_joint_statement_is_nobodys_own_service(client: Client) -> None:
    person, mission = PersonFactory.create(), MissionFactory.create()
    JointDeploymentFactory.create(people=[person], missions=[mission])

    service = section(read(client, person.get_absolute_url()), "service")
    people = section(read(client, mission.get_absolute_url()), "people-heading")

    assert "Stated individually Mission: not stated in any source" in words(service)
    assert "Stated jointly with others" in words(service)
    assert "Named individually Nobody is recorded by name as having served Named together" in words(
        people
    )


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_a_hidden_person_is_not_named_in_a_joint_statement(
    client: Client, editor_client: Client, state: str
) -> None:
    seen = PersonFactory.create(display_name="Aru")
    hidden = PersonFactory.create(display_name="Botagoz", **{state: True})
    joint = JointDeploymentFactory.create(people=[seen, hidden], missions=[MissionFactory.create()])

    assert "Botagoz" not in words(read(client, joint.get_absolute_url()))
    for_editors = words(read(editor_client, joint.get_absolute_url()))
    assert ("Botagoz" in for_editors) is (state == "draft")


# --- The person -------------------------------------------------------------------------------


def test_names_in_all_scripts_are_shown_with_their_language(client: Client) -> None:
    person = PersonFactory.create(display_name="Aliya Sadykova")
    PersonNameFactory.create(person=person, name="Aliya Sadykova", language="en")
    PersonNameFactory.create(person=person, name="Әлия Садықова", language="kk")
    PersonNameFactory.create(
        person=person, name="Алия Садыкова", language="ru", kind="transliterated"
    )

    page = read(client, person.get_absolute_url())

    assert {
        (name.get("lang"), words(name))
        for name in statement(page, "Also written").select("li span[lang]")
    } == {("kk", "Әлия Садықова"), ("ru", "Алия Садыкова")}
    assert "Алия Садыкова transliterated by the editors" in words(page)


def test_a_gender_that_no_source_states_is_not_stated(client: Client) -> None:
    page = read(client, PersonFactory.create(display_name="Madina").get_absolute_url())

    assert heading(page) == "Madina"
    assert words(statement(page, "Gender")) == NOT_STATED
    assert words(statement(page, "Described as")) == NOT_STATED


@pytest.mark.parametrize(
    ("state", "is_shown"), [({}, True), ({"draft": True}, False), ({"withdrawn": True}, False)]
)
def test_a_photo_is_shown_only_while_it_is_public(
    client: Client, state: dict[str, bool], is_shown: bool
) -> None:
    photo = PhotoFactory.create(credit="News.un.org", **state)
    person = PersonFactory.create(photo=photo)

    page = read(client, person.get_absolute_url())

    assert ("News.un.org" in words(page)) is is_shown


def test_the_photograph_itself_stands_before_ranks_and_service(client: Client) -> None:
    photo = PhotoFactory.create(alternative_text="An officer", file=picture())
    page = read(client, PersonFactory.create(photo=photo).get_absolute_url())

    (image,) = page.select('main img[alt="An officer"]')
    below = image.find_next("h2")
    assert below
    assert words(below) == "Ranks"


# --- Search -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    ["садықова", "САДЫКОВА", "Sadykova", "sadykova aliya", "Әлия", "алия", "aliya", "sadyk",
     "сaдыковa"],
)  # fmt: skip
def test_a_person_is_found_in_any_script_and_case(client: Client, typed: str) -> None:
    person = PersonFactory.create(display_name="Aliya Sadykova", slug="aliya-sadykova")
    PersonNameFactory.create(person=person, name="Әлия Садықова", language="kk")
    PersonFactory.create(display_name="Somebody Else")

    hits = read(client, f"/search/?q={typed}&kind=person").select(".hits a")

    assert [words(hit) for hit in hits] == ["Aliya Sadykova"]
    assert hits[0]["href"] == "/personnel/aliya-sadykova/"


def test_a_person_is_found_by_a_former_name(client: Client) -> None:
    name = PersonNameFactory.create(name="Dilya Omarova", kind="former")

    (hit,) = read(client, "/search/?q=омарова").select(".hits a")

    assert words(hit) == name.person.display_name
