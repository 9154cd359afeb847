/*
 * The audit: who asked for what that changes something, and what came of it. Rows are
 * only added; it holds no prompt text.
 */
#ifndef CCR_STORE_AUDIT_TABLE_H
#define CCR_STORE_AUDIT_TABLE_H

#include "remote/store/store.h"

#include "protocol/data/field.h"

#include <stddef.h>

struct audit {
    int64_t at;
    char *who, *scope, *method, *target, *outcome;
};

extern const struct field audit_fields[];

int audit_table_insert(struct store *store, const struct audit *audit, struct err *err);

/* Newest first. */
int audit_table_list(struct store *store, int64_t limit, int64_t offset, struct audit **ret_audits,
                     size_t *ret_count, struct err *err);
void audit_table_free(struct audit *audits, size_t count);

#endif
