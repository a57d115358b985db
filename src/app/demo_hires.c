// SPDX-License-Identifier: EUPL-1.2
// The demo's hires: how they are reported and confirmed, mistakes that are put right, ends, check-ins and background.
#include "app/demo_make.h"

#include "app/hires.h"
#include "app/needs.h"
#include "app/referrals_inside.h"
#include "core/competence.h"
#include "store/hire_store.h"
#include "store/referral_store.h"

// What is to come of a hire that has just been registered.
static void follow(struct making *m, struct hire_id id, int who, day start, bool confirmed)
{
    struct random_stream *d = &m->life.dice;
    struct demo_beat b = {.id = id.value, .who = (uint8_t)who};
    if (!confirmed && demo_chance(d, 80)) {
        b.act = ACT_CONFIRM;
        demo_put_beat(m, m->at + 1 + demo_below(d, 9), b);
    }
    if (demo_chance(d, 6)) {
        b.act = ACT_CORRECT;
        demo_put_beat(m, m->at + 3 + demo_below(d, 20), b);
    } else if (demo_chance(d, 5)) {
        b.act = ACT_TAKE_BACK_HIRE;
        demo_put_beat(m, m->at + 3 + demo_below(d, 20), b);
    }
    if (demo_chance(d, 14)) {
        b.act = ACT_END;
        b.on = start + 15 + demo_below(d, 150);
        b.to = (int8_t)(1 + demo_below(d, HIRE_ENDS - 1));
        demo_put_beat(m, demo_day_at(m, b.on) + demo_below(d, 6), b);
    }
    b.act = ACT_CHECKINS;
    for (int i = 0; i < CHECKINS; i++) {
        day due = checkin_due(start, CHECKIN_MONTHS[i]);
        if (due + CHECKIN_OPEN_DAYS / 2 > m->days[m->at])
            demo_put_beat(m, demo_day_at(m, due) + 1 + demo_below(d, 12), b);
    }
}

static void follow_person(struct making *m, struct person_id person, int who)
{
    struct random_stream *d = &m->life.dice;
    struct demo_met *met = demo_met_find(m, person);
    static const uint8_t OFTEN[BACKGROUNDS] = {[BACKGROUND_YES] = 84, [BACKGROUND_NO] = 9, [BACKGROUND_NOT_SAID] = 7};
    if (met != NULL)
        met->hired = true;
    if (demo_chance(d, 85))
        demo_put_beat(m, m->at + demo_below(d, 9), (struct demo_beat){.act = ACT_BACKGROUND, .id = person.value, .who = (uint8_t)who,
                                                                      .to = (int8_t)demo_weighted(d, OFTEN, BACKGROUNDS),
                                                                      .more = demo_chance(d, 45)});
}

static void terms_drawn(struct making *m, enum employment_form as, struct hire_form *f)
{
    struct random_stream *d = &m->life.dice;
    f->form = as;
    f->agreed_to = as == FORM_PERMANENT ? DAY_NONE : day_add_months(f->start, 2 + demo_below(d, 11)) - 1;
}

static enum status hire_referred(struct making *m, const struct demo_beat *b)
{
    struct random_stream *d = &m->life.dice;
    struct issues issues = issues_in(m->each);
    struct referral_entry e;
    struct need_view need;
    struct hire_id id;
    bool known, own;
    TRY(referral_entry_get(app_store(m->app), (struct referral_id){b->id}, m->each, &e));
    if (e.referral.outcome != OUTCOME_PRESENTED)
        return OK;
    TRY(get_need(m->app, &m->life.workers[b->who], e.referral.need, m->each, &need));
    own = e.employer.value == m->employer_user.employer.value;
    struct hire_form form = {
        .referral = e.referral.id,
        .start = m->days[m->at] + 3 + demo_below(d, 21),
        .share = demo_chance(d, 70) ? need.need.share_most : need.need.share_least,
        .document_seen = b->to != 0 && !own,
    };
    terms_drawn(m, need.need.form, &form);
    enum status status = register_hire(m->app, &m->life.workers[b->who], &form, &issues, &id, &known);
    if (status != OK)
        return demo_happened("hire", status, &issues);
    // One that the demo's employer has still to confirm is left alone.
    if (b->more == 0)
        follow(m, id, b->who, form.start, form.document_seen);
    follow_person(m, e.referral.person, b->who);
    return OK;
}

static struct demo_met *unhired(struct making *m)
{
    struct demo_life *life = &m->life;
    if (life->met_count == 0)
        return NULL;
    size_t from = (size_t)demo_below(&life->dice, (int)life->met_count);
    for (size_t i = 0; i < life->met_count; i++) {
        struct demo_met *met = &life->met[(from + i) % life->met_count];
        if (!met->hired && met->person.value != m->candidate.person.value)
            return met;
    }
    return NULL;
}

static struct hire_form unposted_drawn(struct making *m, const struct demo_site *site, day start)
{
    static const uint8_t SHARES[] = {100, 100, 80, 60, 50};
    static const uint8_t FORMS[] = {60, 20, 10, 6, 4};
    struct random_stream *d = &m->life.dice;
    struct hire_form form = {
        .workplace = site->workplace,
        .occupation = demo_occupation(d, app_catalogue(m->app), DEMO_POSTS[site->trade])->code,
        .start = start,
        .share = SHARES[demo_below(d, COUNT_OF(SHARES))],
    };
    terms_drawn(m, (enum employment_form)demo_weighted(d, FORMS, COUNT_OF(FORMS)), &form);
    return form;
}

// In the first weeks what had begun before is written down, too.
static enum status hire_unposted(struct making *m)
{
    struct random_stream *d = &m->life.dice;
    struct issues issues = issues_in(m->each);
    struct demo_met *met = unhired(m);
    struct hire_id id;
    bool known;
    if (met == NULL || m->site_count == 0)
        return OK;
    bool long_ago = m->at < m->day_count / 3 && demo_chance(d, 60);
    day start = m->days[m->at] - (long_ago ? 60 + demo_below(d, 340) : demo_below(d, 30));
    struct hire_form form = unposted_drawn(m, &m->sites[demo_below(d, (int)m->site_count)], start);
    form.person = met->person;
    form.document_seen = demo_chance(d, 75);
    if (long_ago && form.form != FORM_PERMANENT)
        form.form = FORM_PERMANENT, form.agreed_to = DAY_NONE;
    enum status status = register_hire(m->app, &m->life.workers[met->who], &form, &issues, &id, &known);
    if (status != OK)
        return demo_happened("hire without a need", status, &issues);
    follow(m, id, met->who, start, form.document_seen);
    follow_person(m, met->person, met->who);
    return OK;
}

static enum status hire_reported(struct making *m, const struct demo_beat *b)
{
    struct random_stream *d = &m->life.dice;
    struct issues issues = issues_in(m->each);
    struct hire_id id;
    bool known;
    if (m->life.employer_user.user.value == 0 || m->own_site_count == 0)
        return OK;
    struct hire_form form = unposted_drawn(m, &m->own_sites[demo_below(d, (int)m->own_site_count)], b->on);
    form.form = FORM_PERMANENT;
    form.agreed_to = DAY_NONE;
    TRY(demo_made("report", register_hire(m->app, &m->life.employer_user, &form, &issues, &id, &known), &issues));
    if (b->to == 0)
        return OK;
    demo_put_beat(m, m->at + 4, (struct demo_beat){.act = ACT_NAME, .id = id.value});
    follow(m, id, JOB_CENTRE, b->on, true);
    return OK;
}

static enum status hire_named(struct making *m, const struct hire *h)
{
    struct issues issues = issues_in(m->each);
    struct demo_met *met = unhired(m);
    if (met == NULL || h->person.value != 0)
        return OK;
    enum status status = name_hire(m->app, &m->life.workers[met->who], h->id, h->version, met->person, &issues);
    if (status == OK)
        follow_person(m, met->person, met->who);
    return demo_happened("naming", status, &issues);
}

static enum status hire_corrected(struct making *m, const struct demo_beat *b, const struct hire *h)
{
    struct issues issues = issues_in(m->each);
    struct hire_form form = {
        .occupation = h->occupation,
        .start = h->start + 1 + demo_below(&m->life.dice, 14),
        .agreed_to = h->agreed_to,
        .form = h->form,
        .share = h->share,
        .document_seen = demo_chance(&m->life.dice, 80),
        .note = "Begynte senere enn avtalt",
    };
    if (h->agreed_to != DAY_NONE && form.start > h->agreed_to)
        return OK;
    return demo_happened("correction", correct_hire(m->app, &m->life.workers[b->who], h->id, h->version, &form, &issues), &issues);
}

static enum status checkins_answered(struct making *m, const struct demo_beat *b, const struct hire *h)
{
    struct random_stream *d = &m->life.dice;
    struct checkin *list;
    size_t count;
    TRY(checkin_list(app_store(m->app), h->id, m->each, &list, &count));
    for (size_t i = 0; i < count && h->state == HIRE_CONFIRMED; i++) {
        struct issues issues = issues_in(m->each);
        const struct checkin *c = &list[i];
        bool of_person = c->side == CHECKIN_OF_PERSON, employed = demo_chance(d, 90);
        int rating = demo_chance(d, 85) ? 5 - demo_skewed(d, 4) : 0;
        int norwegian = of_person && demo_chance(d, 70) ? CEFR_A2 + demo_skewed(d, 4) : 0;
        if (!checkin_open(c, m->days[m->at]) || demo_chance(d, 22) ||
            (!of_person && h->employer.value != m->employer_user.employer.value))
            continue;
        struct actor self = demo_person_actor(m, h->person);
        const struct actor *who = !of_person ? &m->life.employer_user : demo_chance(d, 60) ? &self : &m->life.workers[b->who];
        TRY(demo_happened("check-in", answer_checkin(m->app, who, c->id, employed, rating, norwegian, &issues), &issues));
        if (!employed)
            demo_put_beat(m, m->at + 2, (struct demo_beat){.act = ACT_END, .id = b->id, .who = b->who, .to = HIRE_END_OTHER_JOB,
                                                           .on = c->due_on - 3});
    }
    return OK;
}

static enum status background_given(struct making *m, const struct demo_beat *b)
{
    struct issues issues = issues_in(m->each);
    struct person_id person = {b->id};
    struct actor self = demo_person_actor(m, person);
    const struct actor *who = b->more != 0 ? &m->life.workers[b->who] : &self;
    return demo_happened("background", give_background(m->app, who, person, (enum background)b->to, b->more != 0, &issues), &issues);
}

enum status demo_hire_beat(struct making *m, const struct demo_beat *b)
{
    struct issues issues = issues_in(m->each);
    struct hire h;
    if (b->act == ACT_HIRE)
        return hire_referred(m, b);
    if (b->act == ACT_UNPOSTED)
        return hire_unposted(m);
    if (b->act == ACT_REPORT)
        return hire_reported(m, b);
    if (b->act == ACT_BACKGROUND)
        return background_given(m, b);
    TRY(hire_get(app_store(m->app), (struct hire_id){b->id}, m->each, &h));
    const struct actor *adviser = &m->life.workers[b->who];
    bool own = h.employer.value == m->employer_user.employer.value;
    switch (b->act) {
    case ACT_NAME:
        return hire_named(m, &h);
    case ACT_CONFIRM:
        return demo_happened("confirming", confirm_hire(m->app, own ? &m->life.employer_user : adviser, h.id, h.version, !own,
                                                        &issues), &issues);
    case ACT_CORRECT:
        return hire_corrected(m, b, &h);
    case ACT_TAKE_BACK_HIRE:
        return demo_happened("taking back", take_back_hire(m->app, adviser, h.id, h.version, "Arbeidet begynte aldri", &issues), &issues);
    case ACT_END:
        return h.ended_on != DAY_NONE || b->on < h.start
                   ? OK
                   : demo_happened("end", end_hire(m->app, adviser, h.id, h.version, b->on, (enum hire_end)b->to, &issues), &issues);
    default:
        return checkins_answered(m, b, &h);
    }
}
