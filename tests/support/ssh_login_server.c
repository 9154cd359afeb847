/*
 * An SSH server for one login by words, which a test's own sshd cannot offer without an account
 * of the machine: `ssh_login_server HOSTKEY password|prompts|both` prints its port, takes one
 * connection and runs no command but writes "welcome".
 *
 * The password is "open sesame"; the prompts want "red" and then, in a round of its own, "42".
 * both: the password is a part, and the prompts are the rest.
 */
#include "protocol/base/str.h"

#include <libssh/libssh.h>
#include <libssh/server.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct server {
    ssh_session session;
    const char *mode;
    int round;
    bool password_done;
};

static int methods(const struct server *server)
{
    bool prompts = str_equal(server->mode, "prompts") || server->password_done;

    return prompts ? SSH_AUTH_METHOD_INTERACTIVE : SSH_AUTH_METHOD_PASSWORD;
}

static void refuse(struct server *server, ssh_message message)
{
    ssh_message_auth_set_methods(message, methods(server));
    ssh_message_reply_default(message);
}

static bool try_password(struct server *server, ssh_message message)
{
    bool whole = !str_equal(server->mode, "both");

    if (methods(server) != SSH_AUTH_METHOD_PASSWORD ||
        !str_equal(ssh_message_auth_password(message), "open sesame")) {
        refuse(server, message);
        return false;
    }
    server->password_done = !whole;
    ssh_message_auth_set_methods(message, methods(server));
    ssh_message_auth_reply_success(message, whole ? 0 : 1);
    return whole;
}

static void prompt(ssh_message message, const char *text, char echo)
{
    ssh_message_auth_interactive_request(message, "", "Answer \033[2Jme:", 1, &text, &echo);
}

static bool try_prompts(struct server *server, ssh_message message)
{
    static const char *const wanted[] = {"red", "42"};

    if (methods(server) != SSH_AUTH_METHOD_INTERACTIVE) {
        refuse(server, message);
        return false;
    }
    if (!ssh_message_auth_kbdint_is_response(message)) {
        server->round = 0;
        prompt(message, "Colour? ", 1);
        return false;
    }
    if (!str_equal(ssh_userauth_kbdint_getanswer(server->session, 0), wanted[server->round])) {
        refuse(server, message);
        return false;
    }
    if (++server->round == 1) {
        prompt(message, "Number? ", 0);
        return false;
    }
    ssh_message_auth_reply_success(message, 0);
    return true;
}

static bool login(struct server *server)
{
    ssh_message message;
    bool done = false;

    while (!done && (message = ssh_message_get(server->session)) != NULL) {
        if (ssh_message_type(message) != SSH_REQUEST_AUTH)
            ssh_message_reply_default(message);
        else if (ssh_message_subtype(message) == SSH_AUTH_METHOD_PASSWORD)
            done = try_password(server, message);
        else if (ssh_message_subtype(message) == SSH_AUTH_METHOD_INTERACTIVE)
            done = try_prompts(server, message);
        else
            refuse(server, message);
        ssh_message_free(message);
    }
    return done;
}

static void welcome(struct server *server)
{
    ssh_channel channel = NULL;
    ssh_message message;
    bool started = false;

    while (!started && (message = ssh_message_get(server->session)) != NULL) {
        if (ssh_message_type(message) == SSH_REQUEST_CHANNEL_OPEN) {
            channel = ssh_message_channel_request_open_reply_accept(message);
        } else if (ssh_message_type(message) == SSH_REQUEST_CHANNEL) {
            ssh_message_channel_request_reply_success(message);
            started = true;
        } else {
            ssh_message_reply_default(message);
        }
        ssh_message_free(message);
    }
    if (channel == NULL)
        return;
    ssh_channel_write(channel, "welcome", 7);
    ssh_channel_request_send_exit_status(channel, 0);
    ssh_channel_send_eof(channel);
    ssh_channel_close(channel);
    while ((message = ssh_message_get(server->session)) != NULL) /* until the client leaves */
        ssh_message_free(message);
}

static int listen_somewhere(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t len = sizeof(address);
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, len) != 0 || listen(fd, 1) != 0 ||
        getsockname(fd, (struct sockaddr *)&address, &len) != 0)
        return -1;
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    return fd;
}

int main(int argc, char **argv)
{
    struct server server = {.session = ssh_new(), .mode = argc > 2 ? argv[2] : ""};
    ssh_bind bind = ssh_bind_new();
    const bool no = false;
    int listener = listen_somewhere(), fd = accept(listener, NULL, NULL), rc = 1;

    ssh_bind_options_set(bind, SSH_BIND_OPTIONS_PROCESS_CONFIG, &no);
    if (fd < 0 || argc != 3 ||
        ssh_bind_options_set(bind, SSH_BIND_OPTIONS_HOSTKEY, argv[1]) != SSH_OK ||
        ssh_bind_accept_fd(bind, server.session, fd) != SSH_OK)
        return 2;
    ssh_set_auth_methods(server.session, methods(&server));
    if (ssh_handle_key_exchange(server.session) == SSH_OK && login(&server)) {
        welcome(&server);
        rc = 0;
    }
    ssh_disconnect(server.session);
    ssh_free(server.session);
    ssh_bind_free(bind);
    close(listener);
    return rc;
}
