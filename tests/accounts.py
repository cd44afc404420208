"""Accounts of the desk, by their role."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission, User
from django.test import Client

NO_ROLE = ""
READER, CONTRIBUTOR, EDITOR, PUBLISHER, ADMINISTRATOR = (
    "Reader of drafts",
    "Contributor",
    "Editor",
    "Publisher",
    "Administrator",
)
PASSWORD = "correct horse battery"


def account(*roles: str, name: str = "") -> User:
    """Somebody of the staff who has these roles."""
    name = name or "-".join(roles).replace(" ", "-").lower() or "nobody"
    user = User.objects.create_user(name, password=PASSWORD, is_staff=True)
    user.groups.set([Group.objects.get(name=role) for role in roles if role])
    return user


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def client_with(*codenames: str) -> Client:
    """Signed in as somebody of the staff who has single permissions instead of a role."""
    user = account(name="partial")
    found = Permission.objects.filter(codename__in=codenames)
    assert {permission.codename for permission in found} == set(codenames)
    user.user_permissions.set(found)
    return client_of(user)
