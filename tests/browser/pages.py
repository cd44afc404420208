"""One address of every kind of page, over the article's fixtures."""

PAGES = {
    "home": "/",
    "about": "/about/",
    "missions": "/missions/",
    "missions-three-valued": "/missions/?people=300",
    "missions-refused": "/missions/?people=many",
    "mission": "/missions/iraq/",
    "edition": "/missions/iraq/?edition=1",
    "mission-with-people": "/missions/unifil/",
    "rotations": "/rotations/",
    "rotation": "/missions/iraq/rotations/4/",
    "claims": "/claims/",
    "claim": "/claims/kazbat-strength-now/",
    "claim-embed": "/claims/kazbat-strength-now/embed/",
    "units": "/units/",
    "unit": "/units/kazbat/",
    "personnel": "/personnel/",
    "personnel-not-stated": "/personnel/?mission=not-stated",
    "person": "/personnel/dilya-akhmetova/",
    "joint-deployment": "/joint-deployments/women-in-western-sahara-and-lebanon/",
    "sources": "/sources/",
    "source": "/sources/astana-times-kazbat/",
    "search": "/search/?q=ахметова",
    "timeline": "/timeline/",
    "figures": "/figures/",
    "chart-embed": "/figures/participants/embed/",
    "conflicts": "/conflicts/",
    "gaps": "/gaps/",
    "changes": "/changes/",
    "changes-about-mission": "/changes/?kind=mission&record=iraq&about=on",
    "not-found": "/missions/nowhere/",
}

SERIES_PAGES = {
    "series-list": "/series/",
    "series": "/series/strength-by-month/",
    "series-embed": "/series/strength-by-month/embed/",
}
"""The same of a series, which the article does not print."""

STATUS = {"missions-refused": 400, "not-found": 404}
"""Of the pages that do not answer 200."""

LISTS = (
    "missions",
    "rotations",
    "units",
    "claims",
    "personnel",
    "sources",
    "timeline",
    "conflicts",
    "gaps",
    "changes",
)
