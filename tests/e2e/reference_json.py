"""JSON as transcripts have it, for the reference reader: what is mended, what is refused, and how
a value is written on one line."""

import codecs
import json
import math
import re

WORD_MAX = 256
DEPTH_MAX = 2048


def _one_mark_a_byte(error):
    return "\ufffd" * (error.end - error.start), error.end


codecs.register_error("mark", _one_mark_a_byte)


def decode(data):
    return data.decode("utf-8", "mark")


def size(text):
    return len(text.encode("utf-8"))


def cut(text, limit):
    data = text.encode("utf-8")
    if len(data) <= limit:
        return text
    return data[:limit].decode("utf-8", "ignore")


def _mended(value):
    if isinstance(value, str):
        return re.sub("[\ud800-\udfff]", "\ufffd", value)
    if isinstance(value, list):
        return [_mended(each) for each in value]
    if isinstance(value, dict):
        return {_mended(key): _mended(each) for key, each in value.items()}
    return value


def _real(text):
    number = float(text)
    if math.isinf(number):
        raise ValueError("out of range")
    return number


class _TooBig(Exception):
    pass


def _whole(text):
    number = int(text)
    if not -(2**63) <= number < 2**63:
        raise _TooBig
    return number


def _no_constant(text):
    raise ValueError(text)


def _pairs(pairs):
    if any("\0" in key for key, _ in pairs):
        raise ValueError("NUL in a key")
    return dict(pairs)


def _decoder(parse_int):
    return json.JSONDecoder(
        parse_float=_real,
        parse_int=parse_int,
        parse_constant=_no_constant,
        object_pairs_hook=_pairs,
    )


_exact, _rough = _decoder(_whole), _decoder(_real)


def _depth(text):
    deepest = depth = 0
    for match in re.finditer(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', text, re.S):
        if match.group() in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif match.group() in "]}":
            depth -= 1
    return deepest


def parse_at(text, at):
    """(value, end) of the JSON value that begins at `at`, or None."""
    try:
        try:
            value, end = _exact.raw_decode(text, at)
        except _TooBig:
            value, end = _rough.raw_decode(text, at)
    except (ValueError, RecursionError, OverflowError):
        return None
    if _depth(text[at:end]) > DEPTH_MAX:
        return None
    return _mended(value), end


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _quoted(text):
    return '"%s"' % "".join(
        _ESCAPES.get(c) or ("\\u%04X" % ord(c) if c < " " else c) for c in text
    )


def _number(value):
    text = "%.17g" % value
    if "e" not in text:
        return text if "." in text else text + ".0"
    mantissa, exponent = text.split("e")
    sign = "-" if exponent[0] == "-" else ""
    return mantissa + "e" + sign + exponent.lstrip("+-").lstrip("0")


def compact(value):
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, list):
        return "[%s]" % ",".join(map(compact, value))
    return "{%s}" % ",".join("%s:%s" % (_quoted(k), compact(v)) for k, v in value.items())


def shown(text):
    return text.replace("\0", "\ufffd")


def get(value, *names):
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def string(value):
    """A string without a NUL, which no identifier has; None for the rest."""
    return value if isinstance(value, str) and "\0" not in value else None


def word(value):
    return shown(cut(value, WORD_MAX)) if isinstance(value, str) else None
