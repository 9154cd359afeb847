/*
 * The schema of ccr.db: a list of steps, each from one version to the next. A step that
 * was released is never changed; a new column is a new step.
 */
#ifndef CCR_STORE_SCHEMA_H
#define CCR_STORE_SCHEMA_H

/* SQL that brings version i to i + 1; ends with NULL. */
extern const char *const schema_steps[];

#endif
