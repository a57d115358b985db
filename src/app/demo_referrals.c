// SPDX-License-Identifier: EUPL-1.2
// What follows the demo's needs: proposals, questions, presentations and what employers said.
#include "app/demo_make.h"

#include <string.h>

#include "app/hires.h"
#include "app/needs.h"
#include "app/referrals.h"
#include "app/referrals_inside.h"
#include "app/shares.h"
#include "base/log.h"
#include "store/referral_store.h"
#include "store/user_store.h"

static const int64_t DAY_MS = 86400000, OFFICES_CLOSE_MS = 15 * 3600000;
enum { TEND_DAYS = 8, CASES_MOST = 1000, PROPOSED_MOST = 10, RANKED = 14 };

// The queue

void demo_put_beat(struct making *m, int on, struct demo_beat beat)
{
    struct demo_life *life = &m->life;
    if (on >= m->day_count)
        return;
    on = on < m->at ? m->at : on;
    struct demo_beat *kept = arena_copy(m->lasting, &beat, sizeof beat);
    kept->next = NULL;
    if (life->beats[on].last == NULL)
        life->beats[on].first = kept;
    else
        life->beats[on].last->next = kept;
    life->beats[on].last = kept;
    life->beats[on].count++;
}

int demo_day_at(const struct making *m, day d)
{
    int low = 0, high = m->day_count;
    while (low < high) {
        int middle = (low + high) / 2;
        if (m->days[middle] < d)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

// Nothing of it happens on the programme's very first day.
static bool is_told(const struct making *m)
{
    return m->days[0] < m->today && !m->untouched;
}

void demo_life_begin(struct making *m)
{
    struct demo_life *life = &m->life;
    int last = m->day_count - 1;
    life->dice.seed = m->dice.seed ^ UINT64_C(0x6c696665);
    life->ids.seed = life->dice.seed ^ UINT64_C(0x696473);
    life->beats = ARENA_ARRAY(m->lasting, __typeof__(*life->beats), (size_t)m->day_count);
    memset(life->beats, 0, (size_t)m->day_count * sizeof *life->beats);
    if (!is_told(m))
        return;
    for (int on = last; on >= 0; on -= TEND_DAYS)
        demo_put_beat(m, on, (struct demo_beat){.act = ACT_TEND});
    int unposted = 2 + m->size.needs / 10;
    for (int i = 0; i < unposted && i < CASES_MOST; i++)
        demo_put_beat(m, demo_below(&life->dice, m->day_count), (struct demo_beat){.act = ACT_UNPOSTED});
    // One of so long ago that the employer is asked about it today; one more that somebody says to be, and a fresh one.
    demo_put_beat(m, demo_day_at(m, m->today - 96), (struct demo_beat){.act = ACT_REPORT, .on = m->today - 97});
    demo_put_beat(m, m->day_count / 2, (struct demo_beat){.act = ACT_REPORT, .on = m->days[m->day_count / 2] - 10, .to = 1});
    demo_put_beat(m, last - 1, (struct demo_beat){.act = ACT_REPORT, .on = m->days[last] - 9});
    demo_put_beat(m, last - 5, (struct demo_beat){.act = ACT_SHOW_OWN});
    demo_put_beat(m, last - 3, (struct demo_beat){.act = ACT_SHOW_OTHER});
}

bool demo_life_waits(const struct making *m)
{
    return m->life.beats[m->at].first != NULL;
}

enum status demo_happened(const char *what, enum status status, const struct issues *issues)
{
    return status == CONFLICT || status == NOT_FOUND || status == DENIED ? OK : demo_made(what, status, issues);
}

// Who and when

static enum status actors_load(struct making *m)
{
    struct demo_life *life = &m->life;
    for (int i = 0; i < AGENCIES && life->workers[i].user.value == 0; i++)
        TRY(user_actor(app_store(m->app), m->workers[i].user, m->lasting, &life->workers[i]));
    if (life->employer_user.user.value == 0 && m->employer_user.user.value != 0)
        TRY(user_actor(app_store(m->app), m->employer_user.user, m->lasting, &life->employer_user));
    if (life->candidate.user.value == 0 && m->candidate.user.value != 0)
        TRY(user_actor(app_store(m->app), m->candidate.user, m->lasting, &life->candidate));
    return OK;
}

// Who has no account answers by a one-time code.
struct actor demo_person_actor(const struct making *m, struct person_id person)
{
    if (person.value == m->candidate.person.value)
        return m->life.candidate;
    return (struct actor){.role = ROLE_CANDIDATE, .person = person, .name = "", .organisation = ""};
}

struct demo_met *demo_met_find(struct making *m, struct person_id person)
{
    for (size_t i = 0; i < m->life.met_count; i++)
        if (m->life.met[i].person.value == person.value)
            return &m->life.met[i];
    return NULL;
}

static void met_add(struct making *m, struct person_id person, int who)
{
    struct demo_life *life = &m->life;
    if (demo_met_find(m, person) != NULL)
        return;
    if (life->met_count == life->met_room) {
        life->met_room = life->met_room == 0 ? 256 : life->met_room * 2;
        struct demo_met *grown = ARENA_ARRAY(m->lasting, struct demo_met, life->met_room);
        if (life->met_count > 0)
            memcpy(grown, life->met, life->met_count * sizeof *grown);
        life->met = grown;
    }
    life->met[life->met_count++] = (struct demo_met){.person = person, .who = (uint8_t)who};
}

// Paths: what is to become of a referral, step by step until the need's end.

struct path {
    int at, until;
    int left; // steps to come, for which there must be time
    struct demo_beat step;
};

static void path_step(struct making *m, struct path *p, enum demo_act act, int to, int more)
{
    int gap = 1 + demo_skewed(&m->life.dice, 5), room = (p->until - p->at) / (p->left + 1);
    p->at += p->until < m->day_count && gap > room ? room : gap;
    p->left--;
    p->step.act = act;
    p->step.to = (int8_t)to;
    p->step.more = (int8_t)more;
    demo_put_beat(m, p->at, p->step);
}

static void path_work(struct making *m, struct path *p, enum work_status to)
{
    path_step(m, p, ACT_WORK, to, 0);
    if (demo_chance(&m->life.dice, 20)) {
        p->step.act = ACT_NEXT;
        demo_put_beat(m, p->at, p->step);
    }
}

enum fate {
    FATE_IDLE, FATE_NOT_RELEVANT, FATE_NOT_INTERESTED, FATE_NO, FATE_SILENT, FATE_ASKED_BACK, FATE_YES, FATE_REJECTED,
    FATE_WAITING, FATE_UNSHARED, FATE_UNPRESENTED, FATE_HIRED, FATES
};

static void path_presented(struct making *m, struct path *p, enum fate fate)
{
    struct random_stream *d = &m->life.dice;
    path_step(m, p, ACT_PRESENT, 0, 0);
    switch (fate) {
    case FATE_REJECTED:
        path_step(m, p, ACT_VERDICT, EMPLOYER_NOT_RELEVANT, 1 + demo_below(d, VERDICT_REASONS - 1));
        if (demo_chance(d, 60))
            path_step(m, p, ACT_WORK, WORK_NOT_RELEVANT, 0);
        return;
    case FATE_WAITING:
        if (!demo_chance(d, 50))
            return;
        path_step(m, p, ACT_VERDICT, EMPLOYER_RELEVANT, 0);
        path_work(m, p, WORK_INTERVIEW);
        if (demo_chance(d, 35))
            path_work(m, p, demo_chance(d, 50) ? WORK_TRIAL : WORK_OFFERED);
        return;
    case FATE_UNSHARED:
        path_step(m, p, ACT_TAKE_BACK_SHARE, 1, 0);
        return;
    case FATE_UNPRESENTED:
        path_step(m, p, ACT_UNPRESENT, 0, 0);
        return;
    case FATE_HIRED:
        path_step(m, p, ACT_VERDICT, EMPLOYER_RELEVANT, 0);
        path_work(m, p, WORK_INTERVIEW);
        if (demo_chance(d, 25))
            path_work(m, p, WORK_TRIAL);
        path_work(m, p, WORK_OFFERED);
        path_step(m, p, ACT_HIRE, demo_chance(d, 60), 0);
        return;
    default:
        return;
    }
}

static void path_draw(struct making *m, struct referral_id id, int who, int until, enum fate fate)
{
    static const int STEPS[FATES] = {1, 2, 2, 4, 3, 3, 4, 7, 7, 6, 6, 10};
    struct path p = {.at = m->at, .until = until, .left = STEPS[fate],
                     .step = {.id = id.value, .who = (uint8_t)who, .until = until}};
    if (fate == FATE_IDLE) {
        if (demo_chance(&m->life.dice, 40))
            path_step(m, &p, ACT_NEXT, 0, 0);
        return;
    }
    path_work(m, &p, WORK_CONTACTED);
    if (fate == FATE_NOT_RELEVANT || fate == FATE_NOT_INTERESTED) {
        path_step(m, &p, ACT_WORK, fate == FATE_NOT_RELEVANT ? WORK_NOT_RELEVANT : WORK_NOT_INTERESTED, 0);
        return;
    }
    path_work(m, &p, WORK_RELEVANT);
    path_step(m, &p, ACT_ASK, fate == FATE_SILENT ? 3 : 7, 0);
    if (fate == FATE_SILENT)
        return;
    if (fate == FATE_ASKED_BACK) {
        path_step(m, &p, ACT_TAKE_BACK_SHARE, 0, 0);
        return;
    }
    path_step(m, &p, ACT_ANSWER, fate != FATE_NO, demo_chance(&m->life.dice, 30));
    if (fate != FATE_NO && fate != FATE_YES)
        path_presented(m, &p, fate);
}

void demo_life_plan(struct making *m, const struct demo_case *c)
{
    static const uint8_t PER_CENT[AGENCIES] = {[OFFICE] = 8, [JOB_CENTRE] = 46, [INTRO_CENTRE] = 28, [TRAINING] = 11, [VOLUNTEERS] = 7};
    struct random_stream *d = &m->life.dice;
    // In a large region a part of the needs, spread evenly, is enough: ranking takes as long as there are people.
    int apart = (m->size.needs + CASES_MOST - 1) / CASES_MOST;
    if (!is_told(m) || (m->life.cases++ % apart != 0 && !c->own))
        return;
    int first = demo_weighted(d, PER_CENT, AGENCIES), second = demo_weighted(d, PER_CENT, AGENCIES);
    int hires = c->fate == NEED_FILLED     ? 1 + demo_below(d, c->positions)
                : c->fate == NEED_OPEN && demo_chance(d, 12) ? 1 + demo_below(d, c->positions)
                                                             : 0;
    struct demo_beat propose = {.act = ACT_PROPOSE, .id = c->need.value, .who = (uint8_t)first, .until = c->closes,
                                .to = (int8_t)(c->positions + demo_below(d, 3)), .more = (int8_t)hires};
    demo_put_beat(m, c->opens + (c->closes - c->opens > 10 ? 1 + demo_below(d, 3) : 0), propose);
    if (second == first || !demo_chance(d, 35))
        return;
    propose.who = (uint8_t)second;
    propose.more = 0;
    demo_put_beat(m, c->opens + 1 + demo_below(d, 5), propose);
}

// What happens

// Whom the agency has for the need, best first, without those who have been hired and the demo's own candidate.
static enum status people_for(struct making *m, struct need_id id, int who, unsigned classes, struct person_id *out, int *count_out)
{
    const struct actor *actor = &m->life.workers[who];
    struct need_view need;
    struct need_answer answer;
    *count_out = 0;
    TRY(get_need(m->app, actor, id, m->each, &need));
    if (need.need.state != NEED_OPEN)
        return OK;
    TRY(rank_candidates(m->app, actor, &need, classes, RANKED, m->each, &answer));
    for (size_t i = 0; i < answer.candidate_count; i++) {
        const struct demo_met *met = demo_met_find(m, answer.candidates[i].person);
        if (answer.candidates[i].person.value != m->candidate.person.value && (met == NULL || !met->hired))
            out[(*count_out)++] = answer.candidates[i].person;
    }
    return OK;
}

static enum status start(struct making *m, struct need_id need, int who, const struct person_id *persons, int count,
                         struct referral_started **out)
{
    struct issues issues = issues_in(m->each);
    for (int i = 0; i < count; i++)
        met_add(m, persons[i], who);
    return demo_made("proposing", start_referrals(m->app, &m->life.workers[who], need, persons, (size_t)count, true, m->each,
                                                  &issues, out), &issues);
}

static enum status propose(struct making *m, const struct demo_beat *b)
{
    static const uint8_t OFTEN[FATES - 1] = {15, 12, 9, 10, 9, 3, 7, 18, 12, 2, 2};
    struct random_stream *d = &m->life.dice;
    struct person_id ranked[RANKED], chosen[RANKED];
    struct referral_started *started;
    int count, n = 0, hires = b->more;
    TRY(people_for(m, (struct need_id){b->id}, b->who, 1U << CLASS_READY | 1U << CLASS_ASK, ranked, &count));
    for (int i = 0; i < count && n < b->to && n < PROPOSED_MOST; i++)
        if (demo_chance(d, 75))
            chosen[n++] = ranked[i];
    if (n == 0)
        return OK;
    TRY(start(m, (struct need_id){b->id}, b->who, chosen, n, &started));
    for (int i = 0; i < n; i++) {
        enum fate fate = i < hires ? FATE_HIRED : (enum fate)demo_weighted(d, OFTEN, FATES - 1);
        if (started[i].result == REFERRAL_STARTED)
            path_draw(m, started[i].id, b->who, b->until, fate);
    }
    return OK;
}

static const char *note_drawn(struct making *m, enum work_status to)
{
    static const char *const NOTES[WORK_STATUSES][3] = {
        [WORK_CONTACTED] = {"Ringte, og avtalte samtale", "Sendte melding og fikk svar samme dag", ""},
        [WORK_RELEVANT] = {"Vil gjerne arbeide der", "Har gjort slikt arbeid før og kan begynne snart", ""},
        [WORK_INTERVIEW] = {"Intervju på arbeidsplassen", "Treffer leder og en kollega", ""},
        [WORK_TRIAL] = {"Går med en kollega i to dager", "", ""},
        [WORK_OFFERED] = {"Fikk tilbud på telefon", "Kontrakten er på vei", ""},
        [WORK_NOT_RELEVANT] = {"Arbeidstiden passer ikke", "Trenger mer norsk for dette arbeidet", ""},
        [WORK_NOT_INTERESTED] = {"Vil heller vente på noe annet", "Har sagt ja til kurs", ""},
    };
    const char *note = NOTES[to][demo_below(&m->life.dice, 3)];
    return note == NULL ? "" : note;
}

static enum status next_step(struct making *m, const struct referral *r, const struct actor *actor, struct issues *issues)
{
    static const char *const STEPS[] = {"Ringe kandidaten", "Ringe arbeidsgiveren", "Avtale møte", "Hente inn kopi av fagbrev",
                                        "Øve til intervjuet", "Høre hvordan det gikk"};
    struct random_stream *d = &m->life.dice;
    return set_next_step(m->app, actor, r->id, r->version, m->days[m->at] + 1 + demo_below(d, 24), (struct user_id){0},
                         STEPS[demo_below(d, COUNT_OF(STEPS))], issues);
}

static enum status answer(struct making *m, const struct demo_beat *b, const struct referral_entry *e, struct issues *issues)
{
    if (!e->asked)
        return OK;
    struct actor self = demo_person_actor(m, e->referral.person);
    bool on_behalf = b->more != 0 || e->share.request.state == SHARE_CANNOT_NOTIFY;
    return answer_share(m->app, on_behalf ? &m->life.workers[b->who] : &self, e->share.id, b->to != 0, issues);
}

static enum status take_back(struct making *m, const struct demo_beat *b, const struct referral_entry *e, struct issues *issues)
{
    struct actor self = demo_person_actor(m, e->referral.person);
    return !e->asked ? OK : take_back_share(m->app, b->to != 0 ? &self : &m->life.workers[b->who], e->share.id, issues);
}

static const char *verdict_note(struct making *m, const struct demo_beat *b)
{
    static const char *const GOOD[] = {"Kjenner arbeidet, og kan begynne når vi trenger det.", "God erfaring. Vi vil gjerne møtes.", ""};
    return b->to == EMPLOYER_RELEVANT ? GOOD[demo_below(&m->life.dice, COUNT_OF(GOOD))] : "";
}

static enum status referral_beat(struct making *m, const struct demo_beat *b)
{
    struct issues issues = issues_in(m->each);
    const struct actor *actor = &m->life.workers[b->who];
    struct referral_entry e;
    struct share_id asked;
    TRY(referral_entry_get(app_store(m->app), (struct referral_id){b->id}, m->each, &e));
    const struct referral *r = &e.referral;
    bool own = e.employer.value == m->employer_user.employer.value;
    switch (b->act) {
    case ACT_WORK:
        // What was to be done has been done, most often.
        if (r->next_on != DAY_NONE && demo_chance(&m->life.dice, 65)) {
            TRY(demo_happened("step done", set_next_step(m->app, actor, r->id, r->version, DAY_NONE, (struct user_id){0}, "", &issues),
                              &issues));
            TRY(referral_entry_get(app_store(m->app), (struct referral_id){b->id}, m->each, &e));
        }
        return demo_happened("work", set_work_status(m->app, actor, r->id, r->version, (enum work_status)b->to,
                                                     note_drawn(m, (enum work_status)b->to), &issues), &issues);
    case ACT_ASK:
        return demo_happened("asking", ask_share(m->app, actor, r->id, m->days[m->at] + b->to, &issues, &asked), &issues);
    case ACT_ANSWER:
        return demo_happened("answer", answer(m, b, &e, &issues), &issues);
    case ACT_TAKE_BACK_SHARE:
        return demo_happened("taking back", take_back(m, b, &e, &issues), &issues);
    case ACT_PRESENT:
        return demo_happened("presenting", present_candidate(m->app, actor, r->id, r->version, &issues), &issues);
    case ACT_UNPRESENT:
        return demo_happened("presentation taken back", take_back_presentation(m->app, actor, r->id, r->version,
                                                                               "Ble presentert for feil behov", &issues), &issues);
    case ACT_VERDICT:
        return demo_happened("verdict", give_verdict(m->app, own ? &m->life.employer_user : actor, r->id, r->version,
                                                     (enum employer_verdict)b->to, (enum verdict_reason)b->more,
                                                     verdict_note(m, b), &issues), &issues);
    default:
        return e.need != NEED_OPEN || r->outcome == OUTCOME_HIRED ? OK
                                                                  : demo_happened("next step", next_step(m, r, actor, &issues), &issues);
    }
}

// What the accounts' own pages show

// The first open need of the demo's employer (OWN), or one of another employer, counted from 0. {0}: there is none.
enum { OWN = -1 };
static enum status open_need_of(struct making *m, int which, struct need_id *out)
{
    struct need_page page;
    bool own = which == OWN;
    const struct actor *who = own ? &m->life.employer_user : &m->life.workers[OFFICE];
    struct need_query query = {.text = "", .states = 1U << NEED_OPEN, .most = 50};
    *out = (struct need_id){0};
    TRY(list_needs(m->app, who, &query, m->each, &page));
    for (size_t i = 0; i < page.row_count && out->value == 0; i++) {
        struct need_view need;
        TRY(get_need(m->app, who, page.rows[i].id, m->each, &need));
        if (own || (need.need.employer.value != m->employer_user.employer.value && which-- == 0))
            *out = page.rows[i].id;
    }
    return OK;
}

// The job centre's people and the demo's candidate, on their way to the demo's employer: one of them hired by its adviser's
// word alone, one found relevant, the others to be considered.
static enum status show_own(struct making *m)
{
    enum { SHOWN = 4 };
    struct need_id need;
    struct person_id people[RANKED];
    struct referral_started *started;
    int count, last = m->day_count - 1;
    if (m->life.employer_user.user.value == 0 || m->life.candidate.user.value == 0)
        return OK;
    TRY(open_need_of(m, OWN, &need));
    if (need.value == 0)
        return OK;
    TRY(people_for(m, need, JOB_CENTRE, 0, people, &count));
    count = count > SHOWN - 1 ? SHOWN - 1 : count;
    people[count++] = m->candidate.person;
    TRY(start(m, need, JOB_CENTRE, people, count, &started));
    for (int i = 0; i < count; i++) {
        struct demo_beat b = {.id = started[i].id.value, .who = JOB_CENTRE, .until = m->day_count, .act = ACT_WORK, .to = WORK_RELEVANT};
        demo_put_beat(m, last - 5, b);
        b.act = ACT_ASK, b.to = 7;
        demo_put_beat(m, last - 4, b);
        b.act = ACT_ANSWER, b.to = 1;
        demo_put_beat(m, last - 3, b);
        b.act = ACT_PRESENT;
        demo_put_beat(m, last - 2, b);
        if (i > 1 || i == count - 1)
            continue;
        b.act = ACT_VERDICT, b.to = EMPLOYER_RELEVANT;
        demo_put_beat(m, last - 1, b);
        b.act = i == 0 ? ACT_HIRE : ACT_WORK, b.to = i == 0 ? 0 : WORK_INTERVIEW, b.more = 1;
        demo_put_beat(m, last, b);
    }
    return OK;
}

// For other employers, a question that the demo's candidate has not answered yet, and a proposal of which nothing has come.
static enum status show_other(struct making *m)
{
    struct need_id need;
    struct referral_started *started;
    if (m->life.candidate.user.value == 0)
        return OK;
    TRY(open_need_of(m, 1, &need));
    if (need.value != 0)
        TRY(start(m, need, JOB_CENTRE, &m->candidate.person, 1, &started));
    TRY(open_need_of(m, 0, &need));
    if (need.value == 0)
        return OK;
    TRY(start(m, need, JOB_CENTRE, &m->candidate.person, 1, &started));
    struct demo_beat b = {.id = started[0].id.value, .who = JOB_CENTRE, .until = m->day_count, .act = ACT_WORK, .to = WORK_CONTACTED};
    demo_put_beat(m, m->at, b);
    b.act = ACT_ASK, b.to = 7;
    demo_put_beat(m, m->day_count - 1, b);
    return OK;
}

static enum status happen(struct making *m, const struct demo_beat *b)
{
    switch (b->act) {
    case ACT_PROPOSE:
        return propose(m, b);
    case ACT_WORK:
    case ACT_ASK:
    case ACT_ANSWER:
    case ACT_TAKE_BACK_SHARE:
    case ACT_PRESENT:
    case ACT_UNPRESENT:
    case ACT_VERDICT:
    case ACT_NEXT:
        return referral_beat(m, b);
    case ACT_TEND:
        TRY(tend_shares(m->app));
        return tend_checkins(m->app);
    case ACT_SHOW_OWN:
        return show_own(m);
    case ACT_SHOW_OTHER:
        return show_other(m);
    default:
        return demo_hire_beat(m, b);
    }
}

enum status demo_life_step(struct making *m)
{
    __typeof__(*m->life.beats) *list = &m->life.beats[m->at];
    int64_t until = (int64_t)m->days[m->at] * DAY_MS + OFFICES_CLOSE_MS, pace = (until - m->now) / (list->count + 1);
    const struct demo_beat *b = list->first;
    m->now += pace < 1 ? 1 : pace;
    app_stand_clock(m->app, m->now);
    list->first = b->next;
    list->last = list->first == NULL ? NULL : list->last;
    list->count--;
    TRY(actors_load(m));
    store_exchange_stream(app_store(m->app), &m->life.ids);
    enum status status = happen(m, b);
    store_exchange_stream(app_store(m->app), &m->life.ids);
    if (status != OK)
        log_error("demo: what follows a need (act %d): %s", (int)b->act, status_name(status));
    return status;
}
