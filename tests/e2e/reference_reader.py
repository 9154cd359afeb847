"""Reads a transcript the slow way: the whole file, one JSON parser, no offsets.

It is written from the rules of the format, not from the C reader; the two must agree
on every file. An item is a dict of what crosses the wire, without its cursor.
"""

import datetime
import re

from reference_json import compact, cut, decode, get, parse_at, shown, size, string, word

TEXT_MAX = 16 * 1024
LINE_MAX = 256 * 1024
HEAD_MAX = 4 * 1024
BLOCKS_MAX = 256

BLANKS = b"\0 \t\r"
BOM = b"\xef\xbb\xbf"
RECORD_BEGINNINGS = ('{"parentUuid":', '{"type":"', '{"uuid":"', '{"sessionId":"')
METADATA = set(
    """summary ai-title custom-title agent-name last-prompt tag mode permission-mode
    agent-setting queue-operation file-history-snapshot pr-link frame-link worktree-state
    relocated bridge-session content-replacement started result agent_metadata
    api-request-shape api-request-blob api-request cost-state tools-used atis-latch""".split()
)
SILENT_NOTICES = {"turn_duration", "stop_hook_summary", "bridge_status", "session_start"}
NOISE_TAGS = (
    "system-reminder local-command-caveat ide_opened_file ide_selection "
    "session-start-hook goal tick"
).split()


# Lines and the values on them


def lines(data):
    """(bytes, ended, length up to the newline) of each line that is not blank."""
    parts = data.split(b"\n")
    for number, part in enumerate(parts):
        while part[:1] and (part[:1] in BLANKS_SET or part.startswith(BOM)):
            part = part[3:] if part.startswith(BOM) else part[1:]
        stripped = part.rstrip(BLANKS)
        if stripped:
            yield part if len(part) > LINE_MAX else stripped, number + 1 < len(parts), len(part)


BLANKS_SET = {bytes([b]) for b in BLANKS}


def _skip(text, at):
    while at < len(text) and text[at] in "\0 \t\r":
        at += 1
    return at


def _next_record(text, start):
    for match in re.finditer(r"\{", text[start + 1 :]):
        at = start + 1 + match.start()
        if not text.startswith(RECORD_BEGINNINGS, at):
            continue
        found = parse_at(text, at)
        if found is None:
            continue
        after = _skip(text, found[1])
        if after == len(text) or text[after] == "{":
            return at
    return len(text)


def values(text):
    """(value, raw text) of each piece of a line; a piece that is no JSON has value `values`."""
    at = _skip(text, 0)
    while at < len(text):
        found = parse_at(text, at)
        if found is not None and text[at] != "{" and _skip(text, found[1]) != len(text):
            found = None
        if found is not None:
            yield found[0], text[at : found[1]]
            at = found[1]
        else:
            end = _next_record(text, at)
            yield values, text[at:end].rstrip("\0 \t\r")
            at = end
        at = _skip(text, at)


# Records


def item(kind, text=None, **more):
    made = {
        "uuid": None,
        "message": None,
        "kind": kind,
        "text": None,
        "tool": None,
        "tool_id": None,
        "input": None,
        "is_error": False,
        "full_bytes": None,
        "timestamp": None,
        "sidechain": False,
        "off_branch": False,
        "live": False,
    }
    if text is not None:
        made["text"] = cut(text, TEXT_MAX)
        if made["text"] != text:
            made["full_bytes"] = size(text)
    made.update(more)
    return made


def _inside(text, tag):
    match = re.search("<%s>(.*?)</%s>" % (tag, tag), text, re.S)
    return match and match.group(1).strip(" \t\r\n")


def classify(text):
    """("prompt" | "system" | None, what is shown) of a text in the user's role."""
    stripped = False
    at = text.lstrip(" \t\r\n")
    while True:
        for tag in NOISE_TAGS:
            match = re.match("<%s>.*?</%s>[ \t\r\n]*" % (tag, tag), at, re.S)
            if match:
                at, stripped = at[match.end() :], True
                break
        else:
            break
    if not at:
        return None, ""
    prompt = "prompt", (at if stripped else text)
    if re.fullmatch(r"\[Request interrupted by user[^\]]*\][ \t\r\n]*", at):
        return "system", at.rstrip(" \t\r\n")
    tag = re.match(r"<([a-z-]+)>", at)
    tag = tag and tag.group(1)
    if tag == "task-notification":
        found = [_inside(at, "summary"), _inside(at, "result")]
        return "system", "\n".join(part for part in found if part) or at
    if tag in ("command-name", "command-message"):
        name = _inside(at, "command-name")
        if name is None:
            return prompt
        arguments = _inside(at, "command-args")
        return "system", name + (" " + arguments if arguments else "")
    if tag == "bash-input":
        command = _inside(at, tag)
        return prompt if command is None else ("system", "! " + command)
    for kind in ("local-command", "bash"):
        if tag in (kind + "-stdout", kind + "-stderr"):
            found = [_inside(at, kind + "-stdout"), _inside(at, kind + "-stderr")]
            if found == [None, None]:
                return prompt
            output = "\n".join(part for part in found if part)
            return ("system" if output else None), output
    return prompt


def _file(block):
    text = "[" + block["type"]
    media, data = get(block, "source", "media_type"), string(get(block, "source", "data"))
    if word(media) is not None:
        text += ": " + word(media)
    if data is not None:
        text += ", %d bytes" % (size(data.rstrip("=")) * 3 // 4)
    return text + "]"


def block_text(block):
    kind = get(block, "type")
    if isinstance(block, str):
        return shown(block)
    if kind == "text" and isinstance(block.get("text"), str):
        return shown(block["text"])
    if kind in ("image", "document"):
        return _file(block)
    if isinstance(kind, str) and kind != "text":
        return "[%s]" % word(kind)
    return compact(block)


def content_text(content):
    if content is None:
        return ""
    if not isinstance(content, list):
        return block_text(content)
    return "\n".join(map(block_text, content))


def _string_of(block):
    if isinstance(block, str):
        return block
    if get(block, "type") == "text" and isinstance(block.get("text"), str):
        return block["text"]
    return None


def _unknown(block):
    kind = get(block, "type")
    if not isinstance(kind, str) or kind == "text":
        return item("other", compact(block))
    return item("other", word(kind))


def _tool_result(block):
    return item(
        "tool_result",
        content_text(block.get("content")),
        tool_id=word(block.get("tool_use_id")),
        is_error=block.get("is_error") is True,
    )


def _shortened(value, limit):
    if isinstance(value, str) and size(value) > limit:
        return shown(cut(value, limit)) + "…"
    if isinstance(value, list):
        return [_shortened(each, limit) for each in value]
    if isinstance(value, dict):
        return {key: _shortened(each, limit) for key, each in value.items()}
    return value


def _tool_use(block):
    made = item("tool_use", tool=word(block.get("name")), tool_id=word(block.get("id")))
    if "input" not in block:
        return made
    full = compact(block["input"])
    if size(full) <= TEXT_MAX:
        made["input"] = block["input"]
        return made
    made["full_bytes"] = size(full)
    for limit in (4096, 1024, 256, 64):
        short = _shortened(block["input"], limit)
        if size(compact(short)) <= TEXT_MAX:
            made["input"] = short
            return made
    made["text"] = cut(full, TEXT_MAX)
    return made


def _user_block(block, hidden, machine):
    if get(block, "type") == "tool_result":
        return _tool_result(block)
    if hidden:
        return None
    text = _string_of(block)
    if text is not None:
        kind, visible = classify(shown(text))
        return kind and item("system" if machine else kind, visible)
    if get(block, "type") in ("image", "document"):
        return item("system" if machine else "prompt", _file(block))
    return _unknown(block)


def _answer_block(block, model, is_error):
    kind, text = string(get(block, "type")), _string_of(block)
    if kind == "thinking" and text is None:
        text, made = block.get("thinking"), "thinking"
        text = text if isinstance(text, str) else ""
    else:
        made = "text"
    if text is not None:
        if text == "" or (model == "<synthetic>" and text == "No response requested."):
            return None
        return item(made, shown(text), is_error=is_error)
    if kind == "redacted_thinking":
        return None
    if kind and kind.endswith("tool_use"):
        return _tool_use(block)
    if kind and kind.endswith("tool_result"):
        return _tool_result(block)
    if kind in ("image", "document"):
        return item("other", _file(block))
    return _unknown(block)


def _blocks(content, read):
    if isinstance(content, str):
        content = [content]
    if not isinstance(content, list):
        return None
    items = []
    for number, block in enumerate(content):
        if len(items) == BLOCKS_MAX - 1 and number + 1 < len(content):
            items.append(item("other", "%d more blocks" % (len(content) - number)))
            break
        made = read(block)
        if made:
            items.append(made)
    return items


def _user(record, content, machine):
    hidden = record.get("isMeta") is True
    items = _blocks(content, lambda block: _user_block(block, hidden, machine))
    return [item("other", compact(record))] if items is None else items


def _answer(record):
    model, failed = get(record, "message", "model"), record.get("isApiErrorMessage") is True
    items = _blocks(
        get(record, "message", "content"), lambda block: _answer_block(block, model, failed)
    )
    return [item("other", compact(record))] if items is None else items


def _error_text(record):
    error = record.get("error")
    if isinstance(error, str):
        return shown(error)
    for text in (string(get(error, "formatted")), get(error, "message")):
        if isinstance(text, str):
            return shown(text)
    return ""


def _notice(record):
    subtype = string(record.get("subtype"))
    if record.get("isMeta") is True or subtype in SILENT_NOTICES:
        return []
    text = content_text(record.get("content")) or _error_text(record) or subtype or "system"
    kind, visible = classify(text)
    failed = record.get("level") == "error" or subtype in ("api_error", "error")
    return [item("system", visible, is_error=failed)] if kind else []


def _attachment(record):
    attachment = record.get("attachment")
    kind = get(attachment, "type")
    if kind == "queued_command":
        machine = attachment.get("commandMode") == "task-notification"
        items = _user(record, attachment.get("prompt"), machine)
        for each in items:
            each["uuid"] = word(attachment.get("source_uuid"))
        return items
    if kind == "file":
        name = attachment["displayPath"] if "displayPath" in attachment else attachment.get("filename")
        return [item("system", "@" + (shown(name) if isinstance(name, str) else ""))]
    return []


def _machine_made(record):
    return (
        record.get("isCompactSummary") is True
        or record.get("isVisibleInTranscriptOnly") is True
        or get(record, "origin", "kind") == "task-notification"
    )


def _time(text):
    """RFC 3339 in UTC with milliseconds, as it goes over the wire."""
    pattern = r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(\.\d+)?([Zz]|[+-]\d\d:\d\d)"
    match = re.fullmatch(pattern, text) if isinstance(text, str) else None
    if not match:
        return None
    zone = "+00:00" if match.group(4) in "zZ" else match.group(4)
    fraction = ((match.group(3) or ".") + "000")[:4]
    try:
        time = datetime.datetime.fromisoformat(
            match.group(1) + "T" + match.group(2) + fraction + zone
        )
    except ValueError:
        return None
    time = time.astimezone(datetime.timezone.utc)
    return time.strftime("%Y-%m-%dT%H:%M:%S.") + "%03dZ" % (time.microsecond // 1000)


def record_items(record):
    if not isinstance(record, dict):
        return [item("other", compact(record))]
    kind = string(record.get("type"))
    if kind == "user":
        items = _user(record, get(record, "message", "content"), _machine_made(record))
    elif kind == "assistant":
        items = _answer(record)
        for each in items:
            each["message"] = word(get(record, "message", "id"))
    elif kind == "system":
        items = _notice(record)
    elif kind == "attachment":
        items = _attachment(record)
    elif kind == "progress":
        items = []
    elif kind is None:
        items = [item("other", compact(record))]
    elif kind not in METADATA and "uuid" in record:
        items = [item("other", word(kind))]
    else:
        items = []
    for each in items:
        each["uuid"] = each["uuid"] or word(record.get("uuid"))
        each["timestamp"] = _time(record.get("timestamp"))
        each["sidechain"] = record.get("isSidechain") is True
    return items


# Lines that are too long


def complete(head):
    """The object that the first bytes of a long line begin, as far as they go."""
    text = head.decode("utf-8", "ignore")
    closers, value, at, safe = [], False, 0, ""
    token = re.compile(r'"(?:[^"\\\x00-\x1f]|\\u[0-9a-fA-F]{4}|\\[^u])*("?)|[\[\]{},:]|[^\s"\[\]{},:]+|\s+')
    while at < len(text):
        match = token.match(text, at)
        piece = match.group()
        at = match.end()
        if piece[0] == '"' and not match.group(1):
            if value:
                safe = text[:at] + '"'
            break
        if piece in ("{", "["):
            closers.append("}" if piece == "{" else "]")
            value, safe = piece == "[", text[:at]
        elif piece in ("}", "]"):
            if len(closers) < 2 or closers.pop() != piece:
                return None
            safe = text[:at]
        elif piece == ",":
            value, safe = closers[-1] == "]", text[: at - 1]
        elif piece == ":":
            value = True
        elif piece[0] == '"' and value:
            safe = text[:at]
        if len(closers) > 64:
            return None
    found = parse_at(safe + "".join(reversed(closers)), 0) if safe else None
    return found[0] if found else None


def long_line_items(data, length):
    head = data[:HEAD_MAX]
    record = complete(head) if head[:1] == b"{" else None
    if record is None:
        items = [item("other", shown(decode(head)))]
    else:
        if "type" not in record:
            role = get(record, "message", "role")
            if role in ("user", "assistant"):
                record["type"] = role
            elif isinstance(record.get("attachment"), dict):
                record["type"] = "attachment"
        items = record_items(record)
        kind = record.get("type")
        if kind == "attachment":
            unclear = get(record, "attachment", "type") == "queued_command"
        else:
            unclear = kind not in METADATA | {"progress", "system"}
        if not items and unclear:
            items = record_items(dict(record, type="\0"))[:1]
            items[0]["text"] = word(kind)
    for each in items:
        each["full_bytes"] = length
    return items[:1]


def read_items(data):
    """All items of a transcript's bytes, in file order."""
    items = []
    for line, ended, length in lines(data):
        if length > LINE_MAX:
            items += long_line_items(line, length) if ended else []
            continue
        for value, raw in values(decode(line)):
            if not ended and not isinstance(value, dict):
                break
            items += [item("other", shown(raw))] if value is values else record_items(value)
    return items
