// SPDX-License-Identifier: EUPL-1.2
// The demo's information letters: two that were published and sent, and the next one as a draft; and the draft of a mailing.
#include "app/demo_make.h"

#include <string.h>

#include "app/internal.h"
#include "app/letters_inside.h"
#include "app/mailings.h"
#include "app/programme.h"
#include "store/contact_store.h"
#include "store/employer_store.h"
#include "store/letter_store.h"

enum { MORNING_MINUTE = 9 * 60, MANY = 5000 };

static const struct {
    int after; // days after the programme began; -1: a draft of today
    const char *title, *body;
} LETTERS[] = {
    {21, "Vi er i gang",
     "Hei!\n\n{{program}} er i gang. **{{deltar}} av {{virksomheter}} virksomheter** i regionen deltar, og målet er {{mål}} ansatte.\n\n"
     "## Slik er det\n\n- Dere sier fra om et behov når dere har et. Ingen blir bedt om å ansette uten behov.\n"
     "- Kompetansen avgjør. Vi viser krav for krav hva som er på plass.\n- Personen sier ja før dere får vite hvem det er.\n\n"
     "## Tallene så langt\n\n{{tall}}\n\nSvar gjerne på tilbakemeldingen etter oppstartsmøtet. Det tar to minutter.\n"},
    {128, "Før sommeren",
     "Hei!\n\nSiden {{siden}} har flere blitt med: nå deltar {{deltar}} virksomheter, og {{lovet}} stillinger er lovet.\n\n"
     "{{tall}}\n\n## Hvor virksomhetene står\n\n{{faser}}\n\n"
     "## Etter ferien\n\nVi besøker gjerne arbeidsplasser fra midten av august. Ring kontoret, så finner vi en tid.\n"},
    {-1, "Høsten",
     "Hei!\n\nNå deltar {{deltar}} virksomheter. Arrangementer siden {{siden}}: {{arrangementer}}.\n\n{{tall}}\n\n"
     "## Dette skjer i høst\n\nMer om programmet står på [forsiden](/).\n"},
};

// Two of three of the contacts who have not been asked say yes to information when the programme begins.
static enum status say_yes(struct store_tx *tx, void *arg)
{
    const struct making *m = arg;
    struct audience_row *rows;
    size_t count;
    TRY(audience_employer_contacts(tx->store, m->today, tx->arena, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        struct contact contact;
        if (rows[i].asked || rows[i].gone || i % 3 == 2)
            continue;
        TRY(contact_get(tx->store, rows[i].contact, tx->arena, &contact));
        contact.informed = INFORMED_YES;
        contact.informed_on = m->days[0];
        contact.informed_how = INFORMED_TOLD;
        TRY(contact_update(tx, &contact));
    }
    return OK;
}

// To all who have said yes; nobody has in the smallest demos.
static enum status send_by_mail(struct making *m, struct letter_id letter, struct arena *a)
{
    const struct actor *office = &m->workers[OFFICE];
    struct issues issues = issues_in(a);
    struct mailing_id id;
    struct audience_view audience;
    bool many = m->size.employers > MANY; // a large region writes to those who take part
    struct mailing to = {.version = 1, .audience = many ? MAILING_TO_VIEW : MAILING_TO_ALL,
                         .audience_query = many ? "stage=taking-part&stage=hiring" : ""};
    TRY(make_letter_mailing(m->app, office, letter, &id));
    to.id = id;
    TRY(demo_made("an audience", edit_mailing_audience(m->app, office, &to, &issues), &issues));
    TRY(get_audience(m->app, office, &to, a, &audience));
    return audience.receiver_count == 0
               ? OK
               : demo_made("a mailing", send_mailing(m->app, office, id, 2, (int64_t)audience.receiver_count, &issues), &issues);
}

static enum status draft_mailing(struct making *m, struct arena *a)
{
    const struct actor *office = &m->workers[OFFICE];
    struct issues issues = issues_in(a);
    struct mailing typed = {.lang = LANG_NB, .audience = MAILING_TO_ALL, .audience_query = "", .version = 1,
                            .subject = "Vil dere ha besøk i høst?",
                            .body = "Hei {{navn}}!\n\nVi kommer gjerne til {{virksomhet}} i løpet av høsten og forteller hva {{program}} "
                                    "kan bety for dere. Så langt deltar {{deltar}} virksomheter.\n\nSvar på denne e-posten, så finner vi en tid.\n"};
    TRY(demo_made(typed.subject, make_mailing(m->app, office, &typed, &issues, &typed.id), &issues));
    return demo_made(typed.subject, edit_mailing_text(m->app, office, &typed, &issues), &issues);
}

void demo_letters_begin(struct making *m)
{
    for (size_t i = 0; i < DEMO_LETTERS; i++)
        m->letters[i].on = DAY_NONE;
}

enum status demo_letters_watch(struct making *m)
{
    struct employer_totals totals;
    struct programme programme;
    day on = m->days[m->at];
    size_t next = 0;
    while (next < DEMO_LETTERS && m->letters[next].on != DAY_NONE)
        next++;
    if (next == DEMO_LETTERS || on >= m->today)
        return OK;
    TRY(get_programme_frame(m->app, m->each, &programme));
    if (on < programme.from + LETTERS[next].after)
        return OK;
    TRY(employer_count_stages(app_store(m->app), m->letters[next].stages));
    TRY(employer_count(app_store(m->app), &(struct employer_filter){0}, &totals));
    m->letters[next].pledged = totals.pledged;
    m->letters[next].on = on;
    return OK;
}

// As they were on the day: employers as they were counted then, the rest by the clock.
static enum status figures_then(struct making *m, struct letter_id letter, size_t i, struct arena *a, struct info_figures *out)
{
    TRY(info_figures_now(m->app, letter, a, out));
    memcpy(out->stages, m->letters[i].stages, sizeof out->stages);
    out->pledged = m->letters[i].pledged;
    return OK;
}

static enum status letter_make_one(struct making *m, size_t i, day on, struct arena *a)
{
    struct info_figures figures;
    const struct actor *office = &m->workers[OFFICE];
    struct issues issues = issues_in(a);
    struct letter_id id;
    int64_t at;
    struct info_letter letter = {.lang = LANG_NB, .title = LETTERS[i].title, .body = LETTERS[i].body, .note = ""};
    app_stand_clock(m->app, instant_in_norway(on, MORNING_MINUTE, &at) ? at : 0);
    TRY(demo_made(letter.title, write_letter(m->app, office, &letter, &issues, &id), &issues));
    if (LETTERS[i].after < 0)
        return OK;
    TRY(figures_then(m, id, i, a, &figures));
    TRY(demo_made(letter.title, publish_letter_text(m->app, office, id, 1, false, &figures, &issues), &issues));
    return send_by_mail(m, id, a);
}

enum status demo_make_letters(struct making *m)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    if (m->untouched)
        return OK;
    TRY(store_write(app_store(m->app), NULL, app_now(m->app), say_yes, m));
    for (size_t i = 0; i < COUNT_OF(LETTERS); i++) {
        day on = LETTERS[i].after < 0 ? m->today - 1 : m->letters[i].on;
        if (on != DAY_NONE)
            TRY(letter_make_one(m, i, on, a));
    }
    TRY(draft_mailing(m, a));
    app_stand_clock(m->app, m->now);
    return OK;
}
