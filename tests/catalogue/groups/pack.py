"""pack.py - packs that are wrong, hostile, or too much.

A pack is checked whole by 'lint'; 'check' and 'build' refuse to run with one
that has a mistake. Each mistake has its file, line and column.
"""
from kit import Case
from packs import BUILD, CHECK, LAYOUT, MODEL, REPORT, STATUS, pack, table

ROOM = 1 << 20   # bytes that a file of a pack may have


def bad(id, what, part, text, says=(), code='', exit=4, seconds=1, **more):
    """The pack with one part replaced; lint must say where and what."""
    return Case(id, what, lambda: pack(**{part: text() if callable(text)
                                          else text}), 'lint pack', exit, code,
                says, seconds=seconds, **more)


def swap(text, old, new):
    assert old in text
    return text.replace(old, new)


def run(id, what, part, text, row, exit=0, says=(), code='', **more):
    return Case(id, what, lambda: {**pack(**{part: text}), 'a.csv': row},
                CHECK + 'a.csv', exit, code, says, **more)


def alias_bomb():
    lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]']
    for n in range(1, 10):
        lines.append(f'a{n}: &a{n} [{", ".join([f"*a{n - 1}"] * 10)}]')
    return '\n'.join(lines) + '\n'


def in_layout(old, new):
    return swap(LAYOUT, old, new)


MODEL_YAML, LAYOUT_YAML = 'pack/model.yaml', 'pack/returns/lines.yaml'
REPORT_YAML = 'pack/reports/master.yaml'

INJECTED = ('line"; DROP TABLE t_source; --', "line' OR '1'='1", 'a b', 'line]',
            '../line', '/tmp/line', 'Line', 'a' * 300, '', 'sqlite_x', '_id',
            'line\\0', 'l\u00efne')

CASES = [
    bad('M1', 'aliases of aliases', 'model', alias_bomb,
        (MODEL_YAML + ':1:', 'anchor')),
    bad('M1', 'one harmless alias', 'layout',
        in_layout('dates: dmy', 'x: &x dmy\ndates: *x'), (LAYOUT_YAML + ':',)),
    bad('M2', 'two bytes: % and a byte that is no UTF-8', 'model', b'%\xc5',
        (MODEL_YAML + ':1:2',)),
    bad('M2', 'a directive that is none', 'model', '%!p%\n' + MODEL,
        (MODEL_YAML + ':1:',)),
    bad('M2', 'a byte that is no UTF-8', 'model',
        MODEL.replace('Returns', 'Re\udcff').encode('utf-8', 'surrogateescape'),
        (MODEL_YAML + ':4:',)),
    bad('M2', 'a NUL in the middle', 'model',
        MODEL.replace('Returns', 'Re\0turns'), (MODEL_YAML + ':4:',)),
    bad('M2', 'a NUL, and something behind it', 'layout',
        LAYOUT + '\0nonsense: [\n', (LAYOUT_YAML + ':',)),
    bad('M2', 'a control character', 'model',
        MODEL.replace('Returns', 'Re\x1b[2Jturns'), (MODEL_YAML + ':4:',)),
    bad('M2', 'an empty file', 'model', '', (MODEL_YAML,)),
    bad('M3', 'a key twice, both lines named', 'layout',
        LAYOUT + 'dates: mdy\n', (LAYOUT_YAML + ':', "'dates'", 'line 4')),
    bad('M3', 'a field twice in the model', 'model',
        swap(MODEL, '      due: date\n', '      due: date\n      due: line\n'),
        (MODEL_YAML + ':14:', "'due'", 'line 13')),
    bad('M4', 'a second document', 'model', MODEL + '---\nmodel: other\n',
        (MODEL_YAML + ':15:',)),
    bad('M4', 'text behind the end of the document', 'model',
        MODEL + '...\nnonsense: {\n', (MODEL_YAML + ':',)),
    *(bad('M5', what, 'layout', text, (LAYOUT_YAML + ':',), why='a limit of a '
          'pack file is told as a mistake in it: 5 is for inputs, 4 tells who '
          'has to mend what')
      for what, text in (
          ('lists 100,000 deep', lambda: 'a: ' + '[' * 100000),
          ('maps 33 deep', lambda: ''.join(' ' * n + 'a:\n'
                                           for n in range(33)) + ' ' * 33 +
           'b\n'),
          ('60,000 keys', lambda: ''.join(f'k{n}: v\n'
                                          for n in range(60000))),
          ('200,000 keys', lambda: ''.join(f'k{n}: v\n'
                                           for n in range(200000))),
          ('two million blank lines in a text', lambda: 'a: |\n  x\n' +
           '\n' * 2000000 + '  y\n'),
          ('as many blank lines as there is room for', lambda: 'a: |\n  x\n' +
           '\n' * (ROOM - 20) + '  y\n'),
          ('a key of half a megabyte', lambda: 'k' * (ROOM // 2) + ': v\n'))),
    bad('M6', 'a key that is misspelt', 'layout',
        in_layout('recognise:', 'recognize:'),
        (LAYOUT_YAML + ':2:1', "'recognize'", "'recognise'")),
    bad('M6', 'a key that nothing is like', 'layout',
        in_layout('dates: dmy', 'zebra: dmy'), (LAYOUT_YAML + ':4:', 'zebra')),
    bad('M6', 'a field that is misspelt', 'layout',
        in_layout('Title: title', 'Title: titel'),
        (LAYOUT_YAML + ':', "'titel'", "'title'")),
    run('M7', 'words that YAML may take for something else are texts',
        'status', STATUS + ''.join(f'w{n},{word},,,,,,no\n' for n, word in
                                   enumerate(('NO', '010', '12:30', '1e3', '~',
                                              'null', 'true', 'y'))),
        table(*(f'{n},x,,,{word}' for n, word in
                enumerate(('NO', '010', '12:30', '1e3', '~', 'null', 'true',
                           'y'))))),
    run('M7', 'and so are they in YAML', 'layout',
        in_layout("    totals: 'Total.*'", '    totals: NO') .replace(
            "match: 'Note:.*'", 'match: 010'),
        table('1,x,5', 'NO,y,5', '010,'), code='', exit=0,
        says=('1 record;',)),
    *(bad('M8', f'the tag {tag}', 'layout', in_layout('dates: dmy',
          f'dates: {tag} dmy'), (LAYOUT_YAML + ':4:',), never=['root:'])
      for tag in ('!!python/object/apply:os.system', '!include', '!!str',
                  '!<tag:yaml.org,2002:binary>')),
    bad('M8', 'a merge key', 'layout', LAYOUT + '<<: {a: b}\n',
        (LAYOUT_YAML + ':',)),
    run('M9', 'a pattern that would take for ever', 'layout',
        in_layout("match: 'Note:.*'", "match: '(a|aa)+[^a]'"),
        'Ref,Title\n' + 'a' * 5000 + '\n' + '1,x\n', seconds=5,
        says=('a.csv',), exit=1, code='pattern_given_up'),
    run('M9', 'the same with other means', 'layout',
        in_layout("match: 'Note:.*'", "match: '(.|a.)*[^a ]'"),
        'Ref,Title\n' + 'a ' * 3000 + '\n' + '1,x\n', seconds=5,
        exit=1, code='pattern_given_up'),
    bad('M9', 'a pattern of a hundred thousand groups', 'layout',
        lambda: in_layout("match: 'Note:.*'",
                          "match: '" + '(' * 100000 + ')' * 100000 + "'"),
        (LAYOUT_YAML + ':',)),
    bad('M9', 'a repetition of a repetition of a repetition', 'layout',
        in_layout("match: 'Note:.*'",
                  "match: '(((a{60000}){60000}){60000}){60000}'"),
        (LAYOUT_YAML + ':',)),
    bad('M9', 'code in a pattern', 'layout',
        in_layout("match: 'Note:.*'", "match: '(?{system(1)})'"),
        (LAYOUT_YAML + ':',)),
    bad('M10', 'a record kind that there is not', 'layout',
        in_layout('record: line', 'record: lime'),
        (LAYOUT_YAML + ':', "'lime'", "'line'")),
    bad('M10', 'a column that is not in the header', 'layout',
        in_layout('Due: due,', 'Due: due, Statis: due,'),
        (LAYOUT_YAML + ':', "'Statis'", "'Status'")),
    bad('M10', 'two columns for one field', 'layout',
        in_layout('Title: title', 'Title: ref'), (LAYOUT_YAML + ':', 'ref')),
    bad('M10', 'a code list that there is not', 'model',
        swap(MODEL, 'codes: status', 'codes: stated'),
        (MODEL_YAML + ':', 'stated.csv', "'status'")),
    bad('M10', 'layouts that extend each other', 'layout',
        in_layout('dates: dmy', 'extends: lines'), (LAYOUT_YAML + ':',)),
    bad('M10', 'tables that are like each other', 'layout',
        in_layout('  - table: lines\n', '  - table: lines\n    like: lines\n'),
        (LAYOUT_YAML + ':',)),
    bad('M10', 'a parent that is its own child', 'model',
        swap(MODEL, '    key: [ref]\n', '    key: [ref]\n    parent: { field: '
             'ref, kind: line }\n'), (MODEL_YAML + ':',)),
    bad('M10', 'a report of a column that the query does not give', 'report',
        swap(REPORT, 'from: due,', 'from: dew,'), (REPORT_YAML + ':', "'dew'")),
    bad('M10', 'a report of a table that there is not', 'report',
        swap(REPORT, 'FROM line', 'FROM lime'), (REPORT_YAML + ':', 'lime')),
    run('M10', 'a word that the code list does not have', 'layout', LAYOUT,
        table('1,x,5,,purple'), 1, ('cell E2', "'purple'"), 'unknown_word'),
    *(bad('M11', f'a key {key} that would say where to write', 'report',
          REPORT + f'{key}: {path}\n', (REPORT_YAML + ':',))
      for key, path in (('output', '/tmp/x.xlsx'), ('file', '../x.xlsx'),
                        ('path', '~/.bashrc'))),
    *(bad('M11', f'a record kind named {name[:20]!r}', 'model',
          swap(MODEL, '  line:\n', f'  {quoted(name)}:\n'), (MODEL_YAML + ':6:',))
      for name, quoted in ((n, lambda s: "'" + s.replace("'", "''") + "'")
                           for n in INJECTED)),
    Case('M11', 'a plan named as a path', {**pack(), 'a.csv': table('1,x')},
         'build --pack pack --plan ../../etc/passwd a.csv -o m.xlsx', 4,
         says=('../../etc/passwd',), never=('root:',)),
    bad('M12', 'a model that says it needs a newer program', 'model',
        'version: 99\n' + MODEL, (MODEL_YAML + ':1:1', "'version'"),
        why='there is one version; a word that this program does not know is '
        'refused wherever it stands, and so is a pack that needs it'),
    bad('M13', 'a field named like SQL', 'model',
        swap(MODEL, '      title: line', '      "t; DROP TABLE x": line'),
        (MODEL_YAML + ':11:',)),
    Case('M13', 'a sheet, a file, a heading and cells that are SQL',
         {**pack(), "a'; DROP TABLE line; --.csv": table(
             "1'); DROP TABLE line; --,\"x\"\"; DELETE FROM line; --\"",
             '2,y,z', '3,y,z',
             header='Ref,Title,"x""; DROP TABLE line; --"')},
         args=['build', '--pack', 'pack', '-v', "a'; DROP TABLE line; --.csv",
               '-o', 'records/', '-o', 's.sqlite'],
         wrote={'records/line.csv': ["1'); DROP TABLE line; --"]},
         writes=('records/return.csv', 's.sqlite')),
    bad('M13', 'a check that writes', 'check',
        '-- severity: error\n-- about: a\n-- message: b\n'
        'DELETE FROM line RETURNING 1 AS _id\n',
        ('pack/checks/same_reference.sql:',)),
    bad('M13', 'a check that attaches a file', 'check',
        "-- severity: error\n-- about: a\n-- message: b\n"
        "ATTACH '/tmp/x' AS x\n", ('pack/checks/same_reference.sql:',)),
    bad('M13', 'a check of two statements', 'check',
        '-- severity: error\n-- about: a\n-- message: b\n'
        'SELECT _id FROM line; DROP TABLE line\n',
        ('pack/checks/same_reference.sql:',)),
    *(bad('M13', f'a check that calls {call}', 'check',
          '-- severity: error\n-- about: a\n-- message: b\n'
          f'SELECT _id, {call} AS x FROM line\n',
          ('pack/checks/same_reference.sql:',))
      for call in ("load_extension('x')", "readfile('/etc/passwd')",
                   'random()', "date('now')", 'randomblob(1000000000)',
                   'zeroblob(1000000000)', "printf('%1000000000d', 1)")),
]
