/*
 * Ids out of what is left when the database had to be set aside.
 */
#ifndef CCR_DAEMON_SALVAGE_H
#define CCR_DAEMON_SALVAGE_H

#include "remote/daemon/daemon.h"

/* Remembers in the new database every uuid of a prompt that stands in a spool's in.ndjson or, as
 * that of a user record, in a transcript. The runs of the old database end by themselves: their
 * agents are let go. */
int salvage_ids(struct daemon *daemon, struct err *err);

#endif
