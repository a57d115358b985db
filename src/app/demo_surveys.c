// SPDX-License-Identifier: EUPL-1.2
// The demo's surveys: one after the kick-off that is closed, with what came of it, awareness before and after, one that takes
// answers now, and a draft. Told in the evenings, with dice and ids of its own.
#include "app/contacts.h"
#include "app/demo_make.h"
#include "app/employers.h"
#include "app/flags.h"
#include "app/internal.h"
#include "app/question_sets.h"
#include "app/survey_answers.h"
#include "app/surveys.h"

enum { ASKED_MOST = 48, DAYS_TO_ANSWER = 14, ANSWER_DAYS = 7 };

struct survey_story {
    const char *template_name, *name;
    int begins;           // number of the working day
    int asked;            // contacts
    int answer_per_cent;
    int measures;         // the story whose questions it asks anew; -1 none
    struct survey_id id;
    int answered;
};
enum { KICK_OFF, BEFORE, AFTER, NOW, STORIES };

struct demo_surveys {
    struct survey_story stories[STORIES];
};

static void minutes_pass(struct making *m, int minutes)
{
    m->now += (int64_t)minutes * 60000;
    app_stand_clock(m->app, m->now);
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
        answer.chosen = later ? 1 : i == 4 || i == 9 ? 2 : i == 7 ? 4 : demo_chance(dice, 12) ? 8 : 1;
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

// They answer over a week or so: this day a part of them. The last one of all begins and does not send it in.
static enum status answers_come(struct making *m, struct survey_story *s, int days, struct arena *a)
{
    struct asked_page page;
    TRY(list_asked(m->app, &m->workers[OFFICE], s->id, &(struct asked_query){.most = ASKED_MOST}, a, &page));
    size_t from = page.row_count * (size_t)(days - 1) / ANSWER_DAYS, to = page.row_count * (size_t)days / ANSWER_DAYS;
    for (size_t i = from; i < to; i++) {
        bool answers = demo_chance(&m->besides.dice, s->answer_per_cent);
        minutes_pass(m, 3);
        if (answers || i + 1 == page.row_count)
            TRY(answer_one(m, page.rows[i].asked.id, s->answered++, s->measures >= 0, answers, a));
    }
    return OK;
}

static enum status set_make(struct making *m, const char *template_name, struct arena *a, struct question_set_id *out)
{
    struct issues issues = issues_in(a);
    struct question_set_form form = {.template_name = template_name};
    return demo_made(template_name, make_question_set(m->app, &m->workers[OFFICE], &form, &issues, out), &issues);
}

static enum status survey_begin(struct making *m, struct demo_surveys *all, struct survey_story *s, struct arena *a)
{
    const struct actor *office = &m->workers[OFFICE];
    struct issues issues = issues_in(a);
    struct contact_id contacts[ASKED_MOST];
    day today = m->days[m->at];
    size_t asked, count;
    struct survey_form form = {.name = s->name, .audience = AUDIENCE_CONTACTS, .contacts = contacts, .deadline = today + DAYS_TO_ANSWER,
                               .remind_on = survey_remind_usual(today, today + DAYS_TO_ANSWER)};
    TRY(contacts_find(m, a, contacts, &count));
    form.contact_count = count < (size_t)s->asked ? count : (size_t)s->asked;
    if (s->measures >= 0)
        form.before = all->stories[s->measures].id;
    minutes_pass(m, 5);
    TRY(set_make(m, s->template_name, a, &form.set));
    TRY(demo_made(s->name, make_survey(m->app, office, &form, &issues, &s->id), &issues));
    minutes_pass(m, 5);
    return demo_made(s->name, open_survey(m->app, office, s->id, 1, &issues, &asked), &issues);
}

// Two of the three misunderstandings are cleared: one by a talk, one by the explanation.
static enum status flags_clear(struct making *m, struct arena *a)
{
    const struct actor *office = &m->workers[OFFICE];
    struct flag_page page;
    struct flag_query query = {.kinds = 1u << FLAG_MISUNDERSTANDING, .states = 1u << FLAG_RAISED};
    TRY(list_flags(m->app, office, &query, a, &page));
    for (size_t i = 0; i < page.row_count && i < 2; i++) {
        minutes_pass(m, 10);
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
    minutes_pass(m, 5);
    TRY(set_make(m, "awareness-before", a, &form.set));
    return demo_made(form.name, make_survey(m->app, &m->workers[OFFICE], &form, &issues, &id), &issues);
}

static struct demo_surveys *plan(struct making *m)
{
    struct demo_surveys *all = ARENA_NEW(m->lasting, struct demo_surveys);
    *all = (struct demo_surveys){.stories = {
        [KICK_OFF] = {"after-kick-off", "Tilbakemelding etter oppstartsmøtet", .begins = 2, .asked = 42, .answer_per_cent = 80, .measures = -1},
        [BEFORE] = {"awareness-before", "Før kurset for ledere", .begins = 16, .asked = 24, .answer_per_cent = 100, .measures = -1},
        [AFTER] = {"awareness-after", "Etter kurset for ledere", .begins = 33, .asked = 24, .answer_per_cent = 75, .measures = BEFORE},
        [NOW] = {"after-meeting", "Etter frokostmøtet", .begins = m->day_count - 5, .asked = 15, .answer_per_cent = 50, .measures = -1},
    }};
    return all;
}

static enum status day_tell(struct making *m, struct arena *a)
{
    enum { LEAST_DAYS = 60, CLEARED_AFTER = 12 };
    if (m->surveys == NULL)
        m->surveys = plan(m);
    for (int i = 0; i < STORIES && m->day_count >= LEAST_DAYS; i++) {
        struct survey_story *s = &m->surveys->stories[i];
        if (m->at == s->begins)
            TRY(survey_begin(m, m->surveys, s, a));
        else if (m->at > s->begins && m->at <= s->begins + ANSWER_DAYS)
            TRY(answers_come(m, s, m->at - s->begins, a));
        if (i == KICK_OFF && m->at == s->begins + CLEARED_AFTER)
            TRY(flags_clear(m, a));
    }
    TRY(tend_surveys(m->app));
    return m->at + 1 == m->day_count ? draft_make(m, a) : OK;
}

enum status demo_surveys_day(struct making *m)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    if (m->untouched)
        return OK;
    app_stand_clock(m->app, m->now);
    store_exchange_stream(app_store(m->app), &m->besides.ids);
    enum status status = day_tell(m, a);
    store_exchange_stream(app_store(m->app), &m->besides.ids);
    return status;
}
