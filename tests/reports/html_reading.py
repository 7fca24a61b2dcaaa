"""Reads a page as a browser's parser would, and says what is in it."""

from html.parser import HTMLParser

VOID = {"br", "hr", "meta"}


class Page(HTMLParser):
    """`tags` are the names of all elements, `attributes` all (element, name, value), `text` all text but the style."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.text = ""
        self.style = ""
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(source)
        self.close()
        self.wrong += [f"never closed: {each}" for each in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"closed out of turn: {tag}")

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "style":
            self.style += data
        else:
            self.text += data

    def handle_comment(self, data: str) -> None:
        self.wrong.append(f"a comment: {data:.40}")

    def handle_pi(self, data: str) -> None:
        self.wrong.append(f"an instruction: {data:.40}")

    def values(self, name: str) -> list[str]:
        return [value for _, each, value in self.attributes if each == name]
