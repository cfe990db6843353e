#!/usr/bin/env python3
"""schema.py ROOT COLLATE

The JSON Schemas of pack files and what they must keep to:
- every YAML file of the shipped pack is valid, read as texts (as collate reads
  it) and with YAML's own types (as editors read it);
- the program prints the files of schema/ byte for byte;
- each list of keys in the C readers is the list of properties of the part of
  the schema that describes it, and each part of a schema is one of them;
- a misspelled key is not valid.
Prints what is wrong; exit 0 where nothing is.
"""
import glob
import json
import os
import re
import subprocess
import sys

import jsonschema
import yaml

SCHEMAS = {"layout": "returns/*.yaml", "model": "model.yaml",
           "report": "reports/*.yaml"}

# The key lists of the readers: file (without what follows '_' in plan_*.c),
# function or array -> part of a schema.
# A part is a definition, then properties inside it; '' is the root.
LISTS = {
    ("layout_read.c", "read_layout"): ("layout", ""),
    ("layout_read.c", "read_recognise_rule"): ("layout", "recognise"),
    ("layout_read.c", "read_fact"): ("layout", "fact"),
    ("layout_read.c", "co_read_skip"): ("layout", "skip"),
    ("layout_read.c", "read_control"): ("layout", "control"),
    ("layout_table.c", "read_heading"): ("layout", "heading"),
    ("layout_table.c", "read_section"): ("layout", "table.section"),
    ("layout_table.c", "read_continues"): ("layout", "table.continues"),
    ("layout_table.c", "read_split"): ("layout", "split"),
    ("layout_table.c", "read_totals"): ("layout", "table.totals"),
    ("layout_table.c", "read_table"): ("layout", "table"),
    ("layout_table.c", "read_form_cell"): ("layout", "cell"),
    ("layout_table.c", "read_form"): ("layout", "form"),
    ("layout_record.c", "read_cases"): ("layout", "case"),
    ("layout_record.c", "read_rule"): ("layout", "rule"),
    ("layout_record.c", "read_column_rule"): ("layout", "column"),
    ("layout_record.c", "read_each"): ("layout", "each"),
    ("layout_record.c", "read_value"): ("layout", "value"),
    ("layout_record.c", "read_record"): ("layout", "record"),
    ("model_read.c", "co_model_read"): ("model", ""),
    ("model_read.c", "read_kind"): ("model", "kind"),
    ("model_read.c", "read_parent"): ("model", "kind.parent"),
    ("model_read.c", "read_field"): ("model", "field"),
    ("plan.c", "plan_keys"): ("report", ""),
    ("plan.c", "shared_keys"): ("report", "sums"),
    ("plan.c", "sheet_keys"): ("report", "sheet"),
    ("plan.c", "block_keys"): ("report", "block"),
    ("plan.c", "column_keys"): ("report", "column"),
    ("plan.c", "choice_keys"): ("report", "choice"),
    ("plan.c", "chart_keys"): ("report", "chart"),
}
READERS = ["src/map/layout*.c", "src/report/plan*.c", "src/model/model_read.c"]
LIST = re.compile(r"static const char \*const (\w+)\[\] = \{(.*?)\};", re.S)
FUNCTION = re.compile(r"^[a-z].*?(\w+)\([^;]*?\) \{$", re.M | re.S)


def key_lists(root):
    """Keys by (file, function or array), as the C readers know them."""
    found = {}
    for pattern in READERS:
        for path in sorted(glob.glob(os.path.join(root, pattern))):
            with open(path, encoding="utf-8") as source:
                text = source.read()
            starts = [(m.start(), m[1]) for m in FUNCTION.finditer(text)]
            for m in LIST.finditer(text):
                if not re.fullmatch(r"keys|known|\w+_keys", m[1]):
                    continue
                inside = [name for at, name in starts if at < m.start()]
                name = m[1] if m[1].endswith("_keys") else inside[-1]
                file = re.sub("plan_.*", "plan.c", os.path.basename(path))
                found[file, name] = set(
                    re.findall(r'"(\w+)"', re.sub(r"/\*.*?\*/", "", m[2],
                                                  flags=re.S)))
    return found


def part(schema, path):
    """The properties at 'definition.property'; of the map among choices."""
    names = path.split(".") if path else []
    node = schema["definitions"][names[0]] if names else schema
    for name in names[1:]:
        node = part_of(node)["properties"][name]
    return set(part_of(node)["properties"])


def part_of(node):
    if "properties" in node:
        return node
    return next(c for c in node["anyOf"] if "properties" in c)


def maps_of(schema):
    """How many maps with fixed keys a schema describes."""
    if isinstance(schema, dict):
        own = isinstance(schema.get("properties"), dict) and \
            schema.get("additionalProperties") is False
        return own + sum(maps_of(v) for v in schema.values())
    if isinstance(schema, list):
        return sum(maps_of(v) for v in schema)
    return 0


def check_keys(root, schemas):
    wrong, found = [], key_lists(root)
    for place in sorted(set(found) | set(LISTS)):
        where = f"{place[0]}, {place[1]}"
        if place not in LISTS:
            wrong.append(f"{where}: a list of keys that no schema is held to; "
                         "add it to LISTS")
        elif place not in found:
            wrong.append(f"{where}: there is no such list of keys any more")
        else:
            name, path = LISTS[place]
            keys = part(schemas[name], path)
            for key in sorted(found[place] ^ keys):
                who = "reader" if key in found[place] else "schema"
                wrong.append(f"{where}: only the {who} knows '{key}' "
                             f"({name}.schema.json, {path or 'the root'})")
    for name, schema in schemas.items():
        held = sum(1 for n, _ in LISTS.values() if n == name)
        if maps_of(schema) != held:
            wrong.append(f"{name}.schema.json: {maps_of(schema)} maps, but "
                         f"{held} are held to a reader")
    return wrong


def as_texts(path):
    with open(path, encoding="utf-8") as file:
        return yaml.load(file, Loader=yaml.BaseLoader)


def as_typed(path):
    with open(path, encoding="utf-8") as file:
        return yaml.safe_load(file)


def check_pack(root, schemas):
    wrong, seen = [], 0
    for name, pattern in SCHEMAS.items():
        validator = jsonschema.Draft7Validator(schemas[name])
        for path in sorted(glob.glob(f"{root}/mappings/*/{pattern}")):
            seen += 1
            for read in (as_texts, as_typed):
                for e in validator.iter_errors(read(path)):
                    at = "/".join(map(str, e.absolute_path))
                    wrong.append(f"{path}, {at}: {e.message[:200]}")
    print(f"{seen} files of the pack")
    return wrong


def misspelled(node):
    """The node with each key misspelled in turn, and where."""
    if isinstance(node, dict):
        for key in node:
            yield key, {k + "x" if k == key else k: v for k, v in node.items()}
            for at, changed in misspelled(node[key]):
                yield f"{key}/{at}", {**node, key: changed}
    if isinstance(node, list):
        for i, item in enumerate(node):
            for at, changed in misspelled(item):
                yield f"{i}/{at}", node[:i] + [changed] + node[i + 1:]


# Keys below these are names that the pack's author gives.
FREE = re.compile(r"(^|/)(return|columns|set|remember|links|cells|shared|lists|notes|series|kinds|"
                  r"fields)/[^/]+$")


def check_mistakes(root, schemas):
    """A schema that takes everything would pass all else."""
    wrong, tried = [], 0
    for name, path in (("layout", "returns/halton-plan.yaml"),
                       ("model", "model.yaml"),
                       ("report", "reports/master.yaml")):
        validator = jsonschema.Draft7Validator(schemas[name])
        for at, changed in misspelled(as_texts(f"{root}/mappings/council/{path}")):
            if FREE.search(at):
                continue
            tried += 1
            # the plan repeats its few keys in hundreds of columns
            if name == "report" and tried % 7:
                continue
            if validator.is_valid(changed):
                wrong.append(f"{path}, {at}: misspelled, but valid")
    print(f"{tried} misspellings")
    return wrong


def check_printed(root, collate):
    wrong = []
    for name in SCHEMAS:
        done = subprocess.run([collate, "schema", name], capture_output=True)
        with open(f"{root}/schema/{name}.schema.json", "rb") as file:
            if done.returncode or done.stdout != file.read():
                wrong.append(f"collate schema {name}: not the file in schema/")
    if subprocess.run([collate, "schema", "none"],
                      capture_output=True).returncode != 2:
        wrong.append("collate schema none: no mistake in usage")
    return wrong


def main(root, collate):
    schemas = {}
    for name in SCHEMAS:
        with open(f"{root}/schema/{name}.schema.json", encoding="utf-8") as file:
            schemas[name] = json.load(file)
        jsonschema.Draft7Validator.check_schema(schemas[name])
    wrong = check_keys(root, schemas) + check_pack(root, schemas)
    wrong += check_mistakes(root, schemas) + check_printed(root, collate)
    print("\n".join(wrong + [f"{len(wrong)} wrong"]))
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2]))
