# What the user chooses.
AC_DEFUN([CCR_OPTIONS], [
AC_ARG_ENABLE([tui], [AS_HELP_STRING([--disable-tui], [do not build the client])], [], [enable_tui=yes])
AC_ARG_ENABLE([remote], [AS_HELP_STRING([--disable-remote], [do not build the runner])], [], [enable_remote=yes])
AC_ARG_ENABLE([sanitize], [AS_HELP_STRING([--enable-sanitize],
    [build with AddressSanitizer and UndefinedBehaviorSanitizer])], [], [enable_sanitize=no])
AC_ARG_ENABLE([fuzz], [AS_HELP_STRING([--enable-fuzz], [build the libFuzzer targets (clang)])], [], [enable_fuzz=no])
AC_ARG_ENABLE([werror], [AS_HELP_STRING([--enable-werror], [treat warnings as errors])], [], [enable_werror=no])
AM_CONDITIONAL([TUI], [test "x$enable_tui" = xyes])
AM_CONDITIONAL([REMOTE], [test "x$enable_remote" = xyes])
AM_CONDITIONAL([FUZZ], [test "x$enable_fuzz" = xyes])
])

# CCR_TRY_FLAG(VARIABLE, FLAG): adds the flag when the compiler and linker take it.
AC_DEFUN([CCR_TRY_FLAG], [
AC_MSG_CHECKING([whether $CC takes $2])
ccr_saved="$CFLAGS"
CFLAGS="$CFLAGS -Werror $2"
AC_LINK_IFELSE([AC_LANG_PROGRAM([], [])], [AC_MSG_RESULT([yes]); $1="$$1 $2"], [AC_MSG_RESULT([no])])
CFLAGS="$ccr_saved"
])

AC_DEFUN([CCR_COMPILER], [
CCR_CFLAGS="-std=c11 -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wwrite-strings -Wvla"
CCR_LDFLAGS=
AS_IF([test "x$enable_werror" = xyes], [CCR_CFLAGS="$CCR_CFLAGS -Werror"])
AS_IF([test "x$enable_fuzz" = xyes], [
    enable_sanitize=yes
    ccr_fuzz=
    CCR_TRY_FLAG([ccr_fuzz], [-fsanitize=fuzzer-no-link])
    AS_IF([test "x$ccr_fuzz" = x], [AC_MSG_ERROR([--enable-fuzz needs a compiler with libFuzzer: configure CC=clang])])
    CCR_CFLAGS="$CCR_CFLAGS$ccr_fuzz"
])
AS_IF([test "x$enable_sanitize" = xyes], [
    CCR_CFLAGS="$CCR_CFLAGS -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer"
], [
    CCR_TRY_FLAG([CCR_CFLAGS], [-fstack-protector-strong])
    CCR_TRY_FLAG([CCR_CFLAGS], [-fPIE])
    CCR_TRY_FLAG([CCR_LDFLAGS], [-pie])
    CCR_TRY_FLAG([CCR_LDFLAGS], [-Wl,-z,relro,-z,now])
    AS_CASE([" $CFLAGS $CPPFLAGS "], [*_FORTIFY_SOURCE*], [], [*-O0*], [],
        [CCR_CFLAGS="$CCR_CFLAGS -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2"])
])
AC_SUBST([CCR_CFLAGS])
AC_SUBST([CCR_LDFLAGS])
])

# CCR_LIBRARY(NAME, pkg-config module and version, Debian, Fedora, Homebrew, Alpine, Termux,
#             header, function, library)
# Asks pkg-config; where a distribution ships no .pc file the header and the function do.
AC_DEFUN([CCR_LIBRARY], [
PKG_CHECK_MODULES([$1], [$2], [], [
    ccr_saved="$LIBS"
    AC_CHECK_HEADER([$8], [AC_CHECK_LIB([$10], [$9], [ccr_found=yes], [ccr_found=no])], [ccr_found=no])
    LIBS="$ccr_saved"
    AS_IF([test "x$ccr_found" = xyes], [$1_CFLAGS= $1_LIBS="-l$10"], [
        ccr_missing="$ccr_missing
  $2
      Debian: $3   Fedora: $4   Homebrew: $5   Alpine: $6   Termux: $7"
    ])
])
])

# utf8proc's .pc file names its ABI (2.8 says 2.6.0), so the version asked for is that one.
AC_DEFUN([CCR_LIBRARIES], [
ccr_missing=
CCR_LIBRARY([JANSSON], [jansson >= 2.14], [libjansson-dev], [jansson-devel], [jansson], [jansson-dev], [libjansson],
    [jansson.h], [jansson_version_str], [jansson])
CCR_LIBRARY([UTF8PROC], [libutf8proc >= 2.6], [libutf8proc-dev], [utf8proc-devel], [utf8proc], [utf8proc-dev],
    [utf8proc], [utf8proc.h], [utf8proc_grapheme_break_stateful], [utf8proc])
CCR_LIBRARY([LIBGIT2], [libgit2 >= 1.5], [libgit2-dev], [libgit2-devel], [libgit2], [libgit2-dev], [libgit2],
    [git2.h], [git_config_open_ondisk], [git2])
CCR_LIBRARY([SQLITE], [sqlite3 >= 3.40], [libsqlite3-dev], [sqlite-devel], [sqlite], [sqlite-dev], [libsqlite],
    [sqlite3.h], [sqlite3_error_offset], [sqlite3])
CCR_LIBRARY([LIBUV], [libuv >= 1.44], [libuv1-dev], [libuv-devel], [libuv], [libuv-dev], [libuv],
    [uv.h], [uv_available_parallelism], [uv])
AS_IF([test "x$enable_tui" = xyes], [
    CCR_LIBRARY([NCURSESW], [ncursesw >= 6.2], [libncurses-dev], [ncurses-devel], [ncurses], [ncurses-dev], [ncurses],
        [curses.h], [get_wch], [ncursesw])
    # Its .pc file asks for older feature macros than we define.
    NCURSESW_CFLAGS=`AS_ECHO(["$NCURSESW_CFLAGS"]) | sed 's/-D_@<:@A-Z@:>@*_SOURCE@<:@^ @:>@*//g'`
    CCR_LIBRARY([LIBSSH], [libssh >= 0.10.6], [libssh-dev], [libssh-devel], [libssh], [libssh-dev], [libssh],
        [libssh/libssh.h], [ssh_session_export_known_hosts_entry], [ssh])
    CCR_LIBRARY([MD4C], [md4c >= 0.4.8], [libmd4c-dev], [md4c-devel], [md4c], [md4c-dev], [md4c],
        [md4c.h], [md_parse], [md4c])
])
PKG_CHECK_MODULES([CMOCKA], [cmocka >= 1.1.5], [have_cmocka=yes], [have_cmocka=no])
AM_CONDITIONAL([UNIT_TESTS], [test "x$have_cmocka" = xyes])
AC_CHECK_PROG([PYTHON3], [python3], [python3])
AM_CONDITIONAL([LINTS], [test "x$PYTHON3" != x])
AS_IF([test -n "$ccr_missing"], [AC_MSG_ERROR([these libraries are missing; install them and run configure again:$ccr_missing])])
])

# A platform difference is a file: each test asks for a function, a declaration or a file.
AC_DEFUN([CCR_PLATFORM], [
AC_CHECK_DECL([PR_SET_PDEATHSIG], [ccr_deathsig=prctl], [ccr_deathsig=none], [#include <sys/prctl.h>])
AC_CHECK_DECL([KERN_PROC_PID], [ccr_birth=sysctl], [ccr_birth=none], [#include <sys/types.h>
#include <sys/sysctl.h>])
CCR_PROCFS
AC_CHECK_DECLS([TCP_QUICKACK, TCP_USER_TIMEOUT], [], [ccr_sockopt=posix], [#include <netinet/tcp.h>])
AC_SUBST([CCR_SOCKOPT], [${ccr_sockopt:-linux}])
AC_SUBST([CCR_DEATHSIG], [$ccr_deathsig])
AC_SUBST([CCR_BIRTH], [$ccr_birth])
AS_IF([test "x$ccr_birth" = xprocfs], [ccr_proc=procfs], [ccr_proc=none])
AC_SUBST([CCR_PROC], [$ccr_proc])
AC_CHECK_MEMBER([struct stat.st_mtimespec], [ccr_filetime=mtimespec], [ccr_filetime=mtim], [#include <sys/stat.h>])
AC_SUBST([CCR_FILETIME], [$ccr_filetime])
])

# Linux's procfs: looked at here, and when cross-compiling inferred from Linux's prctl.
AC_DEFUN([CCR_PROCFS], [
AC_CACHE_CHECK([for a Linux procfs], [ccr_cv_procfs],
    [AS_IF([test "x$cross_compiling" = xyes],
        [AS_IF([test "x$ccr_deathsig" = xprctl], [ccr_cv_procfs=yes], [ccr_cv_procfs=no])],
        [AS_IF([test -r /proc/self/stat && test -r /proc/sys/kernel/random/boot_id],
            [ccr_cv_procfs=yes], [ccr_cv_procfs=no])])])
AS_IF([test "x$ccr_cv_procfs" = xyes], [ccr_birth=procfs])
])

AC_DEFUN([CCR_SUMMARY], [
AS_ECHO(["
  ccr $PACKAGE_VERSION, build $CCR_BUILD

    client (ccr)            $enable_tui
    runner (ccr-remote)     $enable_remote
    sanitizers              $enable_sanitize
    fuzz targets            $enable_fuzz
    unit tests (cmocka)     $have_cmocka
    lints (python3)         ${PYTHON3:-no}
    process start times     $ccr_birth
    death signal            $ccr_deathsig
    installed below         $prefix
"])
])
