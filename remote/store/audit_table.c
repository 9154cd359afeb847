#include "remote/store/audit_table.h"

#include "remote/store/row.h"

#include <stdlib.h>

#define AT(member) offsetof(struct audit, member)

const struct field audit_fields[] = {
    {"at", FIELD_TIME, AT(at), NULL},
    {"who", FIELD_TEXT, AT(who), NULL},
    {"scope", FIELD_TEXT, AT(scope), NULL},
    {"method", FIELD_TEXT, AT(method), NULL},
    {"target", FIELD_TEXT, AT(target), NULL},
    {"outcome", FIELD_TEXT, AT(outcome), NULL},
    {NULL, FIELD_TEXT, 0, NULL},
};

static const struct row_kind kind = {"audit", audit_fields, sizeof(struct audit)};

int audit_table_insert(struct store *store, const struct audit *audit, struct err *err)
{
    return row_insert(store, &kind, audit, err);
}

int audit_table_list(struct store *store, int64_t limit, int64_t offset, struct audit **ret_audits,
                     size_t *ret_count, struct err *err)
{
    struct row_arg args[] = {ROW_NUMBER(limit), ROW_NUMBER(offset)};
    void *rows;
    int rc = row_list(store, &kind, "ORDER BY rowid DESC LIMIT ? OFFSET ?", args, 2, &rows,
                      ret_count, err);

    if (rc == 0)
        *ret_audits = rows;
    return rc;
}

void audit_table_free(struct audit *audits, size_t count)
{
    for (size_t i = 0; i < count; i++)
        field_done(audit_fields, &audits[i]);
    free(audits);
}
