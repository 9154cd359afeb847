#include "tui/model/effects.h"

#include "protocol/base/mem.h"

#include <stdlib.h>

void effects_init(struct effects *effects)
{
    *effects = (struct effects){0};
}

/* A reply to a host may be a password: the volatile pointer keeps the stores. */
static void wipe_and_free(char *text)
{
    for (volatile char *p = text; p != NULL && *p != '\0'; p++)
        *p = '\0';
    free(text);
}

static void effect_done(struct effect *effect)
{
    free(effect->host);
    free(effect->session);
    free(effect->id);
    free(effect->project);
    wipe_and_free(effect->text);
    for (size_t i = 0; i < effect->pair_count; i++) {
        free(effect->pairs[i].question);
        free(effect->pairs[i].answer);
    }
    free(effect->pairs);
}

void effects_done(struct effects *effects)
{
    for (size_t i = 0; i < effects->count; i++)
        effect_done(&effects->list[i]);
    free(effects->list);
    effects_init(effects);
}

struct effect *effects_add(struct effects *effects, enum effect_kind kind)
{
    effects->list = mem_resize(effects->list, effects->count + 1, sizeof *effects->list);
    effects->list[effects->count] = (struct effect){.kind = kind};
    return &effects->list[effects->count++];
}

struct effect *effects_add_for(struct effects *effects, enum effect_kind kind, const char *host,
                               const char *session)
{
    struct effect *effect = effects_add(effects, kind);

    effect->host = mem_dup(host);
    effect->session = mem_dup(session);
    return effect;
}

void effect_pair_add(struct effect *effect, const char *question, const char *answer)
{
    effect->pairs = mem_resize(effect->pairs, effect->pair_count + 1, sizeof *effect->pairs);
    effect->pairs[effect->pair_count].question = mem_dup(question);
    effect->pairs[effect->pair_count].answer = mem_dup(answer);
    effect->pair_count++;
}
