#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "protocol/base/mem.h"
#include "protocol/sys/fd.h"
#include "tui/net/ssh/finder.h"
#include "tui/net/ssh/known_hosts.h"
#include "tui/net/ssh/target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Two public ed25519 keys; nobody has their private halves. */
#define KEY_A "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILjngnM5MeA56J1ybZuf+zFICSuJMvwQbPC0vqR562sa"
#define KEY_B "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ3bl+vojx1EzXJPsyDf2hwUbHVjGFUbq86Uq26vP5Bz"

struct fixture {
    char folder[64];
    char *file;
    struct known_hosts hosts;
    ssh_key key;
};

static ssh_key key_of(const char *line)
{
    ssh_key key = NULL;
    const char *blob = strchr(line, ' ') + 1;

    assert_int_equal(ssh_pki_import_pubkey_base64(blob, SSH_KEYTYPE_ED25519, &key), SSH_OK);
    return key;
}

static int set_up(void **state)
{
    struct fixture *fixture = mem_new(1, sizeof(*fixture));

    snprintf(fixture->folder, sizeof(fixture->folder), "known_hosts_test_XXXXXX");
    assert_non_null(mkdtemp(fixture->folder));
    fixture->file = mem_printf("%s/known_hosts", fixture->folder);
    fixture->key = key_of(KEY_A);
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;

    known_hosts_done(&fixture->hosts);
    ssh_key_free(fixture->key);
    fd_remove_tree(fixture->folder, NULL);
    free(fixture->file);
    free(fixture);
    return 0;
}

/* What a file of that text says about key A of web.example port 2222. */
static enum known_verdict verdict(struct fixture *fixture, const char *text, size_t len)
{
    const struct known_entry *entry;
    struct err err;

    known_hosts_done(&fixture->hosts);
    assert_int_equal(fd_replace_file(fixture->file, text, len, 0600, &err), 0);
    assert_int_equal(
        known_hosts_read(&fixture->hosts, fixture->file, "[web.example]:2222", "web.example", &err),
        0);
    return known_hosts_judge(&fixture->hosts, fixture->key, &entry);
}

static void test_each_kind_of_line_gets_its_verdict(void **state)
{
    static const struct {
        const char *text;
        enum known_verdict verdict;
    } table[] = {
        {"", KNOWN_NOT},
        {"\n\n# nothing\n", KNOWN_NOT},
        {"[web.example]:2222 " KEY_A "\n", KNOWN_OK},
        {"[web.example]:2222 " KEY_A, KNOWN_OK},
        {"  [web.example]:2222\t" KEY_A " comment\r\n", KNOWN_OK},
        {"other,[WEB.example]:2222 " KEY_A "\n", KNOWN_OK},
        {"[*.example]:2222 " KEY_A "\n", KNOWN_OK},
        {"[w?b.*]:22?2 " KEY_A "\n", KNOWN_OK},
        {"* " KEY_A "\n", KNOWN_OK},
        {"[*.example]:2222,![web.*]:2222 " KEY_A "\n", KNOWN_NOT},
        {"![web.*]:2222,* " KEY_A "\n", KNOWN_OK}, /* as the name without its port */
        {"!*,* " KEY_A "\n", KNOWN_NOT},
        {"!,* " KEY_A "\n", KNOWN_OK},
        {"web.example " KEY_A "\n", KNOWN_OK},
        {"web.example " KEY_B "\n", KNOWN_NOT},
        {"[web.example]:22222 " KEY_A "\n", KNOWN_NOT},
        {"[web.example]:2222 " KEY_B "\n", KNOWN_CHANGED},
        {"[web.example]:2222 " KEY_B "\n[web.example]:2222 " KEY_A "\n", KNOWN_OK},
        {"[web.example]:2222 " KEY_A "\n@revoked * " KEY_A "\n", KNOWN_BAD},
        {"@revoked web.example " KEY_A "\n", KNOWN_BAD},
        {"@revoked * " KEY_B "\n[web.example]:2222 " KEY_A "\n", KNOWN_OK},
        {"@cert-authority * " KEY_A "\n", KNOWN_BY_AUTHORITY},
        {"@cert-authority * " KEY_B "\n[web.example]:2222 " KEY_A "\n", KNOWN_OK},
        {"@invented * " KEY_A "\n", KNOWN_NOT},
        {"[web.example]:2222\n", KNOWN_NOT},
        {"[web.example]:2222 ssh-ed25519\n", KNOWN_NOT},
        {"[web.example]:2222 ssh-ed25519 AAAA!\n", KNOWN_NOT},
        {"[web.example]:2222 ssh-nothing AAAA\n[web.example]:2222 " KEY_A "\n", KNOWN_OK},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
        if (verdict(*state, table[i].text, strlen(table[i].text)) != table[i].verdict)
            fail_msg("line %zu: %s", i, table[i].text);
}

static void test_a_revocation_after_a_nul_byte_counts(void **state)
{
    static const char text[] = "[web.example]:2222 " KEY_A "\nx\0y\n@revoked * " KEY_A "\n";

    assert_int_equal(verdict(*state, text, sizeof(text) - 1), KNOWN_BAD);
}

static void test_an_unreadable_file_is_no_empty_file(void **state)
{
    struct fixture *fixture = *state;
    struct err err;

    assert_int_equal(known_hosts_read(&fixture->hosts, fixture->folder, "a", "a", &err), -ERR_AUTH);
    assert_int_equal(known_hosts_read(&fixture->hosts, fixture->file, "a", "a", &err), 0);
}

static void test_an_appended_key_is_known(void **state)
{
    struct fixture *fixture = *state;
    const struct known_entry *entry;
    struct stat info;
    struct err err;
    char *below = mem_printf("%s/a/b/known", fixture->folder);

    assert_int_equal(known_hosts_append(below, "[web.example]:2222", fixture->key, &err), 0);
    assert_int_equal(stat(below, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_int_equal(
        known_hosts_read(&fixture->hosts, below, "[web.example]:2222", "web.example", &err), 0);
    assert_int_equal(known_hosts_judge(&fixture->hosts, fixture->key, &entry), KNOWN_OK);
    assert_int_equal(entry->line, 1);
    free(below);
}

static void test_known_types_are_negotiated_first(void **state)
{
    struct fixture *fixture = *state;
    char list[256];

    known_hosts_algorithms(&fixture->hosts, list, sizeof(list));
    assert_string_equal(list, "ssh-ed25519,ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,"
                              "ecdsa-sha2-nistp521,rsa-sha2-512,rsa-sha2-256");
    fixture->hosts.entries = mem_new(1, sizeof(struct known_entry));
    fixture->hosts.count = 1;
    assert_int_equal(ssh_pki_generate(SSH_KEYTYPE_ECDSA_P384, 384, &fixture->hosts.entries->key),
                     SSH_OK);
    known_hosts_algorithms(&fixture->hosts, list, sizeof(list));
    assert_string_equal(list, "ecdsa-sha2-nistp384,ssh-ed25519,ecdsa-sha2-nistp256,"
                              "ecdsa-sha2-nistp521,rsa-sha2-512,rsa-sha2-256");
}

static int target_of(struct target *target, const char *address, int64_t port)
{
    struct host host = {.name = (char *)"work", .address = (char *)address, .port = port};
    struct err err;

    return target_init(target, &host, "me", &err);
}

static void test_an_address_is_taken_apart(void **state)
{
    struct target target;

    (void)state;
    assert_int_equal(target_of(&target, "Web.Example", -1), 0);
    assert_string_equal(target.user, "me");
    assert_string_equal(target.known, "web.example");
    target_done(&target);
    assert_int_equal(target_of(&target, "you@realm@[FE80::1%lo]", 2222), 0);
    assert_string_equal(target.user, "you@realm");
    assert_string_equal(target.name, "fe80::1%lo");
    assert_string_equal(target.known, "[fe80::1%lo]:2222");
    assert_string_equal(target.label, "fe80::1%lo port 2222");
    target_done(&target);
    assert_int_equal(target_of(&target, "-x", 22), -ERR_INVALID);
    assert_int_equal(target_of(&target, "-x@y", 22), -ERR_INVALID);
    assert_int_equal(target_of(&target, "a\033b", 22), -ERR_INVALID);
    assert_int_equal(target_of(&target, "a", 70000), -ERR_INVALID);
    assert_int_equal(target_of(&target, NULL, 22), -ERR_INVALID);
}

static void test_the_search_holds_nothing_that_a_shell_would_change(void **state)
{
    struct host host = {.name = (char *)"work"};
    struct err err;
    char *command = finder_command(&host, "ccr-remote", &err);
    char *open = strchr(command, '\''), *close = strrchr(command, '\'');

    (void)state;
    assert_non_null(open);
    assert_string_equal(close, "'");
    assert_null(memchr(open + 1, '\'', (size_t)(close - open - 1)));
    assert_null(strpbrk(command, "!\\\n"));
    free(command);
    assert_null(finder_command(&host, "x; rm", &err));
    assert_null(finder_command(&host, NULL, &err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_each_kind_of_line_gets_its_verdict, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_revocation_after_a_nul_byte_counts, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_an_unreadable_file_is_no_empty_file, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_an_appended_key_is_known, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_known_types_are_negotiated_first, set_up, tear_down),
        cmocka_unit_test(test_an_address_is_taken_apart),
        cmocka_unit_test(test_the_search_holds_nothing_that_a_shell_would_change),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
