"""zips.py - zip packages byte by byte, so that each of their fields can lie.

entry() makes a part with its local header and its record in the directory;
what it is told otherwise (local_size, crc, flags ...) is written as told.
package() puts entries together. PKWARE APPNOTE 4.3 has the fields.
"""
import dataclasses
import struct
import zlib

STORED, DEFLATED = 0, 8
DESCRIPTOR = 1 << 3


def deflate(data):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


@dataclasses.dataclass
class Entry:
    name: bytes
    data: bytes
    packed: bytes
    method: int
    flags: int = 0
    crc: int = 0
    size: int = 0
    packed_size: int = 0
    local: dict = dataclasses.field(default_factory=dict)
    extra: bytes = b''
    local_extra: bytes = b''
    behind: bytes = b''        # such as a data descriptor
    offset: int = None         # where the directory says that it lies


def entry(name, data, method=DEFLATED, packed=None, **told):
    """local={...} holds what the local header says otherwise."""
    data = data.encode() if isinstance(data, str) else data
    if packed is None:
        packed = deflate(data) if method == DEFLATED else data
    e = Entry(name.encode() if isinstance(name, str) else name, data, packed,
              method, crc=zlib.crc32(data), size=len(data),
              packed_size=len(packed))
    for field, value in told.items():
        setattr(e, field, value)
    return e


def zeros(name, megabytes, **told):
    """A part of zeros, made piece by piece."""
    packer, block = zlib.compressobj(9, zlib.DEFLATED, -15), bytes(1 << 20)
    packed, crc = b'', 0
    for _ in range(megabytes):
        packed += packer.compress(block)
        crc = zlib.crc32(block, crc)
    packed += packer.flush()
    return entry(name, b'', packed=packed,
                 **{'crc': crc, 'size': megabytes << 20, **told})


def local_header(e):
    says = {field: e.local.get(field, getattr(e, field))
            for field in ('name', 'flags', 'method', 'crc', 'packed_size',
                          'size')}
    return struct.pack('<4sHHHHHIIIHH', b'PK\3\4', 20, says['flags'],
                       says['method'], 0, 0x21, says['crc'],
                       says['packed_size'], says['size'], len(says['name']),
                       len(e.local_extra)) + says['name'] + e.local_extra


def record(e, at):
    return struct.pack('<4sHHHHHHIIIHHHHHII', b'PK\1\2', 20, 20, e.flags,
                       e.method, 0, 0x21, e.crc, e.packed_size, e.size,
                       len(e.name), len(e.extra), 0, 0, 0, 0,
                       at) + e.name + e.extra


def end(count, size, at, comment=b''):
    return struct.pack('<4sHHHHIIH', b'PK\5\6', 0, 0, count, count, size, at,
                       len(comment)) + comment


def package(entries, count=None, comment=b'', before=b'', behind=b''):
    body, directory = b'', b''
    for e in entries:
        at = len(body) if e.offset is None else e.offset
        directory += record(e, at)
        if e.offset is None:
            body += local_header(e) + e.packed + e.behind
    count = len(entries) if count is None else count
    return (before + body + directory +
            end(count, len(directory), len(body), comment) + behind)


def streamed(name, data, signature=True):
    """A part as exporters write it that do not know its size before."""
    crc, packed = zlib.crc32(data), deflate(data)
    behind = struct.pack('<III', crc, len(packed), len(data))
    return entry(name, data, packed=packed, flags=DESCRIPTOR,
                 local={'crc': 0, 'packed_size': 0, 'size': 0},
                 behind=(b'PK\7\x08' if signature else b'') + behind)
