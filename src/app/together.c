// SPDX-License-Identifier: EUPL-1.2
#include "app/together.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

struct together {
    void (*work)(void *arg);
    void *arg;
};

static void *work_along(void *arg)
{
    const struct together *t = arg;
    t->work(t->arg);
    return NULL;
}

void work_together(void (*work)(void *arg), void *arg)
{
    enum { MOST = 8 };
    pthread_t threads[MOST];
    struct together t = {work, arg};
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    int begun = 0;
    while (begun < MOST && begun + 1 < processors && pthread_create(&threads[begun], NULL, work_along, &t) == 0)
        begun++;
    work(arg);
    for (int i = 0; i < begun; i++)
        pthread_join(threads[i], NULL);
}

struct parts {
    void (*work)(void *part);
    char *list;
    size_t size, count;
    atomic_size_t next;
};

static void take_parts(void *arg)
{
    struct parts *p = arg;
    size_t at;
    while ((at = atomic_fetch_add(&p->next, 1)) < p->count)
        p->work(p->list + at * p->size);
}

void work_on_each(void (*work)(void *part), void *parts, size_t size, size_t count)
{
    struct parts p = {.work = work, .list = parts, .size = size, .count = count};
    if (count > 1)
        work_together(take_parts, &p);
    else
        take_parts(&p);
}
