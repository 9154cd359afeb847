"""What may listen on a port instead of a working SSH server."""

import base64
import contextlib
import socket
import struct
import threading

BANNER = b"SSH-2.0-misfit\r\n"


class Misfit:
    """Listens on 127.0.0.1 and gives each connection to handle(), in a thread."""

    def __init__(self, handle):
        self.handle = handle
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.connections = []
        self.threads = []

    def accept(self):
        with contextlib.suppress(OSError):
            while True:
                connection = self.listener.accept()[0]
                self.connections.append(connection)
                self.start(self.serve, connection)

    def serve(self, connection):
        with contextlib.suppress(OSError), connection:
            self.handle(connection)

    def start(self, run, *args):
        thread = threading.Thread(target=run, args=args, daemon=True)
        self.threads.append(thread)
        thread.start()

    def __enter__(self):
        self.start(self.accept)
        return self

    def __exit__(self, *_):
        for end in [self.listener] + self.connections:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        for thread in self.threads:
            thread.join(10)


def wait_for_end(connection):
    while connection.recv(65536):
        pass


def http(connection):
    """Speaks when it is spoken to, as web servers do."""
    text = b""
    while b"\r\n\r\n" not in text:
        data = connection.recv(4096)
        if not data:
            return
        text += data
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")


def silent(connection):
    wait_for_end(connection)


def closes(connection):
    """Takes the connection and drops it."""


def endless_banner(connection):
    connection.sendall(b"SSH-2.0-" + b"x" * 10_000_000)


def endless_preface(connection):
    for _ in range(100):
        connection.sendall(b"Welcome to \x1b[31mnothing\r\n" * 10_000)


def preface_of(real_port):
    """An SSH server that greets with lines of its own first, which RFC 4253 allows."""
    def handle(connection):
        connection.sendall(b"Authorised use only.\r\nHTTP is next door.\r\n")
        with socket.create_connection(("127.0.0.1", real_port)) as server:
            relay(connection, server)
    return handle


def relay(one, other):
    def copy(source, target):
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    back = threading.Thread(target=copy, args=(other, one), daemon=True)
    back.start()
    copy(one, other)
    back.join()


def closes_in_key_exchange(connection):
    connection.sendall(BANNER)
    connection.recv(65536)


def name_list(text):
    return struct.pack(">I", len(text)) + text


def nothing_in_common(connection):
    """A KEXINIT (RFC 4253, section 7.1) with algorithms that nobody has."""
    lists = [b"rot13-sha1"] * 10
    payload = bytes([20]) + bytes(16) + b"".join(map(name_list, lists)) + bytes(5)
    padding = 8 - (len(payload) + 5) % 8 + 8
    packet = struct.pack(">IB", len(payload) + padding + 1, padding) + payload + bytes(padding)
    connection.sendall(BANNER + packet)
    wait_for_end(connection)


class Stalling:
    """A relay to a real server that stops forwarding once the client's keys are in use, so that
    the login hangs. `stalled` is set when the client waits for its first encrypted answer."""

    def __init__(self, real_port):
        self.real_port = real_port
        self.stalled = threading.Event()

    def __call__(self, connection):
        with socket.create_connection(("127.0.0.1", self.real_port)) as server:
            back = threading.Thread(target=self.copy_back, args=(server, connection), daemon=True)
            back.start()
            self.copy_until_new_keys(connection, server)
            wait_for_end(connection)

    @staticmethod
    def copy_back(source, target):
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)

    def copy_until_new_keys(self, client, server):
        stream = client.makefile("rb")
        server.sendall(stream.readline())
        kind = 0
        while kind != 21:
            head = stream.read(4)
            body = stream.read(struct.unpack(">I", head)[0])
            kind = body[1]
            server.sendall(head + body)
        stream.read(1)
        self.stalled.set()


@contextlib.contextmanager
def black_hole():
    """The port of an address that never answers: its queue of connections is full."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        fill = []
        for _ in range(3):
            one = socket.socket()
            one.setblocking(False)
            one.connect_ex(listener.getsockname())
            fill.append(one)
        yield listener.getsockname()[1]
        for one in fill:
            one.close()


class HangingAgent:
    """A key agent that lists one key and then never signs; `asked` is set when it should."""

    def __init__(self, path, public):
        blob = public.read_text().split()[1]

        self.blob = base64.b64decode(blob)
        self.path = path
        self.asked = threading.Event()
        self.listener = socket.socket(socket.AF_UNIX)
        self.connections = []

    def run(self):
        with contextlib.suppress(OSError):
            while True:
                connection = self.listener.accept()[0]
                self.connections.append(connection)
                connection.recv(65536)
                body = bytes([12]) + struct.pack(">I", 1) + name_list(self.blob) + name_list(b"k")
                connection.sendall(struct.pack(">I", len(body)) + body)
                if connection.recv(65536):
                    self.asked.set()

    def __enter__(self):
        self.listener.bind(str(self.path))
        self.listener.listen()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        for end in [self.listener] + self.connections:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self.thread.join(10)
