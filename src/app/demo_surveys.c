// SPDX-License-Identifier: EUPL-1.2
// The demo's surveys: one after the kick-off that is closed, with what came of it, awareness before and after, one that takes
// answers now, and a draft. Told at the end with dice and ids of its own.
#include "app/contacts.h"
#include "app/demo_make.h"
#include "app/employers.h"
#include "app/flags.h"
#include "app/internal.h"
#include "app/programme.h"
#include "app/question_sets.h"
#include "app/survey_answers.h"
#include "app/surveys.h"

enum { ASKED_MOST = 48, HOUR_MS = 3600 * 1000, DAYS_TO_ANSWER = 14 };

struct survey_story {
    const char *template_name, *name;
    int after;            // days after the programme began; negative: before today
    int asked;            // contacts
    int answer_per_cent;
    bool closes;
    struct survey_id before;
    struct survey_id id;
};

static void clock_at(struct making *m, day d, int minute)
{
    int64_t at;
    app_stand_clock(m->app, instant_in_norway(d, minute, &at) ? at : m->now);
}

static enum status contacts_find(struct making *m, struct arena *a, struct contact_id *out, size_t *count_out)
{
    const struct actor *office = &m->workers[OFFICE];
    struct employer_page page;
    struct employer_query query = {.text = "", .most = 200, .after = ""};
    size_t n = 0;
    TRY(list_employers(m->app, office, &query, a, &page));
    for (size_t i = 0; i < page.row_count && n < ASKED_MOST; i++) {
        struct contact *list;
        size_t count;
        TRY(list_contacts(m->app, office, (struct contact_owner){.employer = page.rows[i].id}, false, a, &list, &count));
        for (size_t k = 0; k < count && n < ASKED_MOST; k++)
            if (*list[k].email != '\0' && *list[k].name != '\0')
                out[n++] = list[k].id;
    }
    *count_out = n;
    return OK;
}

static const char *const WORDS[] = {
    "Nyttig å høre fra de andre virksomhetene.", "Fint møte, men litt langt.", "Ring meg gjerne i neste uke, så snakker vi om det.",
    "Vi venter på et større oppdrag før vi vet hva vi trenger.", "Er dette noe vi er pålagt? Det var uklart for oss.",
};

// How the i-th of those who answer answers. later: after the programme has worked for a while.
static struct answer answer_to(struct making *m, const struct question *q, int i, bool later)
{
    struct random_stream *dice = &m->besides.dice;
    struct answer answer = {.question = q->id, .text = ""};
    int lean = later ? 3 : 2;
    switch (q->kind) {
    case ANSWER_SCALE:
        answer.chosen = 1u << (lean - 1 + demo_below(dice, 3) - (demo_chance(dice, 15) ? 1 : 0));
        break;
    case ANSWER_ONE: // three think that they must hire
        answer.chosen = i == 4 || i == 19 ? 2 : i == 11 ? 4 : demo_chance(dice, 12) ? 8 : 1;
        break;
    case ANSWER_SEVERAL:
        answer.chosen = i % 7 == 3 ? 1 : i % 9 == 5 ? 2 : i == 13 ? 4 : 8;
        break;
    case ANSWER_TEXT:
        if (i % 6 == 2)
            answer.text = WORDS[(size_t)i / 6 % COUNT_OF(WORDS)];
        break;
    }
    return answer;
}

static enum status answer_one(struct making *m, struct survey_asked_id id, int i, bool later, bool sends, struct arena *a)
{
    struct survey_answering at;
    struct issues issues = issues_in(a);
    size_t page;
    TRY(get_answering(m->app, id, a, &at));
    for (page = 0; page < (sends ? at.pages : 1); page++) {
        size_t first, count;
        question_page(&at.set, page, &first, &count);
        struct answer *answers = ARENA_ARRAY(a, struct answer, count);
        for (size_t k = 0; k < count; k++)
            answers[k] = answer_to(m, &at.set.questions[first + k], i, later);
        TRY(demo_made("an answer", keep_answers(m->app, id, page, answers, count, sends, &issues), &issues));
    }
    return sends ? demo_made("an answer", send_answers(m->app, id, &issues, &page), &issues) : OK;
}

// They answer over a week or so.
static enum status answers_come(struct making *m, const struct survey_story *s, day from, struct arena *a)
{
    struct asked_page page;
    int answered = 0;
    TRY(list_asked(m->app, &m->workers[OFFICE], s->id, &(struct asked_query){.most = ASKED_MOST}, a, &page));
    for (size_t i = 0; i < page.row_count; i++) {
        bool answers = demo_chance(&m->besides.dice, s->answer_per_cent);
        day on = from + (day)(i * 8 / page.row_count);
        if (on >= m->today)
            break;
        clock_at(m, on, 8 * 60 + (int)(i * 9) % 400);
        if (answers || i + 1 == page.row_count)
            TRY(answer_one(m, page.rows[i].asked.id, answered++, s->before.value != 0, answers, a));
    }
    return OK;
}

static enum status set_make(struct making *m, const char *template_name, struct arena *a, struct question_set_id *out)
{
    struct issues issues = issues_in(a);
    struct question_set_form form = {.template_name = template_name};
    return demo_made(template_name, make_question_set(m->app, &m->workers[OFFICE], &form, &issues, out), &issues);
}

static enum status survey_tell(struct making *m, struct survey_story *s, day begin, const struct contact_id *contacts,
                               size_t contact_count, struct arena *a)
{
    const struct actor *office = &m->workers[OFFICE];
    struct issues issues = issues_in(a);
    struct survey_form form = {.name = s->name, .audience = AUDIENCE_CONTACTS, .contacts = contacts,
                               .contact_count = contact_count < (size_t)s->asked ? contact_count : (size_t)s->asked,
                               .deadline = begin + DAYS_TO_ANSWER, .before = s->before};
    size_t asked;
    form.remind_on = survey_remind_usual(begin, form.deadline);
    clock_at(m, begin, 8 * 60);
    TRY(set_make(m, s->template_name, a, &form.set));
    TRY(demo_made(s->name, make_survey(m->app, office, &form, &issues, &s->id), &issues));
    TRY(demo_made(s->name, open_survey(m->app, office, s->id, 1, &issues, &asked), &issues));
    TRY(answers_come(m, s, begin, a));
    if (!s->closes)
        return OK;
    clock_at(m, form.remind_on, 9 * 60);
    TRY(tend_surveys(m->app));
    clock_at(m, form.deadline + 1, 60);
    return tend_surveys(m->app);
}

// Two of the three misunderstandings are cleared: one by a talk, one by the explanation.
static enum status flags_clear(struct making *m, day on, struct arena *a)
{
    const struct actor *office = &m->workers[OFFICE];
    struct flag_page page;
    struct flag_query query = {.kinds = 1u << FLAG_MISUNDERSTANDING, .states = 1u << FLAG_RAISED};
    TRY(list_flags(m->app, office, &query, a, &page));
    clock_at(m, on, 10 * 60);
    for (size_t i = 0; i < page.row_count && i < 2; i++) {
        struct issues issues = issues_in(a);
        struct flag_view view;
        struct flag_id id = page.rows[i].flag.id;
        TRY(get_flag(m->app, office, id, a, &view));
        if (i == 0)
            TRY(demo_made("an explanation", send_explanation(m->app, office, id, view.entry.flag.version, LANG_NB, view.subjects[LANG_NB],
                                                             view.texts[LANG_NB], &issues), &issues));
        TRY(demo_made("clearing a flag", clear_flag(m->app, office, id, view.entry.flag.version, i == 0 ? FLAG_MAILED : FLAG_TALKED,
                                                    i == 0 ? "" : "Ringte. De trodde målet var en kvote.", &issues), &issues));
    }
    return OK;
}

static enum status draft_make(struct making *m, struct arena *a)
{
    struct issues issues = issues_in(a);
    struct survey_id id;
    struct survey_form form = {.name = "Før høstens kurs", .audience = AUDIENCE_VIEW, .query = "", .deadline = m->today + 21,
                               .remind_on = DAY_NONE};
    app_stand_clock(m->app, m->now);
    TRY(set_make(m, "awareness-before", a, &form.set));
    return demo_made(form.name, make_survey(m->app, &m->workers[OFFICE], &form, &issues, &id), &issues);
}

static enum status surveys_tell(struct making *m, struct arena *a)
{
    struct programme programme;
    struct contact_id contacts[ASKED_MOST];
    size_t count;
    struct survey_story kick_off = {.template_name = "after-kick-off", .name = "Tilbakemelding etter oppstartsmøtet", .asked = 42,
                                    .answer_per_cent = 80, .closes = true};
    struct survey_story before = {.template_name = "awareness-before", .name = "Før kurset for ledere", .asked = 24,
                                  .answer_per_cent = 100, .closes = true};
    struct survey_story after = {.template_name = "awareness-after", .name = "Etter kurset for ledere", .asked = 24,
                                 .answer_per_cent = 75, .closes = true};
    struct survey_story now = {.template_name = "after-meeting", .name = "Etter frokostmøtet", .asked = 15, .answer_per_cent = 45};
    TRY(get_programme_frame(m->app, a, &programme));
    TRY(contacts_find(m, a, contacts, &count));
    day first = programme.from + 2;
    if (first < m->days[0])
        first = m->days[0];
    if (count >= 20 && first + 70 <= m->today) {
        TRY(survey_tell(m, &kick_off, first, contacts, count, a));
        TRY(flags_clear(m, first + 16, a));
        TRY(survey_tell(m, &before, first + 20, contacts, count, a));
        after.before = before.id;
        TRY(survey_tell(m, &after, first + 44, contacts, count, a));
        TRY(survey_tell(m, &now, m->today - 5, contacts, count, a));
    }
    return draft_make(m, a);
}

// In one transaction, since each answer is one of its own otherwise. Nobody else writes: it is not run twice.
static enum status surveys_write(struct store_tx *tx, void *arg)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct making *m = arg;
    store_exchange_stream(tx->store, &m->besides.ids);
    enum status status = surveys_tell(m, a);
    store_exchange_stream(tx->store, &m->besides.ids);
    app_stand_clock(m->app, m->now);
    return status;
}

enum status demo_make_surveys(struct making *m)
{
    return m->untouched ? OK : store_write(app_store(m->app), NULL, app_now(m->app), surveys_write, m);
}
