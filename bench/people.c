// SPDX-License-Identifier: EUPL-1.2
// Fills a data directory that holds the demo with people until there are N: bench_people DIR N DAY. Competence is that of the
// demo's people, names are put together anew, and all are with the agency of the demo's first adviser.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/internal.h"
#include "base/random.h"
#include "store/person_store.h"
#include "store/programme_store.h"
#include "store/user_store.h"

enum { AT_ONCE = 2000, PATTERNS_MOST = 4000 };

struct filling {
    struct arena *kept;
    struct profile patterns[PATTERNS_MOST];
    size_t pattern_count;
    struct random_stream dice;
    struct agency_id agency;
    int notice;
    day today;
    long missing;
};

static enum status keep_pattern(void *arg, const struct profile *p)
{
    struct filling *f = arg;
    if (f->pattern_count == PATTERNS_MOST)
        return OK;
    // Through its own encoding: a copy that lasts.
    struct profile *copy = &f->patterns[f->pattern_count];
    const unsigned char *bytes;
    size_t size;
    profile_encode(p, f->kept, &bytes, &size);
    TRY(profile_decode(bytes, size, f->kept, copy));
    f->pattern_count++;
    return OK;
}

static const char *part(struct random_stream *dice, struct arena *a, int least)
{
    static const char *const PARTS[] = {"ba", "da", "fa", "ga", "ha", "ja", "ka", "la", "ma", "na", "ra", "sa", "ta", "va",
                                        "be", "de", "le", "me", "ne", "re", "bi", "di", "li", "mi", "ni", "ri", "bo", "do",
                                        "lo", "mo", "no", "ro", "bu", "du", "lu", "mu", "nu", "ru", "ås", "øy", "ær", "kh"};
    struct buf b = buf_in(a);
    int count = least + (int)random_stream_below(dice, 3);
    for (int i = 0; i < count; i++)
        buf_add_text(&b, PARTS[random_stream_below(dice, COUNT_OF(PARTS))]);
    return lang_capital(a, buf_text(&b));
}

static enum status fill(struct store_tx *tx, void *arg)
{
    struct filling *f = arg;
    long count = f->missing < AT_ONCE ? f->missing : AT_ONCE;
    for (long i = 0; i < count; i++) {
        struct arena *a CLEANUP_ARENA = arena_open();
        struct identity identity = {part(&f->dice, a, 1), part(&f->dice, a, 2), "", ""};
        struct person_id person;
        TRY(person_insert(tx, &identity, &person));
        struct profile profile = f->patterns[random_stream_below(&f->dice, (uint32_t)f->pattern_count)];
        profile.person = person;
        profile.version = 0;
        TRY(profile_put(tx, &profile));
        struct enrolment e = {.person = person,
                              .agency = f->agency,
                              .basis = BASIS_PUBLIC_TASK,
                              .notice_version = f->notice,
                              .from = f->today - (day)random_stream_below(&f->dice, 700),
                              .to = DAY_NONE,
                              .purpose = "Hjelp til å finne arbeid i regionen"};
        struct enrolment_id id;
        TRY(enrolment_insert(tx, &e, &id));
    }
    return OK;
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "bench_people DIR N DAY\n");
        return 2;
    }
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct filling *f = ARENA_NEW(a, struct filling);
    *f = (struct filling){.kept = a, .dice = {.seed = 3}, .notice = 1};
    struct app_config config = {.dir = argv[1], .seed = 9};
    struct app *app;
    struct user user;
    struct actor adviser;
    int64_t there;
    if (!day_read(argv[3], &config.today) || app_open(&config, &issues, &app) != OK)
        return 1;
    f->today = config.today;
    if (profile_each(app_store(app), keep_pattern, f) != OK || f->pattern_count == 0 ||
        user_find_by_email(app_store(app), "veileder@demo.example", a, &user) != OK ||
        user_actor(app_store(app), user.id, a, &adviser) != OK ||
        person_count(app_store(app), adviser.agency, f->today, &there) != OK)
        return 1;
    f->agency = adviser.agency;
    for (f->missing = strtol(argv[2], NULL, 10) - (long)there; f->missing > 0; f->missing -= AT_ONCE)
        if (store_write(app_store(app), &adviser, app_now(app), fill, f) != OK)
            return 1;
    app_close(app);
    return 0;
}
