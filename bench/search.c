// SPDX-License-Identifier: EUPL-1.2
// The search over a whole region: bench_search DIR DAY fills a data directory that holds the demo with invented employers,
// contacts and activities up to the numbers below, and measures what the office's questions take, access and rows included.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/finder.h"
#include "app/internal.h"
#include "app/search.h"
#include "base/random.h"
#include "core/activity.h"
#include "store/activity_store.h"
#include "store/contact_store.h"
#include "store/employer_store.h"
#include "store/user_store.h"

enum { EMPLOYERS = 50000, CONTACTS = 60000, ACTIVITIES = 200000, AT_ONCE = 2000, TURNS = 15, BAR_MS = 50 };

struct filling {
    struct random_stream dice;
    struct agency_id agency;
    int64_t now;
    struct employer_id *employers;
    long employer_count, contacts, activities;
};

static const char *word(struct random_stream *dice, struct arena *a, int least)
{
    static const char *const PARTS[] = {"ba", "dal", "fa", "ga", "ha", "ja", "ka", "lar", "ma", "na", "ras", "sa", "ta", "va", "be",
                                        "de", "len", "me", "ne", "re", "bi", "di", "li", "mi", "nig", "ri", "bo", "do", "lo",
                                        "mo", "no", "ro", "bu", "du", "lu", "mu", "nu", "ru", "ås", "øy", "ær", "skj"};
    struct buf b = buf_in(a);
    int count = least + (int)random_stream_below(dice, 3);
    for (int i = 0; i < count; i++)
        buf_add_text(&b, PARTS[random_stream_below(dice, COUNT_OF(PARTS))]);
    return lang_capital(a, buf_text(&b));
}

static const char *one_of(struct random_stream *dice, const char *const *words, uint32_t count)
{
    return words[random_stream_below(dice, count)];
}

static const char *const TRADES[] = {"Bygg", "Transport", "Renhold", "Taxi", "Eiendom", "Frisør", "Elektro", "Rør", "Kafé", "Butikk",
                                     "Regnskap", "Holding", "Invest", "Service", "Mekaniske", "Barnehage", "Tannlege", "Konsult"};
static const char *const NOTES[] = {"Snakket om programmet og hva som ventes av dem.", "De vil ha mer informasjon om støtteordninger.",
                                    "Avtalt besøk på verkstedet neste uke.", "Ringte sentralbordet, fikk beskjed om å ringe igjen.",
                                    "Presentasjon for ledergruppen, gode spørsmål.", "De trenger folk på lageret til høsten."};

static enum status fill_employers(struct store_tx *tx, void *arg)
{
    struct filling *f = arg;
    for (int i = 0; i < AT_ONCE && f->employer_count < EMPLOYERS; i++) {
        struct arena *a CLEANUP_ARENA = arena_open();
        struct employer e = {.name = arena_printf(a, "%s %s %s", word(&f->dice, a, 1), one_of(&f->dice, TRADES, COUNT_OF(TRADES)),
                                                  random_stream_below(&f->dice, 3) == 0 ? "DA" : "AS"),
                             .orgnr = arena_printf(a, "%ld", 800000000 + f->employer_count * 37),
                             .employees = EMPLOYEES_UNKNOWN};
        TRY(employer_insert(tx, &e, &f->employers[f->employer_count++]));
    }
    return OK;
}

static enum status fill_contacts(struct store_tx *tx, void *arg)
{
    struct filling *f = arg;
    for (int i = 0; i < AT_ONCE && f->contacts < CONTACTS; i++, f->contacts++) {
        struct arena *a CLEANUP_ARENA = arena_open();
        const char *given = word(&f->dice, a, 1), *family = word(&f->dice, a, 2);
        struct contact_id id;
        struct contact c = {.employer = f->employers[random_stream_below(&f->dice, EMPLOYERS)],
                            .name = arena_printf(a, "%s %s", given, family),
                            .title = "Daglig leder",
                            .email = arena_printf(a, "%s.%s@example.org", lang_fold(a, given), lang_fold(a, family)),
                            .phone = arena_printf(a, "+47%ld", 20000000 + f->contacts * 131),
                            .informed_on = DAY_NONE,
                            .left_on = DAY_NONE};
        TRY(contact_insert(tx, &c, &id));
    }
    return OK;
}

static enum status fill_activities(struct store_tx *tx, void *arg)
{
    struct filling *f = arg;
    for (int i = 0; i < AT_ONCE && f->activities < ACTIVITIES; i++, f->activities++) {
        struct arena *a CLEANUP_ARENA = arena_open();
        struct activity_party party = {.employer = f->employers[random_stream_below(&f->dice, EMPLOYERS)]};
        struct activity_id id;
        struct activity act = {.kind = (enum activity_kind)random_stream_below(&f->dice, ACTIVITY_KINDS),
                               .state = ACTIVITY_HELD,
                               .at = f->now - (int64_t)random_stream_below(&f->dice, 700) * 86400000,
                               .place = "",
                               .name_reason = "",
                               .note = arena_printf(a, "%s %s", one_of(&f->dice, NOTES, COUNT_OF(NOTES)), word(&f->dice, a, 2)),
                               .agency = f->agency,
                               .parties = &party,
                               .party_count = 1};
        TRY(activity_insert(tx, &act, &id));
    }
    return OK;
}

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static const char *const QUESTIONS[] = {"as", "a", "bygg as", "balarne renhold", "blaarne renhold", "transprot", "mekanisek",
                                        "800000037", "800 000 0", "22000131", "skjåsøy", "skjaasoey", "informasjon støtteordninger",
                                        "lageret høsten", "presentasjno ledergruppen", "daglig leder", "example.org",
                                        "محمد", "Иванов", "leder transport besøk verkstedet", "øy", "finnes slett ikke"};

static int measure(struct app *app, const struct actor *office)
{
    double times[COUNT_OF(QUESTIONS) * TURNS], slowest = 0;
    size_t count = 0;
    const char *slow = "";
    for (int turn = 0; turn < TURNS; turn++)
        for (size_t i = 0; i < COUNT_OF(QUESTIONS); i++) {
            struct arena *a CLEANUP_ARENA = arena_open();
            struct search_result found;
            double begun = now_ms();
            if (search_all(app, office, &(struct search_query){.text = QUESTIONS[i]}, a, &found) != OK)
                return 1;
            double took = times[count++] = now_ms() - begun;
            if (took > slowest) {
                slowest = took;
                slow = QUESTIONS[i];
            }
        }
    qsort(times, count, sizeof *times, by_size);
    double p95 = times[count * 95 / 100];
    printf("# median %.2f ms, most %.2f ms (%s)\n", times[count / 2], slowest, slow);
    printf("search/p95 %.2f ms bar %d %s\n", p95, BAR_MS, p95 <= BAR_MS ? "ok" : "short");
    return p95 <= BAR_MS ? 0 : 1;
}

int main(int argc, char **argv)
{
    struct app_config config = {.seed = 9};
    if (argc != 3 || !day_read(argv[2], &config.today)) {
        fprintf(stderr, "bench_search DIR DAY\n");
        return 2;
    }
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct filling f = {.dice = {.seed = 3}, .employers = ARENA_ARRAY(a, struct employer_id, EMPLOYERS)};
    struct app *app;
    struct user user;
    struct actor office;
    config.dir = argv[1];
    if (app_open(&config, &issues, &app) != OK || user_find_by_email(app_store(app), "kontor@demo.example", a, &user) != OK ||
        user_actor(app_store(app), user.id, a, &office) != OK)
        return 1;
    f.agency = office.agency;
    f.now = app_now(app);
    struct employer_totals there;
    if (employer_count(app_store(app), &(struct employer_filter){0}, &there) != OK)
        return 1;
    if (there.employers < EMPLOYERS) {
        while (f.employer_count < EMPLOYERS)
            if (store_write(app_store(app), &office, app_now(app), fill_employers, &f) != OK)
                return 1;
        while (f.contacts < CONTACTS)
            if (store_write(app_store(app), &office, app_now(app), fill_contacts, &f) != OK)
                return 1;
        while (f.activities < ACTIVITIES)
            if (store_write(app_store(app), &office, app_now(app), fill_activities, &f) != OK)
                return 1;
    }
    double begun = now_ms();
    if (finder_tend(app) != OK)
        return 1;
    printf("# the index was read in %.2f s\n", (now_ms() - begun) / 1e3);
    int answer = measure(app, &office);
    app_close(app);
    return answer;
}
