from __future__ import annotations

from typing import Any

from catalogue.facets import NOT_STATED
from sources.views import RecordDetailView, RecordListView

from .exports import PersonListing
from .filters import PersonFilter
from .models import JointDeployment, Person
from .pages import JointDeploymentPage, PersonListPage, PersonPage


class PersonList(RecordListView):
    model = Person
    filterset_class = PersonFilter
    page_class = PersonListPage
    listing_class = PersonListing

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        chosen = self.request.GET.get("mission", "")
        if chosen == NOT_STATED or self.is_refused:
            chosen = ""
        return context | {"chosen_mission": chosen}


class PersonDetail(RecordDetailView):
    model = Person
    page_class = PersonPage


class JointDeploymentDetail(RecordDetailView):
    model = JointDeployment
    page_class = JointDeploymentPage
