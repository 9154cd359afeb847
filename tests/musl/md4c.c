/*
 * Stands in for md4c, of which Debian has no static library: a test that comes to draw Markdown
 * is skipped there, and all others run.
 */
#include <md4c.h>
#include <stdlib.h>

int md_parse(const MD_CHAR *text, MD_SIZE size, const MD_PARSER *parser, void *context)
{
    (void)text;
    (void)size;
    (void)parser;
    (void)context;
    exit(77);
}
