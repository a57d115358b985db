// SPDX-License-Identifier: EUPL-1.2
#include "web/connections.h"

#include <netinet/in.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/log.h"

struct connection {
    struct connection *next, *previous;
    int fd;
    enum connection_state state;
    int64_t deadline; // monotonic milliseconds
    unsigned char address[16];
    bool cut;
    void *kept;
};

struct connections {
    struct connection_limits limits;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    pthread_t reaper;
    struct connection head; // ring
    int busy;               // not waiting for a request
    bool stopping;
    bool finishing;
};

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

// IPv4 as it is; of IPv6 the network of 64 bits, of which one client may have every address.
static void address_key(const struct sockaddr *address, unsigned char key[16])
{
    memset(key, 0, 16);
    if (address != NULL && address->sa_family == AF_INET)
        memcpy(key, &((const struct sockaddr_in *)address)->sin_addr, 4);
    if (address != NULL && address->sa_family == AF_INET6) {
        const struct in6_addr *six = &((const struct sockaddr_in6 *)address)->sin6_addr;
        if (IN6_IS_ADDR_V4MAPPED(six))
            memcpy(key, six->s6_addr + 12, 4);
        else
            memcpy(key, six->s6_addr, 8);
        key[15] = !IN6_IS_ADDR_V4MAPPED(six);
    }
}

static void cut(struct connection *c)
{
    if (!c->cut)
        shutdown(c->fd, SHUT_RDWR);
    c->cut = true;
}

static void *reaper_run(void *arg)
{
    struct connections *all = arg;
    pthread_mutex_lock(&all->lock);
    while (!all->stopping) {
        int64_t now = now_ms();
        for (struct connection *c = all->head.next; c != &all->head; c = c->next)
            if (c->deadline <= now)
                cut(c);
        struct timespec until;
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_nsec += 250000000;
        until.tv_sec += until.tv_nsec / 1000000000;
        until.tv_nsec %= 1000000000;
        pthread_cond_timedwait(&all->changed, &all->lock, &until);
    }
    pthread_mutex_unlock(&all->lock);
    return NULL;
}

struct connections *connections_open(const struct connection_limits *limits)
{
    struct connections *all = calloc(1, sizeof *all);
    if (all == NULL)
        return NULL;
    all->limits = *limits;
    all->head.next = all->head.previous = &all->head;
    pthread_mutex_init(&all->lock, NULL);
    pthread_condattr_t clock;
    pthread_condattr_init(&clock);
    pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
    pthread_cond_init(&all->changed, &clock);
    pthread_condattr_destroy(&clock);
    if (pthread_create(&all->reaper, NULL, reaper_run, all) != 0) {
        log_error("cannot start a thread");
        free(all);
        return NULL;
    }
    return all;
}

void connections_close(struct connections *all)
{
    pthread_mutex_lock(&all->lock);
    all->stopping = true;
    pthread_cond_broadcast(&all->changed);
    pthread_mutex_unlock(&all->lock);
    pthread_join(all->reaper, NULL);
    pthread_cond_destroy(&all->changed);
    pthread_mutex_destroy(&all->lock);
    free(all);
}

bool connections_accept(struct connections *all, const struct sockaddr *address)
{
    if (all->limits.per_address == 0)
        return true;
    unsigned char key[16];
    address_key(address, key);
    int same = 0;
    pthread_mutex_lock(&all->lock);
    for (struct connection *c = all->head.next; c != &all->head; c = c->next)
        same += memcmp(c->address, key, sizeof key) == 0;
    pthread_mutex_unlock(&all->lock);
    return same < all->limits.per_address;
}

static int64_t deadline_of(const struct connections *all, enum connection_state state)
{
    const int seconds[] = {
        [CONNECTION_WAITS] = all->limits.header_seconds,
        [CONNECTION_BODY] = all->limits.body_seconds,
        [CONNECTION_REPLY] = all->limits.reply_seconds,
    };
    return now_ms() + (int64_t)seconds[state] * 1000;
}

struct connection *connection_begin(struct connections *all, int fd, const struct sockaddr *address)
{
    struct connection *c = calloc(1, sizeof *c);
    if (c == NULL)
        return NULL;
    c->fd = fd;
    address_key(address, c->address);
    c->deadline = deadline_of(all, CONNECTION_WAITS);
    pthread_mutex_lock(&all->lock);
    c->next = all->head.next;
    c->previous = &all->head;
    c->next->previous = c;
    all->head.next = c;
    pthread_mutex_unlock(&all->lock);
    return c;
}

void connection_end(struct connections *all, struct connection *c)
{
    pthread_mutex_lock(&all->lock);
    c->next->previous = c->previous;
    c->previous->next = c->next;
    if (c->state != CONNECTION_WAITS && --all->busy == 0)
        pthread_cond_broadcast(&all->changed);
    pthread_mutex_unlock(&all->lock);
    free(c);
}

void connection_keep(struct connection *c, void *what)
{
    c->kept = what;
}

void *connection_kept(const struct connection *c)
{
    return c->kept;
}

void connection_enter(struct connections *all, struct connection *c, enum connection_state state)
{
    pthread_mutex_lock(&all->lock);
    all->busy += (state != CONNECTION_WAITS) - (c->state != CONNECTION_WAITS);
    c->state = state;
    c->deadline = deadline_of(all, state);
    if (all->finishing && state == CONNECTION_WAITS)
        cut(c);
    if (all->busy == 0)
        pthread_cond_broadcast(&all->changed);
    pthread_mutex_unlock(&all->lock);
}

void connection_extend(struct connections *all, struct connection *c, int seconds)
{
    pthread_mutex_lock(&all->lock);
    c->deadline += (int64_t)seconds * 1000;
    pthread_mutex_unlock(&all->lock);
}

bool connections_finish(struct connections *all, int seconds)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += seconds;
    pthread_mutex_lock(&all->lock);
    all->finishing = true;
    for (struct connection *c = all->head.next; c != &all->head; c = c->next)
        if (c->state == CONNECTION_WAITS)
            cut(c);
    while (all->busy > 0 && pthread_cond_timedwait(&all->changed, &all->lock, &until) == 0) {
    }
    bool done = all->busy == 0;
    pthread_mutex_unlock(&all->lock);
    return done;
}
