"""kit.py - a case of the catalogue of bad input, and how it is judged.

A case is one way in which a file, a pack or the world can be bad: the files
it needs, the command, and what must come of it. Whatever a case says itself,
every run must besides

  * end in time and within the memory of the case, by an exit code and not by
    a signal, without a word from a sanitizer;
  * say only what a terminal and a log can take: UTF-8, no control character;
  * leave its inputs as they were, and no file but those it was to write;
  * where it fails, say so in one line that names a place and the code of the
    error, which 'collate explain' knows.

Memory: address space is capped where the program has no sanitizer (which
reserves terabytes), and the peak of the resident set is measured anyway.
"""
import dataclasses
import hashlib
import os
import pathlib
import re
import resource
import subprocess
import tempfile
import threading
import time
import traceback

MIB = 1 << 20
ADDRESS_SPACE = 768 * MIB   # the program and its libraries take some 60
PEAK = 256 * MIB            # promise: no file of the catalogue takes more
SECONDS = 10
SANITIZED = 3               # so much slower and bigger with a sanitizer


@dataclasses.dataclass
class Case:
    id: str                   # of the catalogue, such as Z1
    what: str
    files: dict               # name: bytes or text; or a function that gives it
    run: str = ''             # the command behind 'collate', parted at blanks
    exit: int = 0             # None: any that check takes
    code: str = ''            # stable code of the error or name of the finding
    says: tuple = ()          # texts that must be said, place and words
    never: tuple = ()         # texts that must not be said or written
    cells: str = None         # exactly these cells: 'A1 n 1|B1 s x'
    wrote: dict = None        # output file: texts that must be in it
    check: object = None      # function of a Run; returns what is wrong
    why: str = ''             # where we decide otherwise than the catalogue
    args: list = None         # instead of run: arguments as they are
    shell: str = ''           # instead of run: for bash, with $COLLATE
    prepare: object = None    # function of the folder, after the files
    writes: tuple = ()        # further files that may appear; x/, x* for all
    env: dict = None
    seconds: float = SECONDS
    peak: int = PEAK
    open: str = ''            # the program does not do so yet; why, or who
    plain_only: bool = False  # not with a sanitizer, which needs terabytes


@dataclasses.dataclass
class Run:
    case: Case
    folder: pathlib.Path
    exit: int
    out: bytes
    err: bytes
    seconds: float
    peak: int
    program: object

    @property
    def said(self):
        return (self.out + self.err).decode('utf-8', 'replace')


class Program:
    def __init__(self, path):
        self.path = os.path.realpath(path)
        with open(self.path, 'rb') as f:
            self.sanitized = b'__asan_init' in f.read()

    def factor(self):
        return SANITIZED if self.sanitized else 1

    def command(self, case):
        if case.shell:
            return ['bash', '-c', case.shell]
        return [self.path] + (case.run.split() if case.args is None
                              else case.args)

    def confine(self):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if not self.sanitized:
            resource.setrlimit(resource.RLIMIT_AS,
                               (ADDRESS_SPACE, ADDRESS_SPACE))

    def environment(self, case):
        env = {'PATH': os.environ.get('PATH', '/usr/bin:/bin'), 'TERM': 'dumb',
               'COLLATE': self.path, 'SOURCE_DATE_EPOCH': '1262304000',
               # freed memory is handed out again soon: the peak is real
               'ASAN_OPTIONS': 'quarantine_size_mb=1:malloc_context_size=2'}
        env.update(case.env or {})
        return env

    def run(self, case, folder):
        """One run; its output goes through files, so that nothing blocks."""
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            begun = time.monotonic()
            process = subprocess.Popen(
                self.command(case), cwd=folder, stdin=subprocess.DEVNULL,
                stdout=out, stderr=err, env=self.environment(case),
                preexec_fn=self.confine, start_new_session=True)
            limit = case.seconds * self.factor()
            timer = threading.Timer(limit, os.killpg, (process.pid, 9))
            timer.start()
            _, status, usage = os.wait4(process.pid, 0)
            timer.cancel()
            process.returncode = os.waitstatus_to_exitcode(status)
            out.seek(0)
            err.seek(0)
            return Run(case, folder, process.returncode, out.read(),
                       err.read(), time.monotonic() - begun,
                       usage.ru_maxrss * 1024, self)

    def again(self, run, command):
        """Another run in the folder of one, such as of what it wrote."""
        case = dataclasses.replace(run.case, run=command, args=None, shell='')
        return self.run(case, run.folder)

    def cpu(self, run, command):
        """Seconds of CPU that a command takes; the lesser of two runs."""
        took = []
        for _ in range(2):
            process = subprocess.Popen(
                [self.path, *command.split()], cwd=run.folder,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                env=self.environment(run.case))
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            took.append(usage.ru_utime + usage.ru_stime)
        return min(took)


# --- what the folder holds --------------------------------------------------

def place(folder, case):
    """In a process of its own: what that needs of memory, and be it a bomb,
    must not count as the peak of the program that is started later."""
    child = os.fork()
    if child == 0:
        try:
            put_files(folder, case)
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    _, status = os.waitpid(child, 0)
    if status:
        raise RuntimeError(f'{case.id}: {case.what}: no files')


def put_files(folder, case):
    files = case.files() if callable(case.files) else case.files
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str)
                         else content)
    if case.prepare:
        case.prepare(folder)


def content(path):
    if path.is_symlink():
        return 'link to ' + os.readlink(path)
    if path.is_file():
        with open(path, 'rb') as f:
            return hashlib.file_digest(f, 'sha256').hexdigest()
    return 'no file'


def holdings(folder):
    return {os.path.relpath(os.path.join(top, name), folder):
            content(pathlib.Path(top, name))
            for top, _, names in os.walk(folder) for name in names}


# --- judging ----------------------------------------------------------------

CONTROL = re.compile(r'[\x00-\x08\x0b-\x1f\x7f-\x9f]')
# in messages also what turns the direction of writing or hides
DECEIT = re.compile(r'[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]')


def wrong_end(run, factor):
    case = run.case
    if run.seconds >= case.seconds * factor:
        yield f'took {run.seconds:.1f} s'
    if run.peak > case.peak * factor:
        yield f'took {run.peak // MIB} MiB of memory'
    for word in (b'Sanitizer', b'runtime error:', b'Assertion'):
        if word in run.err:
            yield 'sanitizer: ' + run.err.decode('utf-8', 'replace')[:2000]
    if case.exit is not None and run.exit != case.exit:
        yield f'exit {run.exit}, expected {case.exit}'


def wrong_words(run):
    case = run.case
    for text in case.says:
        if text not in run.said:
            yield f'does not say {text!r}'
    for text in case.never:
        if text in run.said:
            yield f'says {text!r}'
    if case.code not in ('', '-') and not has_code(run):
        yield f'does not give the code {case.code!r}'
    for stream in (run.out, run.err):
        is_data = stream is run.out and '--format' in case.run
        try:
            text = stream.decode('utf-8')
            if is_data:
                text = text.replace('\r\n', '\n')
            odd = CONTROL.search(text) or (not is_data and DECEIT.search(text))
        except UnicodeDecodeError as error:
            yield f'says what is no UTF-8: {error}'
            continue
        if odd:
            yield f'says a control character: {odd.group()!r}'


def has_code(run):
    return re.search(rf'\b{re.escape(run.case.code)}\b', run.said) is not None


def cells_of(text):
    """The cells of a dump as 'A1 n 1|B1 s x'; of the first sheet without its
    name, of others with it."""
    sheets, found = [], []
    for line in text.rstrip('\n').split('\n'):
        if not line or line.startswith('#'):
            continue
        sheet, ref, kind, value = line.split('\t')
        if sheet not in sheets:
            sheets.append(sheet)
        before = '' if sheet == sheets[0] else sheet + '!'
        found.append(f'{before}{ref} {kind} {value}')
    return '|'.join(found)


def wrong_data(run, before):
    case = run.case
    if case.cells is not None:
        cells = cells_of(run.out.decode('utf-8', 'replace'))
        if cells != case.cells:
            yield f'cells are {cells[:400]!r}, expected {case.cells[:400]!r}'
    after = holdings(run.folder)
    for name in before:
        if after.get(name) != before[name] and name not in case.writes:
            yield f'changed {name}'
    allowed = set(before) | set(case.writes) | set(case.wrote or {})
    for name in sorted(set(after) - allowed):
        if not any(name.startswith(a.rstrip('*')) for a in allowed
                   if a.endswith(('/', '*'))):
            yield f'left {name} behind'
    for name, texts in (case.wrote or {}).items():
        if name not in after:
            yield f'did not write {name}'
            continue
        written = (run.folder / name).read_bytes().decode('utf-8', 'replace')
        for text in texts:
            if text not in written:
                yield f'{name} does not hold {text!r}: {written[:400]!r}'


def checked(case, run):
    try:
        wrong = case.check(run)
    except Exception as error:   # such as of a parser that was deceived
        wrong = f'check: {type(error).__name__}: {error}'
    return [wrong] if wrong else []


def complaints(program, case):
    """What is wrong with one case; empty where nothing is."""
    with tempfile.TemporaryDirectory(prefix='collate-') as top:
        folder = pathlib.Path(top, 'in')
        folder.mkdir()
        place(folder, case)
        before = holdings(folder)
        run = program.run(case, folder)
        found = list(wrong_end(run, program.factor()))
        found += wrong_words(run)
        found += wrong_data(run, before)
        if case.check:
            found += checked(case, run)
        return found, run
