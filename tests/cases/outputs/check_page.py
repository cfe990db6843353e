#!/usr/bin/env python3
"""check_page.py PAGE [TEXT...]: a page must be safe and whole.

Strict XML as well as HTML; only the elements and attributes that the writer
has, no address but places in the page; a policy that forbids everything but
its own style; every id once, every link to an id that is there; the sign of a
status on one line with its word. Each TEXT must stand in it as text. Prints how many tables, links and charts there are.
"""
import sys
import xml.etree.ElementTree
from html.parser import HTMLParser

ELEMENTS = set("""html head meta title style body main section h1 h2 h3 p div
table thead tbody tr th td a span figure figcaption svg desc g rect
text""".split())
ATTRIBUTES = set("""lang xmlns charset http-equiv content name id class scope
href style colspan aria-labelledby aria-hidden role viewbox x y width height
fill stroke text-anchor""".split())
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
bad = []


class Page(HTMLParser):
    ids, links, seen, texts, policy = [], [], [], [], None
    after_sign = False

    def handle_starttag(self, tag, attributes):
        self.seen.append(tag)
        if tag not in ELEMENTS:
            bad.append(f"element {tag}")
        for name, value in attributes:
            self.attribute(tag, name, value)
        if dict(attributes).get("http-equiv") == "Content-Security-Policy":
            self.policy = dict(attributes)["content"]

    def attribute(self, tag, name, value):
        if name not in ATTRIBUTES:
            bad.append(f"attribute {name} of {tag}")
        if name == "id":
            self.ids.append(value)
        if name == "href":
            self.links.append(value)
        if name == "style" and not set(value) <= set(
                "background:color;#0123456789ABCDEFabcdef"):
            bad.append(f"style {value}")

    def handle_endtag(self, tag):
        self.after_sign = tag == "span"

    def handle_data(self, data):
        if self.after_sign and data[0] != "\u00a0":
            bad.append(f"a sign apart from '{data}'")
        self.after_sign = False
        self.texts.append(data)

    def handle_comment(self, data):
        bad.append(f"comment {data}")

    def unknown_decl(self, data):
        bad.append(f"declaration {data}")


xml.etree.ElementTree.parse(sys.argv[1])
page = Page(convert_charrefs=True)
page.feed(open(sys.argv[1], encoding="utf-8").read())
page.close()
if page.policy != POLICY:
    bad.append(f"policy {page.policy}")
if len(page.ids) != len(set(page.ids)):
    bad.append("an id stands twice")
bad += [f"link {link}" for link in page.links
        if link[:1] != "#" or link[1:] not in page.ids]
text = "".join(page.texts)
bad += [f"lost: {wanted}" for wanted in sys.argv[2:] if wanted not in text]
print(*bad, sep="\n", end="\n" if bad else "")
print(f"{page.seen.count('table')} tables, {len(page.links)} links, "
      f"{page.seen.count('svg')} charts")
sys.exit(bool(bad))
