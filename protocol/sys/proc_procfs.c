#include "protocol/sys/proc.h"

#include "protocol/base/str.h"
#include "protocol/sys/birth.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TABLE_MAX 65536

struct entry {
    pid_t pid, parent, session;
    char name[32];
};

/* proc(5): pid (comm) state ppid pgrp session; comm may hold anything but ends at the last ')'. */
static bool read_entry(pid_t pid, struct entry *ret_entry)
{
    char path[64], text[1024], *open, *close;
    FILE *file;
    size_t len;
    int parent, group, session;

    snprintf(path, sizeof(path), "/proc/%ld/stat", (long)pid);
    file = fopen(path, "re");
    if (file == NULL)
        return false;
    len = fread(text, 1, sizeof(text) - 1, file);
    fclose(file);
    text[len] = '\0';
    open = strchr(text, '(');
    close = strrchr(text, ')');
    if (open == NULL || close == NULL ||
        sscanf(close + 1, " %*c %d %d %d", &parent, &group, &session) != 3)
        return false;
    *close = '\0';
    *ret_entry = (struct entry){.pid = pid, .parent = parent, .session = session};
    snprintf(ret_entry->name, sizeof(ret_entry->name), "%.31s", open + 1);
    return true;
}

/* The table of all processes, empty when it cannot be read: we are in it ourselves. */
static size_t read_table(struct entry **ret_table)
{
    DIR *dir = opendir("/proc");
    struct entry *table = NULL;
    struct dirent *file;
    size_t count = 0, cap = 0;

    while (dir != NULL && count < TABLE_MAX && (file = readdir(dir)) != NULL) {
        int64_t pid;

        if (!str_number(file->d_name, 1, INT32_MAX, &pid))
            continue;
        if (count == cap) {
            struct entry *more = realloc(table, (cap + 256) * sizeof(*table));

            if (more == NULL)
                break;
            table = more;
            cap += 256;
        }
        count += read_entry((pid_t)pid, &table[count]);
    }
    if (dir != NULL)
        closedir(dir);
    *ret_table = table;
    return count;
}

static int add(struct proc list[PROC_LIST_MAX], int count, const struct entry *entry)
{
    uint64_t birth;

    if (count == PROC_LIST_MAX || birth_of(entry->pid, &birth) != 0)
        return count;
    list[count] = (struct proc){.pid = entry->pid, .birth = birth};
    memcpy(list[count].name, entry->name, sizeof(list[count].name));
    return count + 1;
}

static bool listed(const struct proc *list, int count, pid_t pid)
{
    for (int i = 0; i < count; i++)
        if (list[i].pid == pid)
            return true;
    return false;
}

int proc_descendants(pid_t of, struct proc ret_list[PROC_LIST_MAX])
{
    struct entry *table;
    size_t size = read_table(&table);
    int count = 0, before;

    do {
        before = count;
        for (size_t i = 0; i < size; i++)
            if ((table[i].parent == of || listed(ret_list, count, table[i].parent)) &&
                !listed(ret_list, count, table[i].pid))
                count = add(ret_list, count, &table[i]);
    } while (count > before);
    free(table);
    return count;
}

int proc_session(pid_t session, struct proc ret_list[PROC_LIST_MAX])
{
    struct entry *table;
    size_t size = read_table(&table);
    int count = size > 0 ? 0 : -1;

    for (size_t i = 0; i < size; i++)
        if (table[i].session == session)
            count = add(ret_list, count, &table[i]);
    free(table);
    return count;
}
