// SPDX-License-Identifier: EUPL-1.2
// Gives a data directory that holds the demo N contacts who want information, and sends all that do a mailing, so that it
// waits in the outbox: bench_mail DIR N DAY. Says how many wait.
#include <stdio.h>
#include <stdlib.h>

#include "app/app.h"
#include "app/internal.h"
#include "app/mailings.h"
#include "store/contact_store.h"
#include "store/employer_store.h"
#include "store/user_store.h"

enum { AT_ONCE = 500 };

struct filling {
    struct employer_id employer;
    day today;
    long made, missing;
};

static enum status fill(struct store_tx *tx, void *arg)
{
    struct filling *f = arg;
    for (long i = 0; i < AT_ONCE && i < f->missing; i++) {
        long number = f->made + i + 1;
        struct contact_id id;
        struct contact c = {.employer = f->employer, .role = CONTACT_OTHER, .title = "", .phone = "", .lang = LANG_NB,
                            .name = arena_printf(tx->arena, "Kontakt Ærlig %ld", number),
                            .email = arena_printf(tx->arena, "kontakt%ld@firma.example", number), .informed = INFORMED_YES,
                            .informed_on = f->today, .informed_how = INFORMED_TOLD, .left_on = DAY_NONE};
        TRY(contact_insert(tx, &c, &id));
    }
    return OK;
}

static const char BODY[] = "Hei {{navn}}!\n\nVi er i gang, og **{{deltar}} virksomheter** deltar nå.\n\n"
                           "## Slik er det\n\n- Dere sier fra om et behov når dere har et.\n- Kompetansen avgjør.\n"
                           "- Personen sier ja før dere får vite hvem det er.\n\nHilsen programkontoret\n";

// The mailing, in the steps of its pages.
static enum status send(struct app *app, const struct actor *office, struct arena *a, size_t *count_out)
{
    struct issues issues = issues_in(a);
    struct mailing m = {.lang = LANG_NB, .subject = "Informasjon på tidens språk: æøå", .body = BODY, .audience = MAILING_TO_ALL,
                        .audience_query = ""};
    struct mailing_view view;
    struct audience_view audience;
    TRY(make_mailing(app, office, &m, &issues, &m.id));
    TRY(get_mailing(app, office, m.id, a, &view));
    m.version = view.line.mailing.version;
    TRY(edit_mailing_text(app, office, &m, &issues));
    TRY(get_mailing(app, office, m.id, a, &view));
    TRY(get_audience(app, office, &view.line.mailing, a, &audience));
    *count_out = audience.receiver_count;
    enum status status = send_mailing(app, office, m.id, view.line.mailing.version, (int64_t)audience.receiver_count, &issues);
    for (size_t i = 0; i < issues.count; i++)
        fprintf(stderr, "%s: %s\n", issues.items[i].field, issues.items[i].message);
    return status;
}

int main(int argc, char **argv)
{
    struct filling f = {0};
    struct arena *a = arena_open();
    struct app *app;
    struct user user, office_user;
    struct actor office;
    struct issues issues = issues_in(a);
    size_t count;
    if (argc != 4 || !day_read(argv[3], &f.today))
        return 2;
    struct app_config config = {.dir = argv[1], .today = f.today};
    if (app_open(&config, &issues, &app) != OK || user_find_by_email(app_store(app), "kontor@demo.example", a, &office_user) != OK ||
        user_actor(app_store(app), office_user.id, a, &office) != OK ||
        user_find_by_email(app_store(app), "arbeidsgiver@demo.example", a, &user) != OK)
        return 1;
    f.employer = user.employer;
    for (f.missing = strtol(argv[2], NULL, 10); f.missing > 0; f.missing -= AT_ONCE, f.made += AT_ONCE)
        if (store_write(app_store(app), &office, app_now(app), fill, &f) != OK)
            return 1;
    if (send(app, &office, a, &count) != OK)
        return 1;
    printf("%zu\n", count);
    app_close(app);
    arena_close(a);
    return 0;
}
