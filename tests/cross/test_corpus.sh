#!/bin/bash
# test_corpus.sh - real and damaged files, cell by cell against other readers.
#
# The corpus lies beside the checkout (../shared/corpus, or $CORPUS) and is no
# part of it; without it the test is skipped. Every file that must be refused
# and a sample of the others is read, the sample chosen by the day of the year
# or by $CORPUS_SEED; CORPUS_FULL=1 reads all. What must hold:
#   XLSX  all open; perfect but for the files below
#   CSV, ODS  all open, all perfect
# and nothing that must be refused is opened.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
corpus=${CORPUS:-$root/../shared/corpus}
[ -f "$corpus/manifest.tsv" ] || exit 77
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 - "$COLLATE" "$corpus" "$work" <<'END'
import csv, os, random, subprocess, sys
from concurrent.futures import ThreadPoolExecutor

collate, corpus, work = sys.argv[1:]
full = os.environ.get("CORPUS_FULL")
seed = os.environ.get("CORPUS_SEED") or __import__("time").strftime("%j")
SAMPLE = 60
KINDS = {"xlsx": "xlsx", "xlsm": "xlsx", "xltx": "xlsx", "xltm": "xlsx", "csv": "csv",
         "tsv": "csv", "tab": "csv", "txt": "csv", "ods": "ods", "fods": "ods",
         "xls": "old", "xlsb": "old"}
# Half a UTF-16 pair (_xD801_ alone) is no character: it has no form in UTF-8,
# where the other reader's "\ud801" could not be written either. Left as it is.
KNOWN = {"PHPOffice__PhpSpreadsheet@tests__data__Reader__XLSX__issue.4724.xlsx"}

with open(corpus + "/manifest.tsv", encoding="utf-8") as lines:
    rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
for row in rows:
    row["name"] = row["path"].split("/", 1)[1].replace("/", "@")
    row["family"] = KINDS.get(row["path"].rsplit(".", 1)[-1].lower())
rows = [row for row in rows if row["family"]]
opens = [row for row in rows if row["expected"] == "opens"]
if not full:
    opens = random.Random(seed).sample(opens, min(SAMPLE, len(opens)))
refused = [row for row in rows if row["expected"].startswith("error")]

def read(row):
    shown = subprocess.run([collate, "show", os.path.join(corpus, row["path"]), "--format", "tsv"],
                           capture_output=True, timeout=300)
    if shown.returncode == 0:
        with open(os.path.join(work, row["name"] + ".tsv"), "wb") as dump:
            dump.write(shown.stdout)
    return row, shown.returncode, shown.stderr.decode(errors="replace").strip()

bad = []
with ThreadPoolExecutor(os.cpu_count()) as pool:
    for row, code, message in pool.map(read, opens + refused):
        if row["expected"] == "opens" and code != 0:
            bad.append(f"{row['name']} is refused: {message}")
        elif row["expected"] != "opens" and code not in (3, 5):
            bad.append(f"{row['name']} must be refused ({row['expected']}), exit code {code}")

sys.path.insert(0, corpus)
import compare
for row in opens:
    dump = os.path.join(work, row["name"] + ".tsv")
    oracle = os.path.join(corpus, "oracle", row["name"] + ".tsv.gz")
    if not os.path.exists(dump) or row["name"] in KNOWN:
        continue
    wrong = []
    count = compare.score(oracle, dump, False, wrong, 3)
    if any(count[kind] for kind in ("type", "differ", "missing", "extra")):
        bad.append(f"{row['name']}: {wrong}")
print(f"{len(opens)} read, {len(refused)} refused; sample {'all' if full else seed}")
for line in bad:
    print(line)
sys.exit(bool(bad))
END
