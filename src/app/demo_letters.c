// SPDX-License-Identifier: EUPL-1.2
// The demo's information letters: two that were published, and the next one as a draft.
#include "app/demo_make.h"
#include "app/internal.h"
#include "app/letters_inside.h"
#include "app/programme.h"

enum { MORNING_MINUTE = 9 * 60 };

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
     "Hei!\n\nNå deltar {{deltar}} virksomheter. Siden {{siden}} har vi holdt {{arrangementer}} arrangementer.\n\n{{tall}}\n\n"
     "## Dette skjer i høst\n\nMer om programmet står på [forsiden](/).\n"},
};

static enum status letter_make_one(struct making *m, size_t i, day on, struct arena *a)
{
    const struct actor *office = &m->workers[OFFICE];
    struct issues issues = issues_in(a);
    struct letter_id id;
    int64_t at;
    struct info_letter letter = {.lang = LANG_NB, .title = LETTERS[i].title, .body = LETTERS[i].body, .note = ""};
    app_stand_clock(m->app, instant_in_norway(on, MORNING_MINUTE, &at) ? at : 0);
    TRY(demo_made(letter.title, write_letter(m->app, office, &letter, &issues, &id), &issues));
    if (LETTERS[i].after < 0)
        return OK;
    return demo_made(letter.title, publish_letter_text(m->app, office, id, 1, false, &issues), &issues);
}

enum status demo_make_letters(struct making *m)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct programme programme;
    if (m->untouched)
        return OK;
    TRY(get_programme_frame(m->app, a, &programme));
    for (size_t i = 0; i < COUNT_OF(LETTERS); i++) {
        day on = LETTERS[i].after < 0 ? m->today : programme.from + LETTERS[i].after;
        if (on < m->today || LETTERS[i].after < 0)
            TRY(letter_make_one(m, i, on, a));
    }
    app_stand_clock(m->app, m->now);
    return OK;
}
