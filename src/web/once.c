// SPDX-License-Identifier: EUPL-1.2
#include "web/once.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { HASH = 16 };

struct sending {
    unsigned char hash[HASH];
    bool used, under_way;
    char *location;
};

struct once {
    pthread_mutex_t lock;
    pthread_cond_t answered;
    struct sending ring[ONCE_MOST];
    size_t next;
};

struct once *once_open(void)
{
    struct once *o = calloc(1, sizeof *o);
    if (o == NULL)
        abort();
    pthread_mutex_init(&o->lock, NULL);
    pthread_cond_init(&o->answered, NULL);
    return o;
}

void once_close(struct once *o)
{
    if (o == NULL)
        return;
    for (size_t i = 0; i < ONCE_MOST; i++)
        free(o->ring[i].location);
    pthread_cond_destroy(&o->answered);
    pthread_mutex_destroy(&o->lock);
    free(o);
}

static bool concerned(const struct request *r)
{
    const char *once = form_typed(&r->form, "once");
    return r->session.live && once != NULL && *once != '\0' && r->upload_count == 0;
}

static void add(crypto_generichash_state *state, const char *text)
{
    crypto_generichash_update(state, (const unsigned char *)text, strlen(text) + 1); // with its NUL between two texts
}

static void hash_of(const struct request *r, unsigned char out[HASH])
{
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, HASH);
    crypto_generichash_update(&state, (const unsigned char *)&r->session.id.value, sizeof r->session.id.value);
    add(&state, r->path);
    for (size_t i = 0; i < r->form.count; i++) {
        add(&state, r->form.fields[i].name);
        add(&state, r->form.fields[i].value);
    }
    crypto_generichash_final(&state, out, HASH);
}

static struct sending *find(struct once *o, const unsigned char hash[HASH])
{
    for (size_t i = 0; i < ONCE_MOST; i++)
        if (o->ring[i].used && memcmp(o->ring[i].hash, hash, HASH) == 0)
            return &o->ring[i];
    return NULL;
}

// The oldest place whose sending is not under way. There are fewer requests at once than places.
static struct sending *place(struct once *o)
{
    do
        o->next = (o->next + 1) % ONCE_MOST;
    while (o->ring[o->next].under_way);
    struct sending *s = &o->ring[o->next];
    free(s->location);
    *s = (struct sending){0};
    return s;
}

enum once_state once_begin(struct once *o, struct request *r, const char **location_out)
{
    unsigned char hash[HASH];
    if (!concerned(r))
        return ONCE_FIRST;
    hash_of(r, hash);
    enum once_state state = ONCE_FIRST;
    pthread_mutex_lock(&o->lock);
    struct sending *s;
    while ((s = find(o, hash)) != NULL && s->under_way)
        pthread_cond_wait(&o->answered, &o->lock);
    if (s != NULL) {
        *location_out = arena_strdup(r->arena, s->location);
        state = ONCE_AGAIN;
    } else {
        s = place(o);
        memcpy(s->hash, hash, HASH);
        s->used = s->under_way = true;
    }
    pthread_mutex_unlock(&o->lock);
    return state;
}

void once_done(struct once *o, struct request *r, const struct reply *reply)
{
    unsigned char hash[HASH];
    if (!concerned(r))
        return;
    hash_of(r, hash);
    pthread_mutex_lock(&o->lock);
    struct sending *s = find(o, hash);
    if (s != NULL) {
        s->under_way = false;
        s->used = reply->status == 303 && reply->location != NULL;
        if (s->used)
            s->location = strdup(reply->location);
        s->used = s->used && s->location != NULL;
    }
    pthread_cond_broadcast(&o->answered);
    pthread_mutex_unlock(&o->lock);
}
