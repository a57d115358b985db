// SPDX-License-Identifier: EUPL-1.2
#include <errno.h>
#include <signal.h>
#include <time.h>

#include "app/mail_inside.h"
#include "base/log.h"

bool mail_thread_stopping(struct mail_thread *t)
{
    pthread_mutex_lock(&t->lock);
    bool answer = t->stopping;
    pthread_mutex_unlock(&t->lock);
    return answer;
}

void mail_thread_wait(struct mail_thread *t, int64_t ms)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += ms % 1000 * 1000000;
    until.tv_sec += ms / 1000 + until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_mutex_lock(&t->lock);
    while (!t->stopping && pthread_cond_timedwait(&t->stop, &t->lock, &until) == 0)
        continue;
    pthread_mutex_unlock(&t->lock);
}

enum status mail_thread_start(struct mail_thread *t, void *(*run)(void *arg), void *arg)
{
    pthread_mutex_init(&t->lock, NULL);
    pthread_cond_init(&t->stop, NULL);
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int answer = pthread_create(&t->thread, NULL, run, arg);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (answer == 0)
        return OK;
    log_error("mail: cannot start a thread");
    pthread_cond_destroy(&t->stop);
    pthread_mutex_destroy(&t->lock);
    return FAILED;
}

void mail_thread_end(struct mail_thread *t)
{
    pthread_mutex_lock(&t->lock);
    t->stopping = true;
    pthread_cond_broadcast(&t->stop);
    pthread_mutex_unlock(&t->lock);
    pthread_join(t->thread, NULL);
    pthread_cond_destroy(&t->stop);
    pthread_mutex_destroy(&t->lock);
}
