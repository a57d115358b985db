// SPDX-License-Identifier: EUPL-1.2
#include "store/contact_store.h"
#include "store_fixture.h"

// Programme, employers and needs: what goes in comes out, lists page by key in every order.

static enum status put_programme(struct store_tx *tx, void *arg)
{
    return programme_put(tx, arg);
}

static enum status put_agency(struct store_tx *tx, void *arg)
{
    return agency_update(tx, arg);
}

static enum status put_areas(struct store_tx *tx, void *arg)
{
    size_t count;
    const struct region_area *areas = region_drammen(&count);
    return region_area_put_all(tx, areas, count);
}

static void the_programme_and_its_areas(void **state)
{
    struct fixture *f = *state;
    struct programme p, again;
    assert_int_equal(programme_get(f->store, f->arena, &p), OK);
    assert_string_equal(p.name, "Prøveprogrammet");
    assert_int_equal(p.to, day_make(2020, 12, 31));
    p.goal = 500;
    assert_int_equal(run(f, put_programme, &p), OK);
    assert_int_equal(run(f, put_programme, &p), CONFLICT); // made on the version before
    assert_int_equal(programme_get(f->store, f->arena, &again), OK);
    assert_int_equal(again.goal, 500);
    assert_int_equal(again.version, p.version + 1);
    size_t count, expected;
    struct region_area *areas;
    const struct region_area *drammen = region_drammen(&expected);
    assert_int_equal(run(f, put_areas, NULL), OK);
    assert_int_equal(run(f, put_areas, NULL), OK);
    assert_int_equal(region_area_list(f->store, f->arena, &areas, &count), OK);
    assert_int_equal(count, expected);
    for (size_t i = 0; i < count; i++) {
        assert_true(code_equal(areas[i].code, drammen[i].code));
        assert_string_equal(areas[i].name, drammen[i].name);
        assert_string_equal(areas[i].postal, drammen[i].postal);
        assert_true(areas[i].from == drammen[i].from && areas[i].to == drammen[i].to);
        assert_true(code_equal(areas[i].into, drammen[i].into) && areas[i].status == drammen[i].status);
    }
    struct agency *agencies, own;
    assert_int_equal(agency_list(f->store, f->arena, &agencies, &count), OK);
    assert_int_equal(count, 2);
    assert_int_equal(agency_get_programmes_own(f->store, f->arena, &own), OK);
    assert_true(own.id.value == f->office.value);
    const char *nb, *en;
    assert_int_equal(notice_get(f->store, 1, f->arena, &nb, &en), OK);
    assert_string_equal(en, "About your data");
    assert_int_equal(notice_get(f->store, 2, f->arena, &nb, &en), NOT_FOUND);
    struct agency nav;
    assert_int_equal(agency_get(f->store, f->nav, f->arena, &nav), OK);
    nav.name = "Nav Elva";
    assert_int_equal(run(f, put_agency, &nav), OK);
    nav.name = "Nav Fjorden";
    assert_int_equal(run(f, put_agency, &nav), CONFLICT);
    assert_int_equal(agency_get(f->store, f->nav, f->arena, &own), OK);
    assert_string_equal(own.name, "Nav Elva");
    assert_int_equal(own.version, nav.version + 1);
    nav.id.value = 1;
    assert_int_equal(run(f, put_agency, &nav), NOT_FOUND);
}

struct firm {
    const char *name, *orgnr;
    int employees;
    enum employer_stage stage;
    int pledged;
    const char *area;
    struct employer_id id;
    struct workplace_id workplace;
};

static enum status make_firms(struct store_tx *tx, void *arg)
{
    for (struct firm *f = arg; f->name != NULL; f++) {
        TRY(employer_insert(tx, &(struct employer){.name = f->name, .orgnr = f->orgnr, .employees = f->employees,
                                                   .stage = f->stage, .pledged = f->pledged,
                                                   .municipality = code_make("0602"),
                                                   .municipality_valid_on = DAY_NONE, .paused_until = DAY_NONE,
                                                   .pledged_by = DAY_NONE}, &f->id));
        TRY(workplace_insert(tx, &(struct workplace){.employer = f->id, .name = f->name, .area = code_make(f->area),
                                                     .employees = f->employees, .municipality_valid_on = DAY_NONE},
                             day_make(2016, 1, 1), &f->workplace));
    }
    return OK;
}

static struct firm FIRMS[] = {
    {.name = "Ås Taxi AS", .orgnr = "910000101", .employees = 40, .stage = STAGE_MET, .pledged = 3, .area = "0602"},
    {.name = "Ærfugl Bakeri", .orgnr = "910000102", .employees = 7, .stage = STAGE_NEW, .area = "0626"},
    {.name = "Østre Bygg AS", .orgnr = "910000103", .employees = EMPLOYEES_UNKNOWN, .stage = STAGE_HIRING, .pledged = 10,
     .area = "0602"},
    {.name = "Zebra Renhold", .orgnr = "", .employees = 7, .stage = STAGE_MET, .area = "0625"},
    {.name = "Ark & co", .orgnr = "910000105", .employees = 120, .stage = STAGE_TAKING_PART, .area = "0626"},
    {0},
};

// The names' first letters, page by page.
static const char *list_letters(struct fixture *f, const struct employer_filter *filter, enum employer_order order,
                                bool descending, size_t page)
{
    struct buf out = buf_in(f->arena);
    struct employer_id after = {0};
    for (;;) {
        struct employer_entry *list;
        size_t count;
        assert_int_equal(employer_list(f->store, filter, order, descending, after, page, f->arena, &list, &count), OK);
        for (size_t i = 0; i < count; i++)
            buf_add(&out, list[i].employer.name, (unsigned char)list[i].employer.name[0] >= 0x80 ? 2 : 1);
        if (count < page)
            return buf_text(&out);
        after = list[count - 1].employer.id;
    }
}

static void employers_list_by_key_in_every_order(void **state)
{
    struct fixture *f = *state;
    struct firm firms[COUNT_OF(FIRMS)];
    memcpy(firms, FIRMS, sizeof firms);
    assert_int_equal(run(f, make_firms, firms), OK);
    static const struct {
        enum employer_order order;
        bool descending;
        const char *letters;
    } orders[] = {
        {EMPLOYER_ORDER_NAME, false, "AZÆØÅ"},      {EMPLOYER_ORDER_NAME, true, "ÅØÆZA"},
        {EMPLOYER_ORDER_EMPLOYEES, false, "ØÆZÅA"}, {EMPLOYER_ORDER_EMPLOYEES, true, "AÅZÆØ"},
        {EMPLOYER_ORDER_STAGE, false, "ÆÅZAØ"},     {EMPLOYER_ORDER_STAGE, true, "ØAZÅÆ"},
        {EMPLOYER_ORDER_CREATED, false, "ÅÆØZA"},   {EMPLOYER_ORDER_CREATED, true, "AZØÆÅ"},
    };
    for (size_t i = 0; i < COUNT_OF(orders); i++)
        for (size_t page = 1; page <= 7; page += 2)
            assert_string_equal(list_letters(f, &(struct employer_filter){0}, orders[i].order, orders[i].descending, page),
                                orders[i].letters);
    static const struct {
        struct employer_filter filter;
        const char *letters;
    } filters[] = {
        {{.text = "øs"}, "Ø"},       // beginnings of words, folded
        {{.text = "OSTRE by"}, "Ø"}, // all words
        {{.text = "stre"}, ""},      // not their middles
        {{.text = "910000101"}, "Å"},
        {{.text = "%"}, "AZÆØÅ"},    // no word at all
        {{.text = "_s"}, ""},        // no sign of LIKE gets through
        {{.stages = 1 << STAGE_MET | 1 << STAGE_NEW}, "ZÆÅ"},
        {{.pledged = true}, "ØÅ"},
        {{.open_needs = true}, ""},
    };
    for (size_t i = 0; i < COUNT_OF(filters); i++) {
        struct employer_totals totals;
        const char *letters = list_letters(f, &filters[i].filter, EMPLOYER_ORDER_NAME, false, 100);
        assert_string_equal(letters, filters[i].letters);
        assert_int_equal(employer_count(f->store, &filters[i].filter, &totals), OK);
        assert_int_equal(totals.employers, strlen(filters[i].letters) - (strstr(letters, "Æ") != NULL) -
                                               (strstr(letters, "Ø") != NULL) - (strstr(letters, "Å") != NULL));
    }
    assert_string_equal(list_letters(f, &(struct employer_filter){.area = code_make("0626")}, EMPLOYER_ORDER_NAME, false, 9),
                        "AÆ");
    struct employer_totals totals;
    assert_int_equal(employer_count(f->store, &(struct employer_filter){0}, &totals), OK);
    assert_int_equal(totals.taking_part, 2);
    assert_int_equal(totals.pledged, 13);
}

static enum status update_employer(struct store_tx *tx, void *arg)
{
    return employer_update(tx, arg);
}

struct move {
    struct workplace workplace;
    day from;
};

static enum status move_workplace(struct store_tx *tx, void *arg)
{
    struct move *m = arg;
    return workplace_update(tx, &m->workplace, m->from);
}

struct contact_job {
    struct contact contact;
    struct contact_id id;
};

static enum status insert_contact(struct store_tx *tx, void *arg)
{
    struct contact_job *j = arg;
    return contact_insert(tx, &j->contact, &j->id);
}

static void employers_change_by_version_and_workplaces_by_parent(void **state)
{
    struct fixture *f = *state;
    struct firm firms[COUNT_OF(FIRMS)];
    memcpy(firms, FIRMS, sizeof firms);
    assert_int_equal(run(f, make_firms, firms), OK);
    struct employer e, again;
    assert_int_equal(employer_find(f->store, "910000101", f->arena, &e), OK);
    assert_int_equal(employer_find(f->store, "", f->arena, &again), NOT_FOUND); // many have none
    e.stage = STAGE_PAUSED;
    e.paused_until = day_make(2016, 8, 1);
    e.owner = f->adviser;
    struct contact_job boss = {.contact = {.employer = e.id, .name = "Åse Sjef", .role = CONTACT_LEADER, .informed_on = DAY_NONE,
                                           .left_on = DAY_NONE}};
    assert_int_equal(run(f, insert_contact, &boss), OK);
    assert_string_equal(list_letters(f, &(struct employer_filter){.text = "åse"}, EMPLOYER_ORDER_NAME, false, 9), "Å");
    assert_int_equal(run(f, update_employer, &e), OK);
    assert_int_equal(run(f, update_employer, &e), CONFLICT);
    assert_int_equal(employer_get(f->store, e.id, f->arena, &again), OK);
    assert_int_equal(again.version, 2);
    assert_int_equal(again.stage, STAGE_PAUSED);
    assert_int_equal(again.paused_until, e.paused_until);
    assert_true(again.owner.value == f->adviser.value);
    assert_string_equal(list_letters(f, &(struct employer_filter){.text = "åse"}, EMPLOYER_ORDER_NAME, false, 9), "Å");
    again.orgnr = "910000102"; // another's
    assert_int_equal(run(f, update_employer, &again), CONFLICT);
    // a workplace sold on 1 May
    struct move m = {.from = day_make(2016, 5, 1)};
    struct employer_id parent;
    assert_int_equal(workplace_get(f->store, firms[0].workplace, f->arena, &m.workplace), OK);
    m.workplace.employer = firms[1].id;
    assert_int_equal(run(f, move_workplace, &m), OK);
    m.workplace.employer = firms[2].id;
    assert_int_equal(run(f, move_workplace, &m), CONFLICT); // made on the version before: the parent stays too
    assert_int_equal(workplace_parent(f->store, firms[0].workplace, day_make(2015, 12, 31), &parent), NOT_FOUND);
    assert_int_equal(workplace_parent(f->store, firms[0].workplace, day_make(2016, 4, 30), &parent), OK);
    assert_true(parent.value == firms[0].id.value);
    assert_int_equal(workplace_parent(f->store, firms[0].workplace, day_make(2016, 5, 1), &parent), OK);
    assert_true(parent.value == firms[1].id.value);
    struct workplace_entry *hits;
    size_t count;
    assert_int_equal(workplace_search(f->store, (struct employer_id){0}, "taxi ærf", 9, f->arena, &hits, &count), OK);
    assert_int_equal(count, 1);
    assert_string_equal(hits[0].employer_name, "Ærfugl Bakeri");
}

struct need_job {
    struct need need;
    struct need_id id;
};

static enum status insert_need(struct store_tx *tx, void *arg)
{
    struct need_job *j = arg;
    return need_insert(tx, &j->need, &j->id);
}

static enum status update_need(struct store_tx *tx, void *arg)
{
    return need_update(tx, &((struct need_job *)arg)->need);
}

static void needs_keep_all_they_say(void **state)
{
    struct fixture *f = *state;
    struct firm firms[COUNT_OF(FIRMS)];
    memcpy(firms, FIRMS, sizeof firms);
    assert_int_equal(run(f, make_firms, firms), OK);
    struct requirement requirement = {.kind = REQUIRE_ATOMS, .must = true, .least = EVIDENCE_STATED, .atom_count = 1,
                                      .atoms = {{.kind = ATOM_LANGUAGE, .code = code_make("nob"), .part = PART_SPEAKING,
                                                 .level = CEFR_B1}},
                                      .work_reason = "Snakker med kunder"};
    struct need_job j = {.need = {.employer = firms[0].id, .workplace = firms[0].workplace, .title = "Ekspeditør",
                                  .occupation = code_make("5223"), .positions = 2, .place = code_make("0602"),
                                  .start_from = day_make(2016, 6, 1), .start_latest = day_make(2016, 8, 1),
                                  .share_least = 50, .share_most = 100, .times = TIME_DAY | TIME_EVENING,
                                  .form = FORM_SUBSTITUTE, .description = "Kasse og varer", .requirements = &requirement,
                                  .requirement_count = 1}};
    assert_int_equal(run(f, insert_need, &j), OK);
    struct need n;
    assert_int_equal(need_get(f->store, j.id, f->arena, &n), OK);
    assert_int_equal(n.version, 1);
    assert_int_equal(n.state, NEED_DRAFT);
    assert_string_equal(n.title, "Ekspeditør");
    assert_int_equal(n.form, FORM_SUBSTITUTE);
    assert_int_equal(n.positions, 2);
    assert_int_equal(n.start_latest, day_make(2016, 8, 1));
    assert_int_equal(n.requirement_count, 1);
    assert_string_equal(n.requirements[0].work_reason, "Snakker med kunder");
    assert_true(n.stated_by.value == f->adviser.value);
    struct access_facts facts;
    assert_int_equal(need_access_facts(f->store, j.id, &facts), OK);
    assert_true(facts.employer.value == firms[0].id.value && facts.agency.value == f->nav.value);
    assert_int_equal(facts.need_state, NEED_DRAFT);
    assert_int_equal(need_access_facts(f->store, (struct need_id){4}, &facts), NOT_FOUND);
    struct need_job change = {.need = n};
    change.need.state = NEED_OPEN;
    change.need.opened_at = NOW;
    assert_int_equal(run(f, update_need, &change), OK);
    assert_int_equal(run(f, update_need, &change), CONFLICT);
    assert_int_equal(need_get(f->store, j.id, f->arena, &change.need), OK);
    assert_int_equal(change.need.lot, n.lot);
    // lists
    struct need_job draft = {.need = j.need};
    draft.need.title = "Ærlig vikar";
    draft.need.start_from = draft.need.start_latest = DAY_NONE;
    assert_int_equal(run(f, insert_need, &draft), OK);
    struct need_entry *list;
    size_t count;
    assert_int_equal(need_list(f->store, &(struct need_filter){.text = "taxi"}, NEED_ORDER_START, false,
                               (struct need_id){0}, 10, f->arena, &list, &count), OK);
    assert_int_equal(count, 2);
    assert_string_equal(list[0].need.title, "Ærlig vikar"); // no start sorts first
    assert_string_equal(list[1].employer_name, "Ås Taxi AS");
    assert_int_equal(need_list(f->store, &(struct need_filter){0}, NEED_ORDER_TITLE, true, draft.id, 10, f->arena, &list,
                               &count), OK);
    assert_int_equal(count, 1); // after Æ, downwards
    assert_string_equal(list[0].need.title, "Ekspeditør");
    struct need_totals totals;
    assert_int_equal(need_count(f->store, &(struct need_filter){.states = 1 << NEED_OPEN}, &totals), OK);
    assert_int_equal(totals.needs, 1);
    assert_int_equal(totals.positions, 2);
    // another agency does not see the draft
    assert_int_equal(need_count(f->store, &(struct need_filter){.agency_or_opened = f->office}, &totals), OK);
    assert_int_equal(totals.needs, 1);
    assert_int_equal(need_count(f->store, &(struct need_filter){.agency_or_opened = f->nav}, &totals), OK);
    assert_int_equal(totals.needs, 2);
    struct need *open;
    assert_int_equal(need_list_open(f->store, f->arena, &open, &count), OK);
    assert_int_equal(count, 1);
    struct employer_entry *firm;
    assert_int_equal(employer_list(f->store, &(struct employer_filter){.open_needs = true}, EMPLOYER_ORDER_NAME, false,
                                   (struct employer_id){0}, 10, f->arena, &firm, &count), OK);
    assert_int_equal(count, 1);
    assert_int_equal(firm[0].open_positions, 2);
    assert_int_equal(firm[0].area_count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_programme_and_its_areas, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(employers_list_by_key_in_every_order, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(employers_change_by_version_and_workplaces_by_parent, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(needs_keep_all_they_say, fixture_open, fixture_close),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("nouns", tests, NULL, NULL);
}
