"""Putting template, scripts, styles and data together into one HTML text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from papergraph.exporters.html import assets
from papergraph.exporters.html.network import build_network
from papergraph.exporters.html.payload import script_json

if TYPE_CHECKING:
    from papergraph.exporters.html.payload import Payload


def page(payload: Payload, title: str, renderer: Literal["pyvis", "webgl"]) -> str:
    """Return the page. With "pyvis" it is `Network.generate_html` that renders our template."""
    environment = Environment(
        loader=PackageLoader("papergraph.exporters.html"), autoescape=True, undefined=StrictUndefined
    )
    library = assets.vis_script() if renderer == "pyvis" else assets.sigma_script()
    # An inline script ends at "</script", wherever it stands.
    scripts = [script.replace("</script", "<\\/script") for script in (library or "", assets.page_script())]
    style = assets.page_style()
    environment.globals.update(
        title=title,
        renderer=renderer,
        policy=content_security_policy(scripts, [style]),
        style=Markup(style),  # noqa: S704 - our own file
        scripts=[Markup(script) for script in scripts],  # noqa: S704 - our own and the renderer's files
        core=_data(payload.core),
        texts=_data(payload.texts),
    )
    environment.filters["data"] = _data
    if renderer == "webgl":
        return environment.get_template("page.html.jinja").render(nodes=[], edges=[], options="{}")
    network = build_network(payload.core, title)
    network.path = "page.html.jinja"
    network.templateEnv = environment
    return str(network.generate_html())


def content_security_policy(scripts: list[str], styles: list[str]) -> str:
    """Return a policy that lets nothing be loaded and only these scripts and styles act."""
    allowed = {
        "default-src": "'none'",
        "script-src": " ".join(f"'{assets.source_hash(script)}'" for script in scripts),
        "style-src": " ".join(f"'{assets.source_hash(style)}'" for style in styles),
        "img-src": "data: blob:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in allowed.items())


def _data(value: object) -> Markup:
    return Markup(script_json(value))  # noqa: S704 - no "<" stays in it
