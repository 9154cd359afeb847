#include "tui/cli/print.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"

#include <stdlib.h>
#include <string.h>

#define RESULT_LINES 6
#define INPUT_MAX    4000

/* The member of a tool's input that says what the call is about. */
static const char *const telling[] = {"command", "file_path", "notebook_path", "pattern",
                                      "url",     "query",     "description",   "subject",
                                      "task_id", "plan",      "skill",         NULL};

char *print_input(const char *tool, const char *input)
{
    struct json *json = input != NULL ? json_parse(input, strlen(input), NULL) : NULL;
    char *text = NULL;

    (void)tool;
    for (size_t i = 0; text == NULL && telling[i] != NULL; i++)
        text = mem_dup(json_get_text(json, telling[i]));
    if (text == NULL && json_count(json) > 0)
        text = mem_dup_n(input, strnlen(input, INPUT_MAX));
    json_drop(json);
    return text != NULL ? text : mem_dup("");
}

/* The beginning of a text of that many lines; *ret_left: how many lines are left out. */
static char *first_lines(const char *text, int lines, int *ret_left)
{
    const char *end = text;

    for (int i = 0; i < lines && *end != '\0'; i++) {
        end += strcspn(end, "\n");
        end += *end == '\n';
    }
    *ret_left = 0;
    for (const char *at = end; *at != '\0'; (*ret_left)++) {
        at += strcspn(at, "\n");
        at += *at == '\n';
    }
    while (end > text && end[-1] == '\n')
        end--;
    return mem_dup_n(text, (size_t)(end - text));
}

static void print_block(const char *text, enum output_style style, const char *indent)
{
    fputs(indent, stdout);
    output_text(stdout, text, style, indent);
    if (!str_ends(text, "\n"))
        putchar('\n');
}

static void print_cut(const struct item *item)
{
    size_t shown = item->text != NULL ? strlen(item->text) : 0;

    if (item->full_bytes > 0 && (uint64_t)item->full_bytes > shown)
        output_line(stdout, OUTPUT_DIM, "    ... %lld bytes in all", (long long)item->full_bytes);
}

static void print_result(const struct item *item, bool full)
{
    const char *text = item->text != NULL ? item->text : "";
    int left = 0;
    char *shown = full ? mem_dup(text) : first_lines(text, RESULT_LINES, &left);

    if (!str_blank(shown))
        print_block(shown, item->is_error ? OUTPUT_BAD : OUTPUT_DIM,
                    item->is_error ? "  ! " : "    ");
    if (left > 0)
        output_line(stdout, OUTPUT_DIM, "    ... %d more lines", left);
    print_cut(item);
    free(shown);
}

static void print_call(const struct item *item, bool full)
{
    char *about = print_input(item->tool, item->input);

    output_line(stdout, OUTPUT_BOLD, "  * %s  %s", item->tool != NULL ? item->tool : "?", about);
    if (full && item->input != NULL)
        print_block(item->input, OUTPUT_DIM, "    ");
    free(about);
}

static void print_thought(const struct item *item, bool full)
{
    int left;
    char *shown = full ? mem_dup(item->text) : first_lines(item->text, 1, &left);

    print_block(shown, OUTPUT_DIM, "  ? ");
    free(shown);
}

void print_item(const struct item *item, bool full)
{
    const char *text = item->text != NULL ? item->text : "";

    if (item->off_branch && !full)
        return;
    if (item->sidechain && item->kind != ITEM_TOOL_USE && !full)
        return;
    switch (item->kind) {
    case ITEM_PROMPT:
        putchar('\n');
        print_block(text, OUTPUT_BOLD, "> ");
        break;
    case ITEM_TEXT:
        if (!str_blank(text)) {
            putchar('\n');
            print_block(text, OUTPUT_PLAIN, "");
            print_cut(item);
        }
        break;
    case ITEM_THINKING:
        if (!str_blank(text))
            print_thought(item, full);
        break;
    case ITEM_TOOL_USE:
        print_call(item, full);
        break;
    case ITEM_TOOL_RESULT:
        print_result(item, full);
        break;
    default:
        if (!str_blank(text))
            print_block(text, OUTPUT_DIM, "  - ");
        break;
    }
}

/* A fence longer than any in the text. */
static void print_fenced(const char *text, const char *language)
{
    size_t longest = 0, run = 0;

    for (const char *c = text; *c != '\0'; c++) {
        run = *c == '`' ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    longest = longest < 3 ? 3 : longest + 1;
    for (size_t i = 0; i < longest; i++)
        putchar('`');
    printf("%s\n", language);
    output_text(stdout, text, OUTPUT_PLAIN, "");
    if (!str_ends(text, "\n"))
        putchar('\n');
    for (size_t i = 0; i < longest; i++)
        putchar('`');
    fputs("\n\n", stdout);
}

void print_item_markdown(const struct item *item)
{
    const char *text = item->text != NULL ? item->text : "";

    switch (item->kind) {
    case ITEM_PROMPT:
        fputs("## Prompt\n\n", stdout);
        output_text(stdout, text, OUTPUT_PLAIN, "");
        fputs("\n\n", stdout);
        break;
    case ITEM_TEXT:
        output_text(stdout, text, OUTPUT_PLAIN, "");
        fputs("\n\n", stdout);
        break;
    case ITEM_TOOL_USE:
        fputs("**", stdout);
        output_text(stdout, item->tool != NULL ? item->tool : "?", OUTPUT_PLAIN, "");
        fputs("**\n\n", stdout);
        print_fenced(item->input != NULL ? item->input : "{}", "json");
        break;
    case ITEM_TOOL_RESULT:
        print_fenced(text, "");
        break;
    case ITEM_THINKING:
        if (!str_blank(text)) {
            fputs("> ", stdout);
            output_text(stdout, text, OUTPUT_PLAIN, "> ");
            fputs("\n\n", stdout);
        }
        break;
    default:
        break;
    }
}
