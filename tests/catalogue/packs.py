"""packs.py - a small pack of its own, so that a case shows one thing only.

Records 'line' of ref, title, amount (pence), due and status, from tables with
the header HEADER; what a row must become stands in records/line.csv.
"""
MODEL = '''model: small
kinds:
  return:
    label: Returns
    fields: { department: line, period: period }
  line:
    label: Lines
    key: [ref]
    fields:
      ref: { type: line, key: yes, required: yes }
      title: line
      amount: { type: decimal, scale: 2 }
      due: date
      status: { type: code, codes: status }
'''
STATUS = '''code,label,aliases,rag,colour,text_colour,symbol,closes
green,Green,Go|On track,green,C6EFCE,00500B,o,no
red,Red,,red,FFC7CE,8A0010,x,no
housing,Housing,,,,,,no
'''
LAYOUT = '''layout: lines
recognise:
  - header: [Ref, Title]
dates: dmy
return: { department: '{department}', period: '{period}' }
facts:
  - match: 'Department: (?<department>.+)'
  - match: 'Period: (?<period>.+)'
tables:
  - table: lines
    header:
      - Ref
      - Title
      - { name: Amount, optional: yes }
      - { name: Due, optional: yes }
      - { name: Status, optional: yes }
    totals: 'Total.*'
    skip:
      - { rule: notes, match: 'Note:.*' }
    records:
      - record: line
        columns: { Ref: ref, Title: title, Amount: amount, Due: due,
                   Status: status }
'''
REPORT = '''plan: master
describes: the lines as they are
sheets:
  - sheet: Lines
    title: Lines
    blocks:
      - table: Lines
        query: SELECT ref, title, amount_exact, due FROM line ORDER BY _id
        columns:
          - { name: Ref, from: ref }
          - { name: Title, from: title }
          - { name: Amount, from: amount_exact, type: money, scale: 2 }
          - { name: Due, from: due, type: date }
'''
DUPLICATES = '''-- severity: error
-- field: ref
-- about: The same reference twice.
-- message: The reference '{ref}' stands at {first} as well.
-- remedy: Ask which one counts.
SELECT b._id, b.ref, a._cell AS first
FROM line a JOIN line b ON a._source = b._source AND a.ref_key = b.ref_key
WHERE a._id < b._id
'''
HEADER = 'Ref,Title,Amount,Due,Status'


def pack(**changed):
    """The files of the pack; model, status, layout, report, check replace."""
    have = {'model': MODEL, 'status': STATUS, 'layout': LAYOUT,
            'report': REPORT, 'check': DUPLICATES}
    have.update(changed)
    names = {'model': 'model.yaml', 'status': 'codes/status.csv',
             'layout': 'returns/lines.yaml', 'report': 'reports/master.yaml',
             'check': 'checks/same_reference.sql'}
    return {'pack/' + names[key]: text for key, text in have.items()
            if text is not None}


def table(*rows, header=HEADER):
    """A return in CSV with these rows below the header."""
    return '\r\n'.join((header, *rows)) + '\r\n'


BUILD = 'build --pack pack -o records/ -v '
CHECK = 'check --pack pack -v '
