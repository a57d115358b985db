// SPDX-License-Identifier: EUPL-1.2
// Activities and tasks in a real store: what is kept when one is changed, whom a network reaches, which lists find them,
// tasks that something else makes, and who is warned of whose contact.
#include "store_fixture.h"

#include "sql/sql.h"
#include "store/activity_store.h"
#include "store/task_store.h"

static struct employer_id firms[3];
static struct network_id network = {77};
static struct contact_id contact = {88};

static enum status prepare(struct store_tx *tx, void *arg)
{
    static const char *const names[] = {"Elveverket AS", "Bruverket AS", "Fjellverket AS"};
    for (size_t i = 0; i < 3; i++)
        TRY(employer_insert(tx, &(struct employer){.name = names[i], .employees = EMPLOYEES_UNKNOWN, .paused_until = DAY_NONE,
                                                   .pledged_by = DAY_NONE, .municipality_valid_on = DAY_NONE,
                                                   .estimate_on = DAY_NONE, .reference_on = DAY_NONE}, &firms[i]));
    TRY(sql_run(tx->db, "INSERT INTO network (id, version, name, search, kind, active, created_at) "
                        "VALUES (77, 1, 'Senteret', ' senteret', 'centre', 1, 0)"));
    for (size_t i = 0; i < 2; i++)
        TRY(sql_run(tx->db, "INSERT INTO network_member (network_id, employer_id, since) VALUES (77, $1, '2016-01-01')",
                    V(firms[i].value)));
    return sql_run(tx->db,
                   "INSERT INTO contact (id, version, employer_id, name, search, role, title, email, phone, lang, informed, "
                   "informed_how, created_at) VALUES (88, 1, $1, 'Åse Øst', ' ase ost', 'hr', '', 'ase@elv.example', '', 'nb', "
                   "'not-asked', '', 0)", V(firms[0].value));
}

struct job {
    struct activity activity;
    struct activity_id id;
    struct task task;
    struct task_id task_id;
    int64_t number;
    bool deleted;
};

static enum status insert(struct store_tx *tx, void *arg)
{
    struct job *job = arg;
    return activity_insert(tx, &job->activity, &job->id);
}

static enum status update(struct store_tx *tx, void *arg)
{
    return activity_update(tx, &((struct job *)arg)->activity);
}

static enum status bin(struct store_tx *tx, void *arg)
{
    struct job *job = arg;
    return activity_set_deleted(tx, job->activity.id, job->activity.version, job->deleted);
}

static struct activity a_visit(struct fixture *f, const struct activity_party *party)
{
    return (struct activity){.kind = ACTIVITY_VISIT, .state = ACTIVITY_PLANNED, .at = NOW + DAY_MS, .minutes = 30, .place = "Porten",
                             .note = "", .name_reason = "", .agency = f->nav, .parties = party, .party_count = 1};
}

static struct activity_id written(struct fixture *f, struct activity act)
{
    struct job job = {.activity = act};
    assert_int_equal(run(f, insert, &job), OK);
    return job.id;
}

static struct activity stored(struct fixture *f, struct activity_id id)
{
    struct activity act;
    assert_int_equal(activity_get(f->store, id, f->arena, &act), OK);
    return act;
}

static size_t found(struct fixture *f, struct activity_filter filter)
{
    struct activity *rows;
    size_t count;
    assert_int_equal(activity_list(f->store, &filter, false, NULL, 50, f->arena, &rows, &count), OK);
    return count;
}
#define ALL .kind = -1, .state = -1, .outcome = -1

static enum status answer(struct store_tx *tx, void *arg)
{
    struct activity_id id = ((struct job *)arg)->id;
    return activity_answer(tx, id, (struct user_id){0}, contact, INVITATION_ACCEPTED, 0, NOW);
}

static void people_who_stay_keep_their_answers(void **state)
{
    struct fixture *f = *state;
    const struct activity_party party = {.employer = firms[0]};
    const struct activity_participant people[] = {{.contact = contact}, {.name = "Bo Vik"}, {.user = f->adviser}, {.name = "Bo Vik"}};
    struct activity act = a_visit(f, &party);
    act.people = people;
    act.people_count = 4;
    struct job job = {.id = written(f, act)};
    act = stored(f, job.id);
    assert_int_equal(act.people_count, 3); // named twice is once
    assert_string_equal(act.people[0].name, "Åse Øst");
    assert_string_equal(act.people[0].email, "ase@elv.example");
    assert_string_equal(act.people[0].of, "Elveverket AS");
    assert_int_equal(act.people[0].invited_sequence, -1);
    assert_int_equal(run(f, answer, &job), OK);

    job.activity = act;
    job.activity.at += DAY_MS;
    job.activity.people = people;
    job.activity.people_count = 1;
    assert_int_equal(run(f, update, &job), OK);
    assert_int_equal(run(f, update, &job), CONFLICT); // an old version
    act = stored(f, job.id);
    assert_int_equal(act.people_count, 1);
    assert_int_equal(act.people[0].answer, INVITATION_ACCEPTED);
    assert_int_equal(act.version, 2); // an answer is no version: it stands in nobody's way
    assert_int_equal(found(f, (struct activity_filter){ALL, .employer = firms[0]}), 1);
    assert_int_equal(found(f, (struct activity_filter){ALL, .user = f->adviser}), 0);

    job.activity = act;
    job.deleted = true;
    assert_int_equal(run(f, bin, &job), OK);
    assert_int_equal(found(f, (struct activity_filter){ALL}), 0);
    assert_int_equal(found(f, (struct activity_filter){ALL, .deleted = true}), 1);
    job.activity.version++;
    job.deleted = false;
    assert_int_equal(run(f, bin, &job), OK);
    assert_int_equal(found(f, (struct activity_filter){.kind = -1, .outcome = -1, .state = ACTIVITY_PLANNED}), 1);
}

static enum status member_joins(struct store_tx *tx, void *arg)
{
    return sql_run(tx->db, "INSERT INTO network_member (network_id, employer_id, since) VALUES (77, $1, '2016-04-07')",
                   V(firms[2].value));
}

static void a_network_is_reached_as_it_was(void **state)
{
    struct fixture *f = *state;
    struct activity act = a_visit(f, NULL);
    act.kind = ACTIVITY_PRESENTATION;
    act.party_count = 0;
    act.network = network;
    struct job job = {.activity = act};
    job.id = written(f, act);
    assert_int_equal(stored(f, job.id).reached, 2);
    assert_int_equal(run(f, member_joins, NULL), OK);
    job.activity = stored(f, job.id);
    assert_int_equal(run(f, update, &job), OK); // still planned: it will reach the new one
    assert_int_equal(stored(f, job.id).reached, 3);
    job.activity = stored(f, job.id);
    job.activity.state = ACTIVITY_HELD;
    job.activity.at = NOW - DAY_MS;
    assert_int_equal(run(f, update, &job), OK);
    assert_int_equal(found(f, (struct activity_filter){ALL, .employer = firms[2]}), 1);
    assert_int_equal(found(f, (struct activity_filter){ALL, .network = network}), 1);
    assert_int_equal(found(f, (struct activity_filter){.kind = ACTIVITY_PRESENTATION, .outcome = -1, .employer = firms[2],
                                                       .state = ACTIVITY_HELD}), 1);
    assert_int_equal(found(f, (struct activity_filter){.kind = ACTIVITY_CALL, .state = -1, .outcome = -1, .employer = firms[2]}), 0);
}

// Every way through the lists finds the same as looking at each row.
static void lists_find_the_same_by_every_way(void **state)
{
    struct fixture *f = *state;
    enum { MANY = 120, PAGE = 7 };
    for (int i = 0; i < MANY; i++) {
        const struct activity_party party = {.employer = firms[i % 3]};
        const struct activity_participant self = {.user = f->adviser};
        struct activity act = a_visit(f, &party);
        act.kind = (enum activity_kind)(i % 5);
        act.state = i % 4 == 0 ? ACTIVITY_PLANNED : ACTIVITY_HELD;
        act.outcome = i % 4 == 0 ? ACTIVITY_UNTOLD : (enum activity_outcome)(i % 3);
        act.at = NOW + (i * 7919 % 200 - 100) * DAY_MS / 2; // several at the same instant
        act.agency = i % 2 == 0 ? f->office : f->nav;
        act.people = &self;
        act.people_count = i % 2;
        written(f, act);
    }
    struct activity *all, *rows;
    size_t total, count;
    assert_int_equal(activity_list(f->store, &(struct activity_filter){ALL}, false, NULL, 1000, f->arena, &all, &total), OK);
    const struct activity_filter filters[] = {
        {ALL}, {.kind = 2, .state = -1, .outcome = -1}, {.kind = -1, .state = -1, .outcome = 1}, {.kind = 1, .state = -1, .outcome = 2},
        {.kind = -1, .state = ACTIVITY_PLANNED, .outcome = -1}, {ALL, .user = f->adviser}, {ALL, .agency = f->office},
        {ALL, .employer = firms[1]}, {.kind = 3, .state = -1, .outcome = -1, .employer = firms[1], .user = f->adviser},
        {ALL, .from = NOW - 10 * DAY_MS, .until = NOW + 3 * DAY_MS}, {.kind = 0, .state = ACTIVITY_HELD, .outcome = -1, .agency = f->nav},
    };
    for (size_t k = 0; k < sizeof filters / sizeof *filters; k++)
        for (int ascending = 0; ascending < 2; ascending++) {
            const struct activity_filter *q = &filters[k];
            struct activity_place at = {0};
            size_t expected = 0, seen = 0;
            for (size_t i = 0; i < total; i++)
                expected += (q->kind < 0 || (int)all[i].kind == q->kind) && (q->state < 0 || (int)all[i].state == q->state) &&
                            (q->outcome < 0 || (int)all[i].outcome == q->outcome) && (q->from == 0 || all[i].at >= q->from) &&
                            (q->until == 0 || all[i].at < q->until) && (q->agency.value == 0 || all[i].agency.value == q->agency.value) &&
                            (q->user.value == 0 || (all[i].people_count > 0 && all[i].people[0].user.value == q->user.value)) &&
                            (q->employer.value == 0 || all[i].network.value != 0 || // which all of them belong to by now
                             (all[i].party_count > 0 && all[i].parties[0].employer.value == q->employer.value));
            do {
                assert_int_equal(activity_list(f->store, q, ascending, seen == 0 ? NULL : &at, PAGE, f->arena, &rows, &count), OK);
                for (size_t i = 0; i < count; i++) {
                    bool later = rows[i].at > at.at || (rows[i].at == at.at && rows[i].id.value > at.id);
                    assert_true((seen == 0 && i == 0) || later == (ascending == 1));
                    at = (struct activity_place){rows[i].at, rows[i].id.value};
                }
                seen += count;
            } while (count == PAGE);
            assert_int_equal(seen, expected);
        }
}

static enum status make_task(struct store_tx *tx, void *arg)
{
    struct job *job = arg;
    return task_insert(tx, &job->task, &job->task_id);
}

static enum status close_cause(struct store_tx *tx, void *arg)
{
    return task_close_cause(tx, "flag", ((struct job *)arg)->number, TASK_DONE);
}

static void a_cause_makes_one_task(void **state)
{
    struct fixture *f = *state;
    struct task t;
    struct task_entry *rows;
    size_t count;
    int64_t open;
    struct job job = {.task = {.what = "Explain it", .by = TODAY, .employer = firms[0], .cause = "flag", .cause_row = 5}, .number = 5};
    assert_int_equal(run(f, make_task, &job), OK);
    struct task_id first = job.task_id;
    assert_int_equal(run(f, make_task, &job), OK); // the job, repeated
    assert_true(job.task_id.value == first.value);
    assert_int_equal(task_get(f->store, first, f->arena, &t), OK);
    assert_true(t.agency.value == f->office.value); // nobody's is the programme's own
    assert_int_equal(task_of_cause(f->store, "flag", 6, f->arena, &t), NOT_FOUND);
    job.task = (struct task){.what = "Ring", .by = DAY_NONE, .user = f->adviser};
    assert_int_equal(run(f, make_task, &job), OK);
    assert_int_equal(task_get(f->store, job.task_id, f->arena, &t), OK);
    assert_true(t.agency.value == f->nav.value); // of the one who has it
    job.task = (struct task){.what = "Send", .by = TODAY - 1, .user = f->adviser};
    assert_int_equal(run(f, make_task, &job), OK);

    struct task_filter mine = {.user = f->adviser, .before = DAY_NONE, .from = DAY_NONE};
    assert_int_equal(task_list(f->store, &mine, NULL, 0, 10, f->arena, &rows, &count), OK);
    assert_int_equal(count, 2);
    assert_string_equal(rows[0].task.what, "Send"); // those without a day come last
    assert_int_equal(task_list(f->store, &mine, task_key(&rows[0].task, f->arena), rows[0].task.id.value, 10, f->arena, &rows, &count), OK);
    assert_int_equal(count, 1);
    assert_string_equal(rows[0].task.what, "Ring");
    mine.before = TODAY;
    assert_int_equal(task_count(f->store, &mine, &open), OK);
    assert_int_equal(open, 1);

    assert_int_equal(run(f, close_cause, &job), OK);
    assert_int_equal(run(f, close_cause, &job), OK);
    assert_int_equal(task_get(f->store, first, f->arena, &t), OK);
    assert_int_equal(t.state, TASK_DONE);
    assert_int_equal(t.version, 2);
    job.task = (struct task){.what = "Explain it", .cause = "flag", .cause_row = 5, .by = DAY_NONE};
    assert_int_equal(run(f, make_task, &job), OK); // what was settled is not asked for again
    assert_true(job.task_id.value == first.value);
}

static void others_contacts(void **state)
{
    struct fixture *f = *state;
    const struct activity_party party = {.employer = firms[2]};
    struct contact_made *made;
    size_t count, before;
    assert_int_equal(activity_contacts_of(f->store, firms[2], f->nav, (struct activity_id){0}, NOW - 14 * DAY_MS, 100, f->arena, &made,
                                          &before), OK);
    struct activity act = a_visit(f, &party);
    act.agency = f->office;
    struct activity_id planned = written(f, act);
    act.kind = ACTIVITY_NOTE;
    act.state = ACTIVITY_HELD;
    act.note = "Flyttet";
    written(f, act);
    act.kind = ACTIVITY_CALL;
    act.at = NOW - 40 * DAY_MS;
    written(f, act);
    assert_int_equal(activity_contacts_of(f->store, firms[2], f->nav, (struct activity_id){0}, NOW - 14 * DAY_MS, 100, f->arena, &made,
                                          &count), OK);
    assert_int_equal(count, before + 1);
    assert_int_equal(activity_contacts_of(f->store, firms[2], f->nav, planned, NOW - 14 * DAY_MS, 100, f->arena, &made, &count), OK);
    assert_int_equal(count, before);
}

int main(void)
{
    struct CMUnitTest tests[] = {
        cmocka_unit_test(people_who_stay_keep_their_answers), cmocka_unit_test(a_network_is_reached_as_it_was),
        cmocka_unit_test(lists_find_the_same_by_every_way),   cmocka_unit_test(a_cause_makes_one_task),
        cmocka_unit_test(others_contacts),
    };
    void *state = NULL;
    fixture_open(&state);
    struct fixture *f = state;
    if (run(f, prepare, NULL) != OK)
        return 1;
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
        tests[i].initial_state = f;
    cmocka_set_message_output(CM_OUTPUT_TAP);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    fixture_close(&state);
    return failed;
}
