#include "remote/agent/answer.h"

#include "remote/agent/input.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/base/utf8.h"
#include "protocol/json.h"

#include <stdlib.h>
#include <string.h>

#define DENIED_TEXT     "The user denied this."
#define QUESTIONS_MAX   16
#define ACCEPT_EDITS    "{\"type\":\"setMode\",\"mode\":\"acceptEdits\",\"destination\":\"session\"}"
#define DESCRIPTION_MAX 512

static char *printable(const struct buf *text)
{
    struct buf shown;

    buf_init(&shown, DESCRIPTION_MAX * 8);
    utf8_printable(&shown, buf_text(text), utf8_cut(buf_text(text), text->len, DESCRIPTION_MAX),
                   false);
    return buf_take(&shown);
}

static void describe(const struct json *suggestion, struct buf *out)
{
    const struct json *rules = json_get(suggestion, "rules");
    const struct json *folders = json_get(suggestion, "directories");
    const char *type = json_get_text(suggestion, "type"), *mode = json_get_text(suggestion, "mode");

    buf_append_text(out, mode != NULL ? "mode " : "");
    buf_append_text(out, mode != NULL ? mode : "");
    for (size_t i = 0; i < json_count(rules); i++) {
        const char *tool = json_get_text(json_at(rules, i), "toolName");
        const char *content = json_get_text(json_at(rules, i), "ruleContent");

        buf_printf(out, content != NULL ? "%s%s(%s)" : "%s%s", i > 0 ? ", " : "",
                   tool != NULL ? tool : "?", content);
    }
    for (size_t i = 0; i < json_count(folders); i++) {
        const char *folder = json_text(json_at(folders, i));

        buf_printf(out, "%s%s", i > 0 ? ", " : "folder ", folder != NULL ? folder : "?");
    }
    if (out->len == 0)
        buf_append_text(out, type != NULL ? type : "?");
}

char *answer_describe(const char *suggestion)
{
    struct json *root = json_parse(suggestion, strlen(suggestion), NULL);
    struct buf text;
    char *shown;

    buf_init(&text, ANSWER_TEXT_MAX);
    describe(root, &text);
    shown = printable(&text);
    buf_done(&text);
    json_drop(root);
    return shown;
}

/* The suggestion that `always` grants; borrowed from list. */
static const struct json *pick_suggestion(const struct json *list, int64_t rule)
{
    if (rule > 0)
        return json_at(list, (size_t)rule - 1);
    for (size_t i = 0; i < json_count(list); i++)
        if (str_equal(json_get_text(json_at(list, i), "type"), "addRules"))
            return json_at(list, i);
    return json_at(list, 0);
}

static int grant(struct buf *out, const struct ask *ask, const char *request_id,
                 const struct answer_choice *choice, char **ret_said, struct err *err)
{
    struct json *list = ask->suggestions != NULL
                            ? json_parse(ask->suggestions, strlen(ask->suggestions), NULL)
                            : NULL;
    const struct json *suggestion = pick_suggestion(list, choice->rule);
    char *text, *described;
    int rc;

    if (suggestion == NULL && ask->kind != ASK_PLAN) {
        rc = err_set(err, ERR_INVALID, "there is no rule %lld to grant; Claude suggests %zu",
                     (long long)choice->rule, json_count(list));
        json_drop(list);
        return rc;
    }
    if (str_equal(json_get_text(suggestion, "mode"), "bypassPermissions") &&
        !choice->allow_bypass) {
        json_drop(list);
        err_set(err, ERR_POLICY, "this host does not allow bypassPermissions");
        return err_next(err, "set policy.allow-bypass on the host");
    }
    text = suggestion != NULL ? json_text_of(suggestion) : mem_dup(ACCEPT_EDITS);
    described = answer_describe(text);
    *ret_said = mem_printf("always: %s", described);
    rc = input_allow(out, request_id, ask->input, text);
    free(described);
    free(text);
    json_drop(list);
    return rc;
}

/* Replaces each number of a comma list by the label it means; other words stay. */
static void name_options(const struct json *question, const char *said, size_t len, struct buf *out)
{
    const struct json *options = json_get(question, "options");
    bool several = json_get_bool(question, "multiSelect", false);

    while (len > 0) {
        size_t part = 0, skip;
        const char *label = NULL;
        char *word;
        int64_t number;

        while (part < len && (!several || said[part] != ','))
            part++;
        skip = strspn(said, " ");
        skip = skip < part ? skip : part;
        word = mem_dup_n(said + skip, part - skip);
        if (str_number(word, 1, (int64_t)json_count(options), &number))
            label = json_get_text(json_at(options, (size_t)number - 1), "label");
        buf_printf(out, "%s%s", out->len > 0 ? ", " : "", label != NULL ? label : word);
        free(word);
        part += part < len;
        said += part;
        len -= part;
    }
}

/* The object that maps each question's text to its answer, as JSON text. */
static char *answers_of(const struct json *questions, const char *text)
{
    struct json *answers = json_new_object();
    size_t count = json_count(questions);
    char *printed;

    for (size_t i = 0; i < count && i < QUESTIONS_MAX; i++) {
        const struct json *question = json_at(questions, i);
        const char *key = json_get_text(question, "question");
        size_t len = count == 1 ? strlen(text) : strcspn(text, "\n");
        struct buf said;

        buf_init(&said, ANSWER_TEXT_MAX * 2);
        name_options(question, text, len, &said);
        if (key != NULL && said.len > 0)
            json_put_text(answers, key, buf_text(&said));
        buf_done(&said);
        text += len;
        text += *text == '\n';
    }
    printed = json_text_of(answers);
    json_drop(answers);
    return printed;
}

static int answer_question(struct buf *out, const struct ask *ask, const char *request_id,
                           const char *text, char **ret_said, struct err *err)
{
    struct json *input = json_parse(ask->input, strlen(ask->input), NULL);
    char *answers;
    int rc;

    if (str_blank(text)) {
        json_drop(input);
        err_set(err, ERR_INVALID, "a question is answered with a text");
        return err_next(err, "--text with an option's number or label, or words of your own");
    }
    answers = answers_of(json_get(input, "questions"), text);
    rc = input_answers(out, request_id, ask->input, answers);
    *ret_said = mem_printf("answered: %s", answers);
    free(answers);
    json_drop(input);
    return rc;
}

int answer_line(struct buf *out, const struct ask *ask, const char *request_id,
                const struct answer_choice *choice, char **ret_said, struct err *err)
{
    bool text = str_equal(choice->word, "text"), deny = str_equal(choice->word, "deny");
    const char *message = str_blank(choice->text) ? DENIED_TEXT : choice->text;

    if (choice->text != NULL && strlen(choice->text) > ANSWER_TEXT_MAX)
        return err_set(err, ERR_TOO_LARGE, "the answer is over %d bytes", ANSWER_TEXT_MAX);
    if (choice->text != NULL && !utf8_valid(choice->text, strlen(choice->text)))
        return err_set(err, ERR_INVALID, "the answer is not UTF-8");
    if (text && ask->kind == ASK_QUESTION)
        return answer_question(out, ask, request_id, choice->text, ret_said, err);
    if (text && str_blank(choice->text))
        return err_set(err, ERR_INVALID, "the text is blank");
    if (deny || text) {
        *ret_said = mem_printf("denied: %s", message);
        return input_deny(out, request_id, message);
    }
    if (ask->kind == ASK_QUESTION)
        return answer_question(out, ask, request_id, NULL, ret_said, err);
    if (str_equal(choice->word, "always"))
        return grant(out, ask, request_id, choice, ret_said, err);
    if (!str_equal(choice->word, "allow"))
        return err_set(err, ERR_INVALID, "no such choice: %s", choice->word);
    *ret_said = mem_dup("allowed");
    return input_allow(out, request_id, ask->input, NULL);
}
