// SPDX-License-Identifier: EUPL-1.2
#ifndef TESTS_STORE_FIXTURE_H
#define TESTS_STORE_FIXTURE_H

// A store in a scratch folder, with a programme, two agencies and a notice.

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/day.h"
#include "store/backup.h"
#include "store/employer_store.h"
#include "store/need_store.h"
#include "store/person_store.h"
#include "store/programme_store.h"
#include "store/read_log.h"
#include "store/store.h"
#include "store/user_store.h"

enum { SEED = 7 };
static const int64_t NOW = INT64_C(1460000000000); // 7 April 2016, 05:33 in Norway
static const int64_t DAY_MS = 24 * 60 * 60 * 1000;
#define TODAY day_make(2016, 4, 7)

struct fixture {
    char dir[64];
    struct store *store;
    struct arena *arena;
    struct agency_id office, nav;
    struct user_id adviser;
    struct actor actor; // the adviser of nav
};

__attribute__((unused)) static int64_t still_clock(void)
{
    return NOW;
}

__attribute__((unused)) static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *at)
{
    return remove(path);
}

__attribute__((unused)) static void remove_tree(const char *dir)
{
    nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

__attribute__((unused)) static const char *path_to(struct arena *a, const char *dir, const char *name)
{
    struct buf path = buf_in(a);
    buf_add_text(&path, dir);
    buf_add_char(&path, '/');
    buf_add_text(&path, name);
    return buf_text(&path);
}

__attribute__((unused)) static const char *in_dir(struct fixture *f, const char *name)
{
    return path_to(f->arena, f->dir, name);
}

__attribute__((unused)) static const struct store_config CREATE = {.create = true, .clock = still_clock, .seed = SEED};
__attribute__((unused)) static const struct store_config OPEN = {.clock = still_clock, .seed = SEED};

// Runs a job as the fixture's adviser.
__attribute__((unused)) static enum status run(struct fixture *f, enum status (*job)(struct store_tx *tx, void *arg),
                                               void *arg)
{
    return store_write(f->store, &f->actor, NOW, job, arg);
}

__attribute__((unused)) static enum status set_up(struct store_tx *tx, void *arg)
{
    struct fixture *f = arg;
    TRY(programme_put(tx, &(struct programme){.name = "Prøveprogrammet", .goal = 1000, .from = day_make(2016, 2, 1),
                                              .to = day_make(2020, 12, 31), .retention_days = 90, .least_share = 20,
                                              .least_months = 3, .open_share_requests = 3, .notice_version = 1}));
    TRY(notice_insert(tx, 1, "Om opplysningene dine", "About your data"));
    TRY(agency_insert(tx, &(struct agency){.name = "Programkontoret", .kind = AGENCY_PROGRAMME, .active = true}, &f->office));
    TRY(agency_insert(tx, &(struct agency){.name = "Nav Åsen", .kind = AGENCY_PUBLIC, .active = true}, &f->nav));
    return user_insert(tx, &(struct user){.role = ROLE_ADVISER, .agency = f->nav, .name = "Vera Veileder",
                                          .email = "vera@example.no", .password = "x", .lang = LANG_NB}, &f->adviser);
}

__attribute__((unused)) static void open_again(struct fixture *f)
{
    store_close(f->store);
    f->store = NULL;
    assert_int_equal(store_open(f->dir, &OPEN, NULL, &f->store), OK);
}

__attribute__((unused)) static int fixture_open(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    snprintf(f->dir, sizeof f->dir, "/tmp/ypsilon-test-XXXXXX");
    assert_non_null(mkdtemp(f->dir));
    f->arena = arena_open();
    assert_int_equal(store_open(f->dir, &CREATE, NULL, &f->store), OK);
    assert_int_equal(store_write(f->store, NULL, NOW, set_up, f), OK);
    f->actor = (struct actor){.role = ROLE_ADVISER, .user = f->adviser, .agency = f->nav, .name = "Vera Veileder",
                              .organisation = "Nav Åsen"};
    *state = f;
    return 0;
}

__attribute__((unused)) static int fixture_close(void **state)
{
    struct fixture *f = *state;
    store_close(f->store);
    arena_close(f->arena);
    remove_tree(f->dir);
    free(f);
    return 0;
}

// A person with an enrolment and a profile that has words of its own, and perhaps a log-in.
struct new_person {
    const char *given, *family, *email, *phone, *purpose, *headline, *fact;
    struct agency_id agency;
    bool login;
    struct person_id id;
    struct enrolment_id enrolment;
    struct user_id user;
    struct session_id session;
};

__attribute__((unused)) static enum status make_person(struct store_tx *tx, void *arg)
{
    struct new_person *n = arg;
    TRY(person_insert(tx, &(struct identity){n->given, n->family, n->email, n->phone}, &n->id));
    TRY(enrolment_insert(tx, &(struct enrolment){.person = n->id, .agency = n->agency, .purpose = n->purpose,
                                                 .basis = BASIS_CONSENT, .notice_version = 1,
                                                 .from = day_make(2016, 3, 1), .to = DAY_NONE}, &n->enrolment));
    struct fact fact = {.kind = FACT_EXPERIENCE, .evidence = EVIDENCE_STATED, .code = code_make("5223"),
                        .from = 2010 * 12, .to = 2012 * 12, .expires = DAY_NONE};
    TRY(profile_put(tx, &(struct profile){.person = n->id, .headline = n->headline, .fact_texts = &n->fact,
                                          .competence = {.facts = &fact, .fact_count = 1,
                                                         .availability = {.free_from = DAY_NONE}}}));
    unsigned char token[STORE_TOKEN];
    store_token(tx->store, PURPOSE_PERSON_TOKEN, n->email, strlen(n->email), token);
    TRY(person_token_insert(tx, n->id, TOKEN_NUMBER, token));
    if (!n->login)
        return OK;
    TRY(user_insert(tx, &(struct user){.role = ROLE_CANDIDATE, .person = n->id, .email = n->email, .password = "x"},
                    &n->user));
    static const unsigned char reference[SESSION_TOKEN] = {1, 2, 3};
    return session_insert(tx, n->user, reference, "Telltalebrowser on a telltale phone", &n->session);
}

#endif
