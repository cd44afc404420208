"""Templates that are put together once for each language, and not again for each page.

Whenever Django renders a template it looks anew for what that extends and includes, and asks anew
for the translation or the address of what never varies. Here a page and what it extends become one
template when it is loaded, and what says the same on every page becomes text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.template import Context, Template, TemplateSyntaxError
from django.template.base import (
    FilterExpression,
    Node,
    NodeList,
    Origin,
    TextNode,
    TokenType,
    Variable,
    render_value_in_context,
)
from django.template.defaulttags import CommentNode, IfNode, LoadNode, URLNode
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode
from django.template.loaders import base, cached
from django.templatetags.i18n import BlockTranslateNode, LanguageNode, TranslateNode
from django.urls import NoReverseMatch, get_script_prefix
from django.utils.translation import gettext

from .languages import active_language

Skipped = Sequence[Origin] | None

_UNSOUND = (KeyError, TypeError, ValueError)
"""What a translation raises that names something else than its sentence does."""


class _PuttingTogether(base.Loader):
    def get_template(self, template_name: str, skip: Skipped = None) -> Template:
        template = self._with_what_it_extends(template_name, skip)
        context = Context()
        with context.bind_template(template):
            _settle(template.nodelist, context)
        return template

    def _with_what_it_extends(self, name: str, skip: Skipped = None) -> Template:
        """Made anew, since its blocks are filled by what extends it."""
        template: Template = super().get_template(name, skip)  # type: ignore[arg-type]
        first: Any = _first(template.nodelist)
        if not isinstance(first, ExtendsNode) or "block.super" in template.source:
            return template
        extended: Any = first.parent_name
        # What extends another template of its own name is looked for by Django.
        if not isinstance(extended.var, str) or extended.var == name:
            return template
        parent = self._with_what_it_extends(extended.var)
        if isinstance(_first(parent.nodelist), ExtendsNode):
            return template
        blocks: Any = parent.nodelist.get_nodes_by_type(BlockNode)
        for block in blocks:
            if own := first.blocks.get(block.name):
                block.nodelist = own.nodelist
        template.nodelist = parent.nodelist
        return template


class Loader(cached.Loader, _PuttingTogether):
    """Keeps each template as it is in a language, and below an address."""

    def cache_key(self, template_name: str, skip: Skipped = None) -> str:
        key = super().cache_key(template_name, skip)  # type: ignore[arg-type]
        return f"{active_language()} {get_script_prefix()} {key}"


def _first(nodes: NodeList) -> Node | None:
    return next((node for node in nodes if not isinstance(node, TextNode)), None)


def _settle(nodes: NodeList, context: Context) -> None:
    """Puts text in the place of what never varies, and text that follows text together."""
    settled: list[Node] = []
    for node in nodes:
        text = _text_of(node, context)
        if text is None:
            _settle_within(node, context)
            settled.append(_quicker(node))
        elif settled and isinstance(settled[-1], TextNode):
            settled[-1] = TextNode(settled[-1].s + text)
        elif text:
            settled.append(TextNode(text))
    nodes[:] = settled


def _settle_within(node: Node, context: Context) -> None:
    # What is in another language is left alone.
    if not isinstance(node, LanguageNode):
        for nodes in _parts(node):
            _settle(nodes, context)


def _parts(node: Node) -> Iterator[NodeList]:
    if isinstance(node, IfNode):
        for _condition, nodes in node.conditions_nodelists:
            yield nodes
        return
    for name in node.child_nodelists:
        part = getattr(node, name, None)
        if isinstance(part, NodeList):
            yield part


def _text_of(node: Node, context: Context) -> str | None:
    """What a node says whatever page it stands on; nothing if that may vary."""
    if isinstance(node, TextNode):
        return str(node.s)
    if isinstance(node, LoadNode | CommentNode):
        return ""
    if _is_same_everywhere(node):
        try:
            return str(node.render(context))
        except (NoReverseMatch, TemplateSyntaxError, *_UNSOUND):
            # Where it is not shown, nobody misses the address or the words.
            return None
    return None


def _is_same_everywhere(node: Node) -> bool:
    if isinstance(node, TranslateNode):
        return not (node.asvar or node.message_context) and _is_literal(node.filter_expression)
    if isinstance(node, BlockTranslateNode):
        return _only_says(node) and not _variables(node)
    if isinstance(node, URLNode):
        varies = node.asvar or node.args or node.kwargs
        return not varies and isinstance(node.view_name.var, str)
    return False


def _is_literal(expression: FilterExpression) -> bool:
    said = expression.var
    return not expression.filters and isinstance(said, Variable) and said.literal is not None


def _only_says(node: BlockTranslateNode) -> bool:
    return not (node.asvar or node.plural or node.message_context)


def _variables(node: BlockTranslateNode) -> list[str]:
    return [one.contents for one in node.singular if one.token_type == TokenType.VAR]


def _quicker(node: Node) -> Node:
    if isinstance(node, BlockTranslateNode) and _only_says(node):
        sentence = _Sentence(node)
        return sentence if sentence.is_sound else node
    if isinstance(node, IncludeNode) and isinstance(node.template.var, str):
        node.template = _Included(node.template.var)  # type: ignore[assignment] # is only resolved
    return node


class _Sentence(Node):
    """A translated sentence with places for what varies."""

    child_nodelists = ()

    def __init__(self, node: BlockTranslateNode) -> None:
        self.token, self.origin = node.token, node.origin
        message, names = node.render_token_list(node.singular)
        self.sentence = gettext(message)
        self.given = [(name, node.extra_context.get(name)) for name in names]

    @property
    def is_sound(self) -> bool:
        """Of a translation that names something else Django shows the original."""
        try:
            self.sentence % {name: "" for name, _expression in self.given}
        except _UNSOUND:
            return False
        return True

    def render(self, context: Context) -> str:
        return self.sentence % {
            name: render_value_in_context(
                expression.resolve(context) if expression else context.get(name, ""), context
            )
            for name, expression in self.given
        }


class _Included:
    """Stands for the name of a template that is included, and is looked for once."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.template: Template | None = None

    def resolve(self, context: Any) -> Template:
        if self.template is None:
            self.template = context.template.engine.get_template(self.name)
        return self.template
