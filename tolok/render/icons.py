"""Our own 16 px stroke icons as inline SVG. An icon never stands alone: a word is beside it."""

# Drawn on a 16 by 16 grid with a stroke of 1.5; colour and size come from the style sheet.
ICONS = {
    "ahead": '<path d="m3 11 4-4 2 2 4-5M13 7.5V4H9.5"/>',
    "alert": '<path d="M8 2 14.5 13.5h-13zM8 6.5v3M8 11.6v.1"/>',
    "arrow": '<path d="M3 8h10M9 4l4 4-4 4"/>',
    "back": '<path d="m10 3.5-4.5 4.5 4.5 4.5"/>',
    "calendar": '<rect x="2" y="3.5" width="12" height="10.5" rx="1.5"/>'
    '<path d="M2 7h12M5.5 1.8v3M10.5 1.8v3"/>',
    "check": '<path d="m3 8.5 3.2 3.2L13 4.8"/>',
    "clock": '<circle cx="8" cy="8" r="6"/><path d="M8 4.5V8l2.5 1.5"/>',
    "close": '<path d="m4 4 8 8M12 4l-8 8"/>',
    "copy": '<rect x="5.5" y="5.5" width="8" height="8" rx="1.5"/>'
    '<path d="M10.5 3.2V2.5h-8v8h.7"/>',
    "down": '<path d="m4 6 4 4 4-4"/>',
    "download": '<path d="M8 2v8M4.5 7 8 10.5 11.5 7M2.5 10.5v3h11v-3"/>',
    "edit": '<path d="m10.5 3 2.5 2.5L6 12.5l-3.2.7.7-3.2z"/>',
    "eye": '<path d="M1.5 8c3-5.3 10-5.3 13 0-3 5.3-10 5.3-13 0z"/><circle cx="8" cy="8" r="2"/>',
    "feed": '<circle cx="3.5" cy="12.5" r="1"/>'
    '<path d="M2.5 8a5.5 5.5 0 0 1 5.5 5.5M2.5 3.5a10 10 0 0 1 10 10"/>',
    "file": '<path d="M4 1.8h5.5L13 5.3v8.9H4zM9.3 1.8v3.7H13"/>',
    "filter": '<path d="M2 3.5h12L9.5 8.5v4.5l-3-1.5v-3z"/>',
    "forward": '<path d="m6 3.5 4.5 4.5-4.5 4.5"/>',
    "goal": '<circle cx="8" cy="8" r="6"/><circle cx="8" cy="8" r="2.5"/>',
    "guide": '<path d="M3 2.5h8.5a1.5 1.5 0 0 1 1.5 1.5v9.5H4.5A1.5 1.5 0 0 1 3 12z'
    'M3 12a1.5 1.5 0 0 1 1.5-1.5H13M6 5.5h4"/>',
    "heart": '<path d="M8 13.5C3 10 1.5 7 3 4.7c1.3-1.9 4-1.5 5 .6 1-2.1 3.7-2.5 5-.6'
    ' 1.5 2.3 0 5.3-5 8.8z"/>',
    "hourglass": '<path d="M4.5 2h7M4.5 14h7M5 2c0 4 6 5 6 8v4M11 2c0 4-6 5-6 8v4"/>',
    "inbox": '<path d="M2 9.5 4 3h8l2 6.5V13H2zM2 9.5h3.5l1 1.8h3l1-1.8H14"/>',
    "info": '<circle cx="8" cy="8" r="6"/><path d="M8 7.5v3.5M8 5v.1"/>',
    "link": '<path d="M6.5 9.5a3 3 0 0 0 4.3 0l2.3-2.3a3 3 0 0 0-4.3-4.3l-.8.8'
    'M9.5 6.5a3 3 0 0 0-4.3 0L2.9 8.8a3 3 0 0 0 4.3 4.3l.8-.8"/>',
    "lock": '<rect x="3" y="7" width="10" height="7" rx="1.5"/>'
    '<path d="M5.3 7V5a2.7 2.7 0 0 1 5.4 0v2"/>',
    "none": '<circle cx="8" cy="8" r="6" stroke-dasharray="2.5 2.5"/>',
    "numbers": '<path d="M2.5 13.5v-5M6.2 13.5v-9M9.8 13.5V7M13.5 13.5v-11"/>',
    "people": '<circle cx="6" cy="5.5" r="2.5"/>'
    '<path d="M1.5 13.5c.5-5 8.5-5 9 0M10.5 3.2a2.5 2.5 0 0 1 0 4.6'
    'M12 10c1.5.6 2.3 1.8 2.5 3.5"/>',
    "plug": '<path d="M5.5 2v3.5M10.5 2v3.5M3.5 5.5h9V8a4.5 4.5 0 0 1-9 0zM8 12.5V15"/>',
    "plus": '<path d="M8 3v10M3 8h10"/>',
    "question": '<circle cx="8" cy="8" r="6"/>'
    '<path d="M6.2 6.3c.2-2.4 3.7-2.2 3.6 0C9.7 7.6 8 7.7 8 9.2M8 11.5v.1"/>',
    "reply": '<path d="M6.5 3.5 2.5 7.5l4 4M2.5 7.5H10c2.5 0 3.5 2 3.5 5"/>',
    "report": '<path d="M4 1.8h5.5L13 5.3v8.9H4zM9.3 1.8v3.7H13M6.3 8.5h4.4M6.3 11h4.4"/>',
    "retry": '<path d="M13 8a5 5 0 1 1-1.6-3.7M13 2.5v3h-3"/>',
    "search": '<circle cx="7" cy="7" r="4.5"/><path d="m10.5 10.5 3.5 3.5"/>',
    "send": '<path d="m2 8 12-5.5L10.5 14 8 9.3zM8 9.3 14 2.5"/>',
    "settings": '<path d="M2 5h7M13 5h1M2 11h1M7 11h7"/>'
    '<circle cx="11" cy="5" r="1.8"/><circle cx="5" cy="11" r="1.8"/>',
    "trash": '<path d="M2.5 4h11M6 4V2.5h4V4M4 4l.6 9.5h6.8L12 4M6.7 6.5v4.5M9.3 6.5v4.5"/>',
    "undo": '<path d="M5.5 3 2.5 6l3 3M2.5 6H10a3.5 3.5 0 0 1 0 7H6"/>',
    "up": '<path d="m4 10 4-4 4 4"/>',
    "upload": '<path d="M8 10.5v-8M4.5 5.5 8 2l3.5 3.5M2.5 10.5v3h11v-3"/>',
}


def icon(name: str, *, small: bool = False) -> str:
    """The icon as markup that is safe to print unescaped; an unknown name is a `KeyError`."""
    size = "i i-sm" if small else "i"
    return f'<svg class="{size}" viewBox="0 0 16 16" aria-hidden="true">{ICONS[name]}</svg>'
