// SPDX-License-Identifier: EUPL-1.2
// What a person's file tells of referrals, questions, hires and check-ins.
#include "app/followup_export.h"

#include "app/hires.h"
#include "app/interviews.h"
#include "app/referrals.h"
#include "app/shares.h"

static json_t *day_text(day d)
{
    char text[DAY_TEXT];
    day_write(d, text);
    return d == DAY_NONE ? json_null() : json_string(text);
}

static json_t *instant_text(int64_t ms, struct arena *a)
{
    char date[DAY_TEXT];
    int minute = minute_in_norway(ms), offset = norway_offset_minutes(ms) / 60;
    day_write(day_in_norway(ms), date);
    return json_string(arena_printf(a, "%sT%02d:%02d+%02d:00", date, minute / 60, minute % 60, offset));
}

static enum status interviews_json(struct app *app, const struct actor *actor, struct referral_id id, struct arena *a,
                                   json_t *list)
{
    struct interview_view *views;
    size_t count;
    TRY(list_interviews(app, actor, id, false, a, &views, &count));
    for (size_t i = 0; i < count; i++) {
        const struct interview *v = &views[i].interview;
        json_array_append_new(list, json_pack("{s:o, s:i, s:s, s:b, s:s, s:s}", "starts_at", instant_text(v->starts_at, a),
                                              "minutes", v->minutes, "state", interview_state_name(views[i].state),
                                              "answered_by_adviser", v->by_adviser, "place", v->place, "bring", v->bring));
    }
    return OK;
}

static enum status referrals_json(struct app *app, const struct actor *actor, struct person_id id, struct arena *a,
                                  json_t *list)
{
    const char *after = "";
    do {
        struct referral_page page;
        TRY(list_referrals(app, actor, &(struct referral_query){.person = id, .after = after, .most = 200}, a, &page));
        for (size_t i = 0; i < page.row_count; i++) {
            struct referral_view view;
            const struct referral_row *r = &view.row;
            json_t *interviews = json_array();
            TRY(get_referral(app, actor, page.rows[i].id, a, &view));
            TRY(interviews_json(app, actor, page.rows[i].id, a, interviews));
            json_array_append_new(
                list, json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:s, s:o}", "code", r->code, "need",
                                r->need_title, "employer", r->employer_name, "agency", r->agency_name, "work_status",
                                work_status_name(r->state.work), "outcome", outcome_name(r->state.outcome), "employers_answer",
                                employer_verdict_name(r->state.verdict), "reason", verdict_reason_name(view.reason),
                                "employers_words", view.verdict_note, "note", view.note, "next_on", day_text(r->next_on),
                                "next_step", view.next_step, "interviews", interviews));
        }
        after = page.next;
    } while (*after != '\0');
    return OK;
}

static enum status shares_json(struct app *app, const struct actor *actor, struct person_id id, struct arena *a, json_t *list)
{
    struct share_view *shares;
    size_t count;
    TRY(list_shares(app, actor, id, a, &shares, &count));
    for (size_t i = 0; i < count; i++)
        json_array_append_new(
            list, json_pack("{s:s, s:s, s:s, s:o, s:o, s:o, s:b, s:o}", "need", shares[i].need_title, "employer",
                            shares[i].employer_name, "state", share_state_name(shares[i].state), "asked_on",
                            day_text(shares[i].request.asked_on), "deadline", day_text(shares[i].request.deadline),
                            "answered_on", day_text(shares[i].request.answered_on), "answered_by_adviser",
                            shares[i].request.by_adviser, "ends", day_text(shares[i].ends)));
    return OK;
}

static enum status hires_json(struct app *app, const struct actor *actor, struct person_id id, struct arena *a, json_t *list)
{
    struct hire_page page;
    TRY(list_hires(app, actor, &(struct hire_query){.person = id, .most = 200}, a, &page));
    for (size_t i = 0; i < page.row_count; i++) {
        struct hire_view view;
        const struct hire *h = &page.rows[i].hire;
        json_t *checkins = json_array();
        TRY(get_hire(app, actor, h->id, a, &view));
        for (size_t k = 0; k < view.checkin_count; k++) {
            const struct checkin *c = &view.checkins[k];
            json_array_append_new(checkins, json_pack("{s:i, s:s, s:o, s:s, s:b, s:i, s:s}", "months", c->months, "asked",
                                                      checkin_side_name(c->side), "due_on", day_text(c->due_on), "state",
                                                      checkin_state_name(c->state), "employed", c->employed, "rating",
                                                      c->rating, "norwegian",
                                                      c->norwegian > 0 ? cefr_name((unsigned)c->norwegian) : ""));
        }
        json_array_append_new(
            list, json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:i, s:o, s:s, s:s, s:o}", "employer", page.rows[i].employer_name,
                            "workplace", page.rows[i].workplace_name, "state", hire_state_name(h->state), "evidence",
                            hire_evidence_name(h->evidence), "start", day_text(h->start), "agreed_to", day_text(h->agreed_to),
                            "share", h->share, "ended_on", day_text(h->ended_on), "end_reason", hire_end_name(h->end_reason),
                            "note", h->note, "check_ins", checkins));
    }
    return OK;
}

enum status followup_json(struct app *app, const struct actor *actor, struct person_id id, struct arena *a, json_t *root)
{
    json_t *referrals = json_array(), *shares = json_array(), *hires = json_array();
    json_object_set_new(root, "referrals", referrals);
    json_object_set_new(root, "questions", shares);
    json_object_set_new(root, "hires", hires);
    TRY(referrals_json(app, actor, id, a, referrals));
    TRY(shares_json(app, actor, id, a, shares));
    TRY(hires_json(app, actor, id, a, hires));
    // The answer on background is the person's alone to read.
    if (actor->role == ROLE_CANDIDATE && actor->person.value == id.value) {
        enum background answer;
        TRY(get_background(app, actor, &answer));
        json_object_set_new(root, "background", json_string(background_name(answer)));
    }
    return OK;
}
