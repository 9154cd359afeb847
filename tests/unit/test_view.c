/* What holds for every picture, whatever the model: driven by keys at random. */
#include "protocol/base/utf8.h"
#include "tests/golden/script.h"
#include "tests/support/unit.h"

static uint32_t seed;

static uint32_t random_below(uint32_t n)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % n;
}

static void run(struct script *script, const char *line)
{
    assert_true(script_run(script, line));
}

static void fill(struct script *script)
{
    run(script, "setup host=mini");
    run(script, "host mini online");
    run(script, "host gpu attention reason=\"\x1b[31mbad\" question=\"Trust \x1b]0;x\x07 key?\"");
    run(script, "host vps reconnecting retry=9000");
    run(script, "session session=s1 title=\"\\e[1m one \\xe2\\x80\\xae\" state=running "
                "last_activity=-1m");
    run(script, "session session=s2 title=\"\xe6\xbc\xa2\xe5\xad\x97 \xff\xfe\" last_activity=-2m");
    run(script, "task task=t1 session=s1 state=running started_at=-1m prompt=\"\\x1b[2J\"");
    run(script, "ask ask=a1 session=s1 kind=permission tool=Bash created_at=-3m");
    run(script, "input command \"rm -rf \\e[31m /\\n\\x07\"");
    run(script, "suggest 0.type addRules");
    run(script, "suggest 0.behavior allow");
    run(script, "suggest 0.rules.0.toolName \"Ba\\x1bsh\"");
    run(script, "ask ask=a2 session=s2 kind=question created_at=-2m");
    run(script, "input questions.0.question \"Which \\e[0m?\"");
    run(script, "input questions.0.multiSelect true");
    run(script, "input questions.0.options.0.label \"a\\x1b\"");
    run(script, "input questions.0.options.1.label \"b\\x9b\"");
    run(script, "ask ask=a3 session=s2 kind=plan created_at=-1m");
    run(script, "input plan \"# Plan \\e[31m\\n\\n| a | b |\\n|---|---|\\n| \\x1b | 2 |\"");
    run(script, "many sessions mini 30");
    run(script, "lists mini snapshot");
}

static void fill_window(struct script *script)
{
    const struct transcript *transcript = &script_model(script)->transcript;
    char line[200];

    if (transcript->session == NULL)
        return;
    for (int i = 0; i < 6; i++) {
        run(script, "item kind=prompt text=\"do \\e[31m it\\tnow\" cursor=p");
        run(script, "item kind=text text=\"**bold** \\x1b[0m [l](http://x\\x07)\\n\\n- \\x08 a\" "
                    "cursor=t");
        run(script, "item kind=tool_use tool=Edit tool_id=x cursor=u");
        run(script, "input new_string \"a\\x1b\\nb\"");
        run(script, "input file_path \"\\x1b/x\"");
        run(script, "item kind=tool_result tool_id=x text=\"\\x1b[2J done\" cursor=r");
        run(script, "item kind=thinking text=\"hm \\xe2\\x80\\xae\" cursor=h");
        run(script, "item kind=text sidechain=true text=\"side \\x9b\" cursor=s");
    }
    snprintf(line, sizeof line, "window %s %s reset before", transcript->host, transcript->session);
    run(script, line);
    snprintf(line, sizeof line, "live %s %s text=\"\x1b[1m live\" tool=\"\x1b tool\"",
             transcript->host, transcript->session);
    run(script, line);
}

static void assert_harmless(const struct surface *surface)
{
    for (int i = 0; i < surface->columns * surface->rows; i++) {
        const char *text = surface->cells[i].text;
        size_t len = strlen(text), at = 0;

        assert_true(utf8_valid(text, len));
        while (at < len) {
            int32_t point;

            at += utf8_decode(text + at, len - at, &point);
            assert_true(point >= 0x20 && !(point >= 0x7f && point < 0xa0));
            assert_false(point >= 0x200b && point <= 0x200f);
            assert_false(point >= 0x202a && point <= 0x202e);
            assert_false(point >= 0x2060 && point <= 0x206f);
        }
    }
}

static void press_something(struct script *script)
{
    static const char *const lines[] = {
        "key j",
        "key k",
        "key Enter",
        "key q",
        "key Backspace",
        "key v",
        "key 1",
        "key 2",
        "key 3",
        "key y",
        "key n",
        "key a",
        "key c",
        "key Space",
        "key [",
        "key ]",
        "key G",
        "key g",
        "key f",
        "key b",
        "key h",
        "key ?",
        "key :",
        "key Esc",
        "key r",
        "key x",
        "key i",
        "key s",
        "key o",
        "key p",
        "type \xe4\xbd\xa0",
        "paste \"\x1b[31m x\\r\\n\"",
        "wait 350",
        "wait 1500",
        "size 40 20",
        "size 20 8",
        "size 80 24",
        "size 200 30",
        "size 3 3",
        "size 0 5",
        "lists mini change gone=a1",
        "note \"\x1b[7m\"",
        "key C-z",
        "key t",
        "session session=s1 state=idle title=\"\x1b\" last_activity=-1s",
        "answered mini a1 taken",
        "answered mini a2 lost who=\"\x1b\"",
        "host mini gone",
        "host mini online",
        "theme 0 ascii",
        "theme 256",
    };

    run(script, lines[random_below((uint32_t)COUNT(lines))]);
}

static void whatever_is_pressed_every_picture_is_harmless(void **state)
{
    (void)state;
    for (uint32_t round = 1; round <= 20; round++) {
        struct script *script = script_new();

        seed = round;
        fill(script);
        for (int i = 0; i < 300; i++) {
            press_something(script);
            if (i % 20 == 0)
                fill_window(script);
            if (i % 50 == 49)
                fill(script);
            assert_harmless(script_surface(script));
            assert_true(model_wake(script_model(script)) > 0);
        }
        script_free(script);
    }
}

static void every_size_is_drawn(void **state)
{
    static const char *const screens[] = {"wait 1", "key Enter", "key q", "key h",
                                          "key q",  "key ?",     "key q", "key c"};
    struct script *script = script_new();

    (void)state;
    fill(script);
    for (size_t i = 0; i < COUNT(screens); i++) {
        run(script, screens[i]);
        fill_window(script);
        for (int columns = 0; columns < 24; columns++)
            for (int rows = 0; rows < 10; rows++) {
                char line[40];

                snprintf(line, sizeof line, "size %d %d", columns, rows);
                run(script, line);
                assert_int_equal(script_surface(script)->columns, columns);
            }
        run(script, "size 40 20");
    }
    script_free(script);
}

static bool is_dim(const struct surface *surface, const char *word)
{
    for (int y = 0; y < surface->rows; y++)
        for (int x = 0; x < surface->columns; x++)
            if (surface_cell(surface, x, y)->text[0] == word[0] &&
                surface_cell(surface, x + 1, y)->text[0] == word[1])
                return surface_cell(surface, x, y)->style.dim;
    fail_msg("%s is not on the screen", word);
    return false;
}

static void what_is_from_the_cache_is_dim_until_it_is_confirmed(void **state)
{
    struct script *script = script_new();

    (void)state;
    run(script, "theme 0");
    run(script, "host mini online");
    run(script, "session session=s1 title=XYZ last_activity=-1m");
    run(script, "lists mini cache");
    assert_true(is_dim(script_surface(script), "XY"));
    run(script, "session session=s1 title=XYZ last_activity=-1m");
    run(script, "lists mini snapshot");
    assert_false(is_dim(script_surface(script), "XY"));
    run(script, "host mini reconnecting retry=1000");
    assert_true(is_dim(script_surface(script), "XY"));
    script_free(script);
}

/* The selected row is told apart by a glyph as well, and every state by a sign or a word. */
static void without_colours_the_same_is_said(void **state)
{
    struct script *colored = script_new(), *plain = script_new();
    struct buf a, b;

    (void)state;
    fill(colored);
    run(plain, "theme 0");
    fill(plain);
    buf_init(&a, 1 << 16);
    buf_init(&b, 1 << 16);
    surface_dump(script_surface(colored), &a);
    surface_dump(script_surface(plain), &b);
    assert_string_equal(buf_text(&a), buf_text(&b));
    buf_done(&a);
    buf_done(&b);
    script_free(colored);
    script_free(plain);
}

static void without_utf8_our_own_signs_are_ascii(void **state)
{
    struct script *script = script_new();
    const struct surface *surface;

    (void)state;
    run(script, "theme 256 ascii");
    run(script, "host mini online");
    run(script, "session session=s1 title=one state=running last_activity=-1m");
    run(script, "ask ask=a1 session=s1 kind=permission tool=Bash created_at=-3m");
    run(script, "lists mini snapshot");
    surface = script_surface(script);
    for (int i = 0; i < surface->columns * surface->rows; i++)
        for (const char *p = surface->cells[i].text; *p != '\0'; p++)
            assert_true((unsigned char)*p < 0x80);
    script_free(script);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whatever_is_pressed_every_picture_is_harmless),
        cmocka_unit_test(every_size_is_drawn),
        cmocka_unit_test(what_is_from_the_cache_is_dim_until_it_is_confirmed),
        cmocka_unit_test(without_colours_the_same_is_said),
        cmocka_unit_test(without_utf8_our_own_signs_are_ascii),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
