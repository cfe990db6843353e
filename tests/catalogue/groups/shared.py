"""shared.py - the collection of hostile files beside the project, if it is there.

Files found elsewhere to hurt other programs; each must be read or refused by
an ordinary exit code, in time and within memory, like every other case.
"""
import os
import pathlib

from kit import Case

HOSTILE = pathlib.Path(__file__).resolve().parents[4] / 'shared/hostile'
SHOWN = ('.xlsx', '.zip', '.csv', '.ods')
ENDS = {0, 3, 5}


def reading(path):
    return Case('shared', f'reading {path.name}', {},
                args=['show', '--format', 'tsv', str(path)], exit=None,
                check=lambda run: None if run.exit in ENDS
                else f'exit {run.exit}')


def mapping(path):
    """A YAML file in the place of a model: a mistake, whatever is in it."""
    return Case('shared', f'a pack with {path.name}', {
        'pack/model.yaml': path.read_bytes()}, 'lint pack', exit=4)


CASES = [reading(p) if p.suffix in SHOWN else mapping(p)
         for p in sorted(HOSTILE.glob('*'))
         if p.suffix in (*SHOWN, '.yaml')] if os.path.isdir(HOSTILE) else []
