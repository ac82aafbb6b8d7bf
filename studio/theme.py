"""How the studio looks: colours by role, sizes, the Gradio theme and the page's style sheet.

Orange makes, blue judges: those two hues belong to the generator and the discriminator alone, so
everything else on the page is drawn in greys. Fonts are the system's own; nothing is fetched.
"""

from __future__ import annotations

import functools
from pathlib import Path

import gradio as gr
from gradio.themes.utils import sizes

from studio.widgets.assembly import widget_styles

# role → (light, dark); the page knows each as the CSS variable --role
COLOURS: dict[str, tuple[str, str]] = {
    "generator": ("#D55E00", "#FF8C42"),
    "generator-ink": ("#9A4400", "#FFB07F"),
    "generator-soft": ("#FBE9DC", "#3A2719"),
    "discriminator": ("#0072B2", "#56B4E9"),
    "discriminator-ink": ("#00578A", "#8CCBF2"),
    "discriminator-soft": ("#E1EFF8", "#17303F"),
    "token-low": ("#F7FBFF", "#1A222B"),
    "token-high": ("#6BAED6", "#1D527D"),
    "token-ink": ("#060D14", "#FAFCFE"),
    "page": ("#F6F7F9", "#0E1217"),
    "card": ("#FFFFFF", "#151A21"),
    "raised": ("#F2F4F7", "#1D242D"),
    "pressed": ("#FFFFFF", "#38424F"),
    "line": ("#E3E7EC", "#28303A"),
    "line-strong": ("#C9D0D9", "#3D4855"),
    "ink": ("#161C24", "#E9EDF2"),
    "ink-quiet": ("#566170", "#A4AFBC"),
    "ink-faint": ("#626D7A", "#8692A0"),
    "good": ("#1B7A48", "#5CC98D"),
    "bad": ("#B3261E", "#FF8A80"),
    "warning": ("#8A6100", "#E8B849"),
    "shadow": ("rgb(22 28 36 / 0.06)", "rgb(0 0 0 / 0.35)"),
}

SYSTEM_FONTS = (
    "system-ui",
    "-apple-system",
    "Segoe UI",
    "Roboto",
    "Noto Sans",
    "Liberation Sans",
    "sans-serif",
)
SYSTEM_FONTS_MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "Liberation Mono", "monospace")

_NEUTRAL = gr.themes.Color(
    c50="#F6F7F9",
    c100="#EEF1F4",
    c200="#E3E7EC",
    c300="#C9D0D9",
    c400="#98A3B1",
    c500="#6F7A88",
    c600="#566170",
    c700="#3D4855",
    c800="#28303A",
    c900="#1A2028",
    c950="#0E1217",
    name="slate-quiet",
)
# Text in rem, so that one rule in theme.css enlarges everything on very wide screens.
_TEXT = sizes.Size(
    xxs="0.6875rem",
    xs="0.75rem",
    sm="0.8125rem",
    md="0.9375rem",
    lg="1.0625rem",
    xl="1.375rem",
    xxl="1.75rem",
    name="text_studio",
)


def theme() -> gr.themes.Base:
    """The Gradio theme: quiet surfaces, hairline borders, dark ink for what can be pressed."""
    base = gr.themes.Base(
        primary_hue=_NEUTRAL,
        secondary_hue=_NEUTRAL,
        neutral_hue=_NEUTRAL,
        text_size=_TEXT,
        spacing_size=gr.themes.sizes.spacing_lg,
        radius_size=gr.themes.sizes.radius_lg,
        font=SYSTEM_FONTS,
        font_mono=SYSTEM_FONTS_MONO,
    )
    return base.set(**_surfaces(), **_controls(), **_buttons())


def head() -> str:
    """The ``<style>`` element for the page's head (``launch(head=…)``): roles, page rules, widgets.

    It goes into the head because Gradio rewrites the selectors of ``css=``.
    """
    return f"<style>{style_sheet()}</style>"


@functools.cache
def style_sheet() -> str:
    """Every rule of ours in one text: the role variables, theme.css, then each widget's file."""
    page = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")
    return "\n".join((_role_variables(), page, widget_styles()))


def _role_variables() -> str:
    light = "".join(f"--{role}:{pair[0]};" for role, pair in COLOURS.items())
    dark = "".join(f"--{role}:{pair[1]};" for role, pair in COLOURS.items())
    return f":root{{{light}color-scheme:light}}\n:root.dark,:root .dark{{{dark}color-scheme:dark}}"


def _both(variable: str, role: str) -> dict[str, str]:
    """One Gradio variable set to a role's colour in the light and in the dark."""
    light, dark = COLOURS[role]
    return {variable: light, f"{variable}_dark": dark}


def _surfaces() -> dict[str, str]:
    return {
        **_both("body_background_fill", "page"),
        **_both("body_text_color", "ink"),
        **_both("body_text_color_subdued", "ink-quiet"),
        **_both("background_fill_primary", "card"),
        **_both("background_fill_secondary", "raised"),
        **_both("border_color_primary", "line"),
        **_both("border_color_accent", "line-strong"),
        **_both("block_background_fill", "card"),
        **_both("block_border_color", "line"),
        **_both("block_info_text_color", "ink-quiet"),
        **_both("block_label_background_fill", "card"),
        **_both("block_label_text_color", "ink-quiet"),
        **_both("block_title_text_color", "ink"),
        **_both("panel_background_fill", "card"),
        **_both("panel_border_color", "line"),
        **_both("table_border_color", "line"),
        **_both("table_even_background_fill", "card"),
        **_both("table_odd_background_fill", "raised"),
        **_both("table_row_focus", "raised"),
        **_both("link_text_color", "ink"),
        **_both("link_text_color_hover", "ink-quiet"),
        **_both("link_text_color_active", "ink-quiet"),
        **_both("link_text_color_visited", "ink"),
        **_both("error_text_color", "bad"),
        "block_border_width": "1px",
        "block_shadow": "0 1px 2px var(--shadow)",
        "block_shadow_dark": "none",
        "block_title_text_weight": "600",
        "block_label_text_weight": "500",
        "block_padding": "1.125rem 1.25rem",
        "block_radius": "14px",
        "container_radius": "14px",
        "layout_gap": "1.25rem",
        "form_gap_width": "0px",
        "shadow_drop": "0 1px 2px var(--shadow)",
        "shadow_drop_lg": "0 8px 28px var(--shadow)",
    }


def _controls() -> dict[str, str]:
    ink, light_ink = COLOURS["ink"]
    return {
        **_both("color_accent_soft", "raised"),
        **_both("input_background_fill", "card"),
        **_both("input_border_color", "line-strong"),
        **_both("input_border_color_focus", "ink"),
        **_both("input_placeholder_color", "ink-faint"),
        **_both("slider_color", "ink"),
        **_both("checkbox_border_color", "line-strong"),
        **_both("checkbox_background_color", "card"),
        **_both("checkbox_label_background_fill", "card"),
        **_both("checkbox_label_background_fill_hover", "raised"),
        **_both("checkbox_label_background_fill_selected", "raised"),
        **_both("checkbox_label_border_color", "line-strong"),
        **_both("checkbox_label_border_color_selected", "ink"),
        **_both("checkbox_label_text_color", "ink"),
        **_both("checkbox_label_text_color_selected", "ink"),
        "checkbox_background_color_selected": ink,
        "checkbox_background_color_selected_dark": "#4B6075",  # the tick inside is always white
        "checkbox_border_color_selected": ink,
        "checkbox_border_color_selected_dark": light_ink,
        "color_accent": ink,
        "loader_color": ink,
        "loader_color_dark": light_ink,
        "input_border_width": "1px",
        "input_radius": "10px",
        "input_padding": "0.625rem 0.75rem",
        "input_shadow": "none",
        "input_shadow_focus": "0 0 0 3px var(--line)",
        "checkbox_shadow": "none",
        "checkbox_label_shadow": "none",
    }


def _buttons() -> dict[str, str]:
    ink, light_ink = COLOURS["ink"]
    card, dark_card = COLOURS["card"]
    return {
        "button_primary_background_fill": ink,
        "button_primary_background_fill_dark": light_ink,
        "button_primary_background_fill_hover": "#303A47",
        "button_primary_background_fill_hover_dark": "#FFFFFF",
        "button_primary_border_color": ink,
        "button_primary_border_color_dark": light_ink,
        "button_primary_text_color": card,
        "button_primary_text_color_dark": dark_card,
        **_both("button_secondary_background_fill", "card"),
        **_both("button_secondary_background_fill_hover", "raised"),
        **_both("button_secondary_border_color", "line-strong"),
        **_both("button_secondary_text_color", "ink"),
        "button_large_radius": "10px",
        "button_medium_radius": "10px",
        "button_small_radius": "8px",
        "button_large_text_weight": "600",
        "button_medium_text_weight": "600",
        "button_border_width": "1px",
        "button_transition": "background-color 120ms ease, border-color 120ms ease",
    }
