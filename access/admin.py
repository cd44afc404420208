"""The accounts of the desk. What an account may do is said by its roles alone."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import allauth.account.admin
import allauth.mfa.admin  # noqa: F401 - both register what is no business of the desk
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .log import write
from .models import Act, What
from .roles import ROLES
from .second_factor import reset

admin.site.unregister([Group, User, EmailAddress, Authenticator])


class RoleField(forms.ModelMultipleChoiceField[Group]):
    """Each role with what it may do."""

    def __init__(self, **kwargs: Any) -> None:
        help_text = _(
            "Each may do all that the one above it may. Without any, an account sees nothing that "
            "the public does not."
        )
        super().__init__(
            **kwargs | {"widget": forms.CheckboxSelectMultiple, "help_text": help_text}
        )

    def label_from_instance(self, group: Any) -> str:
        explained = {role.name: role.explained for role in ROLES}
        return f"{group.name}: {explained[group.name]}"


@admin.register(User)
class AccountAdmin(UserAdmin[User]):
    list_display = ("username", "first_name", "last_name", "roles", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    filter_horizontal = ()
    add_fieldsets = (
        (None, {"fields": ("username", "password1", "password2")}),
        (_("What they may do"), {"fields": ("groups",)}),
    )
    fieldsets = (
        (None, {"fields": ("username", "password", "first_name", "last_name", "email")}),
        (_("What they may do"), {"fields": ("is_active", "groups")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    readonly_fields = ("last_login", "date_joined")
    actions = ("reset_second_factor",)

    @admin.display(description=_("roles"))
    def roles(self, user: User) -> str:
        if user.is_superuser:
            return str(_("everything"))
        return ", ".join(group.name for group in user.groups.all())

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        roles = Group.objects.filter(name__in=[role.name for role in ROLES]).order_by("pk")
        return db_field.formfield(form_class=RoleField, queryset=roles)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """There are no accounts but those of the desk."""
        obj.is_staff = True
        super().save_model(request, obj, form, change)
        if not change:
            write(What.MADE, obj, by=actor(request))
        elif "is_active" in form.changed_data:
            details = _("active") if obj.is_active else _("not active")
            write(What.ACTIVE, obj, by=actor(request), details=str(details))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        before = role_names(form.instance)
        super().save_related(request, form, formsets, change)
        if (after := role_names(form.instance)) != before:
            write(What.ROLES, form.instance, by=actor(request), details=", ".join(after))

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> Any:  # noqa: A002 - Django's name
        response = super().user_change_password(request, id, form_url)
        user = self.get_object(request, id)
        if user and request.method == "POST" and response.status_code == HTTPStatus.FOUND:
            write(What.PASSWORD, user, by=actor(request))
        return response

    @admin.action(description=_("Reset the second factor"), permissions=["change"])
    def reset_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset:
            if self.has_change_permission(request, user):
                reset(user, by=actor(request))
                said = _("%(name)s is signed out, and sets up a second factor at the next sign-in.")
                messages.success(request, said % {"name": user})
            else:
                said = _("You may not change the account %(name)s.")
                messages.error(request, said % {"name": user})

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Whoever could change an account of all rights could take these rights."""
        may = super().has_change_permission(request, obj)
        return may and (obj is None or not obj.is_superuser or request.user.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """What somebody did keeps its name: an account that is not needed is not active."""
        return False


@admin.register(Act)
class LogOfAccounts(admin.ModelAdmin[Act]):
    list_display = ("at", "account", "what", "by", "details")
    list_filter = ("what",)
    search_fields = ("account", "by")
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Act | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Act | None = None) -> bool:
        return False


def actor(request: HttpRequest) -> str:
    return request.user.get_username()


def role_names(user: User) -> list[str]:
    return list(Group.objects.filter(user=user).order_by("pk").values_list("name", flat=True))
