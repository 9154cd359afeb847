#include "tui/net/transport.h"

#include "protocol/base/mem.h"
#include "protocol/sys/fd.h"

#include <stdlib.h>

struct transport {
    const struct transport_ops *ops;
    void *data;
    int fd;
    int event_fd;
};

struct transport *transport_new(const struct transport_ops *ops, void *data, int fd, int event_fd)
{
    struct transport *transport = mem_new(1, sizeof(*transport));

    transport->ops = ops;
    transport->data = data;
    transport->fd = fd;
    transport->event_fd = event_fd;
    return transport;
}

void transport_free(struct transport *transport)
{
    if (transport == NULL)
        return;
    fd_close(&transport->fd);
    transport->ops->free(transport->data);
    free(transport);
}

int transport_fd(const struct transport *transport)
{
    return transport->fd;
}

int transport_event_fd(const struct transport *transport)
{
    return transport->event_fd;
}

bool transport_next_event(struct transport *transport, struct transport_event *ret_event)
{
    return transport->ops->next(transport->data, ret_event);
}

void transport_answer(struct transport *transport, const char *text)
{
    transport->ops->answer(transport->data, text);
}

void transport_cancel(struct transport *transport)
{
    transport->ops->cancel(transport->data);
}
