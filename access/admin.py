"""The accounts of the desk. What an account may do is said by its roles alone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .roles import ROLES

admin.site.unregister([Group, User])


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

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Whoever could change an account of all rights could take these rights."""
        may = super().has_change_permission(request, obj)
        return may and (obj is None or not obj.is_superuser or request.user.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """What somebody did keeps its name: an account that is not needed is not active."""
        return False
