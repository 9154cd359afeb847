"""What Bionic (API 24), macOS or musl lack, or do another way, outside a platform's own file."""

import re
import sys

import lint

# Words, and what to do instead. A call is written with its parenthesis.
BANNED = {
    "pthread_cancel pthread_setcancelstate pthread_setcanceltype pthread_testcancel":
        "Bionic has no cancelling: shut the thread's descriptor down",
    "pthread_mutexattr_setrobust pthread_mutex_consistent pthread_mutex_timedlock pthread_barrier_init "
    "pthread_spin_init pthread_condattr_setclock pthread_setname_np":
        "macOS or Bionic lacks it: use a plain mutex and condition",
    "wordexp( glob( glob64(": "Bionic lacks it: walk the folder",
    "shm_open shm_unlink shmget semget msgget mq_open sem_open sem_timedwait":
        "Bionic or macOS lacks it: use a file or a socket",
    "link( linkat(": "Android refuses hard links: use rename() or O_EXCL",
    "getrandom getentropy arc4random": "not everywhere: protocol/sys/random.h",
    "execvpe( fexecve( posix_spawn posix_spawnp": "not in API 24: fork and execv",
    "pipe2( accept4( dup3(": "not on macOS: protocol/sys/fd.h sets the flag",
    "SOCK_CLOEXEC SOCK_NONBLOCK MSG_NOSIGNAL MSG_CMSG_CLOEXEC":
        "not on macOS: set the flag with fcntl, ignore SIGPIPE",
    "epoll_create epoll_create1 epoll_ctl epoll_wait kqueue( kevent( inotify_init inotify_init1 "
    "inotify_add_watch signalfd eventfd timerfd_create":
        "one system's own: poll(), a pipe, or the loop",
    "ppoll( sigtimedwait sigwaitinfo sigqueue timer_create clock_nanosleep":
        "macOS lacks it: poll() and the self-pipe",
    "prctl( syscall( memfd_create sendmmsg recvmmsg renameat2( statx( sync_file_range splice( getauxval":
        "Linux alone: a platform's own file",
    "SO_PEERCRED LOCAL_PEERCRED getpeereid TCP_USER_TIMEOUT TCP_QUICKACK O_TMPFILE O_PATH":
        "one system's own: a platform's own file",
    "fdatasync( posix_fallocate posix_fadvise": "macOS lacks it: fsync(), or a platform's own file",
    "st_mtim st_atim st_ctim": "macOS spells it st_mtimespec: st_mtime, or a platform's own file",
    "reallocarray aligned_alloc timespec_get quick_exit qsort_r( asprintf( vasprintf( strchrnul mempcpy "
    "memrchr strverscmp canonicalize_file_name get_current_dir_name secure_getenv fopencookie "
    "program_invocation_name program_invocation_short_name backtrace(":
        "not everywhere: protocol/base has what is needed",
    "getpwent setpwent endpwent getgrent getlogin_r iconv_open nl_langinfo catopen getsubopt ctermid":
        "not in API 24",
    "system( popen( tmpfile( tmpnam( tempnam( _PATH_BSHELL _PATH_TMP":
        "uses /bin or /tmp behind our back: Termux has neither",
    "__linux__ __APPLE__ __ANDROID__ __FreeBSD__ __OpenBSD__ __NetBSD__ __GLIBC__ __BIONIC__ _GNU_SOURCE":
        "a platform difference is a file that configure picks",
}
HEADERS = ("threads.h", "wordexp.h", "glob.h", "execinfo.h", "error.h", "malloc.h", "linux/", "sys/epoll.h")
PATHS = ("/proc/", "/sys/", "/tmp", "/var/", "/bin/", "/home/", "/dev/shm")
LOOKED_AT_BY_TESTS = '"/proc/'  # where it is, the tests of a platform's own file may look


def patterns():
    for words, instead in BANNED.items():
        for word in words.split():
            name = re.escape(word.rstrip("("))
            yield re.compile(rf"(?<![\w]){name}" + (r"\s*\(" if word.endswith("(") else r"(?!\w)")), word, instead
    for header in HEADERS:
        yield re.compile(rf"#\s*include\s*<{re.escape(header)}"), f"<{header}>", "not everywhere"
    for path in PATHS:
        yield (re.compile(rf'"{re.escape(path)}(?![\w.-])' if not path.endswith("/") else rf'"{re.escape(path)}'),
               f'"{path}', "places differ: ask protocol/sys/paths.h, or take it from outside")


def main():
    top, report = lint.root(), lint.Report()
    banned = list(patterns())
    paths = [p for p in lint.files(top, lint.CODE, (".c", ".h")) if not lint.PLATFORM.search(p)]
    for path in paths:
        for number, line in enumerate(lint.without_comments(lint.read(top, path)).splitlines(), 1):
            for pattern, word, instead in banned:
                if word == LOOKED_AT_BY_TESTS and path.startswith("tests/"):
                    continue
                if pattern.search(line):
                    report.add(path, number, f"{word} is not portable: {instead}")
    return report.done(len(paths))


if __name__ == "__main__":
    sys.exit(main())
