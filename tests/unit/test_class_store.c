// SPDX-License-Identifier: EUPL-1.2
#include "store_fixture.h"

#include "store/class_store.h"

// Classifications in versions side by side: what is staged is inert, one of a slot is in use, and what is taken back
// leaves what was before.

struct staging {
    struct class_version version;
    int64_t base;
    const struct class_item *items;
    size_t item_count;
    const struct class_relation *relations;
    size_t relation_count;
    const struct class_change *changes;
    size_t change_count;
    const struct class_label *labels;
    size_t label_count;
    bool take;
};

static enum status stage(struct store_tx *tx, void *arg)
{
    const struct staging *s = arg;
    TRY(class_version_stage(tx, &s->version, s->base));
    TRY(class_version_stage(tx, &s->version, s->base)); // a second time changes nothing
    for (size_t i = 0; i < s->item_count; i++)
        TRY(class_item_put(tx, s->version.id, &s->items[i]));
    for (size_t i = 0; i < s->relation_count; i++)
        TRY(class_relation_put(tx, s->version.id, &s->relations[i]));
    for (size_t i = 0; i < s->change_count; i++)
        TRY(class_change_put(tx, s->version.id, &s->changes[i]));
    for (size_t i = 0; i < s->label_count; i++)
        TRY(class_label_put(tx, s->version.id, &s->labels[i]));
    TRY(class_version_ready(tx, s->version.id));
    return s->take ? class_take(tx, s->version.id) : OK;
}

static enum status take(struct store_tx *tx, void *arg)
{
    return class_take(tx, *(int64_t *)arg);
}

static enum status give_back(struct store_tx *tx, void *arg)
{
    return class_give_back(tx, *(int64_t *)arg);
}

static enum status drop(struct store_tx *tx, void *arg)
{
    return class_drop(tx, *(int64_t *)arg);
}

static enum status begin(struct store_tx *tx, void *arg)
{
    return class_version_stage(tx, arg, 0);
}

#define ITEM(code_, level_, nb)                                                                                        \
    {.key = code_, .code = code_, .level = level_, .name_nb = nb, .valid_from = DAY_NONE, .valid_to = DAY_NONE}
#define VERSION(id_, subject_, slot_, name_)                                                                           \
    {.id = id_, .subject = subject_, .slot = slot_, .name = name_, .valid_from = DAY_NONE, .valid_to = DAY_NONE}

static const struct class_item cooks[] = {ITEM("51", 2, "Serviceyrker"), ITEM("512", 3, "Kokker"), ITEM("5120", 4, "Kokker"),
                                          ITEM("0000", 4, "Uoppgitt")};
static const struct class_item renamed[] = {ITEM("5120", 4, "Kokker og kjøkkensjefer")};

static int64_t in_use(struct fixture *f, const char *slot)
{
    struct class_version v;
    enum status status = class_version_in_use(f->store, slot, f->arena, &v);
    assert_true(status == OK || status == NOT_FOUND);
    return status == OK ? v.id : 0;
}

static void versions_stand_side_by_side(void **state)
{
    struct fixture *f = *state;
    int64_t first = 11, second = 12;
    struct class_version half = VERSION(13, CLASS_STYRK, "styrk", "halv");
    struct staging one = {.version = VERSION(11, CLASS_STYRK, "styrk", "2011"), .items = cooks, .item_count = 4};
    struct staging two = {
        .version = VERSION(12, CLASS_STYRK, "styrk", "2023"), .base = 11, .items = renamed, .item_count = 1};
    assert_int_equal(run(f, stage, &one), OK);
    assert_int_equal(in_use(f, "styrk"), 0);
    assert_int_equal(run(f, take, &first), OK);
    assert_int_equal(run(f, stage, &two), OK);
    assert_int_equal(in_use(f, "styrk"), 11);
    struct class_counts counts;
    assert_int_equal(class_version_counts(f->store, 12, &counts), OK);
    assert_int_equal(counts.items, 4);
    struct class_item item;
    assert_int_equal(class_item_find(f->store, 12, "5120", f->arena, &item), OK);
    assert_string_equal(item.name_nb, "Kokker og kjøkkensjefer");
    assert_int_equal(class_item_find(f->store, 11, "5120", f->arena, &item), OK);
    assert_string_equal(item.name_nb, "Kokker");
    assert_int_equal(class_item_find(f->store, 11, "5131", f->arena, &item), NOT_FOUND);

    assert_int_equal(run(f, take, &second), OK);
    assert_int_equal(in_use(f, "styrk"), 12);
    struct class_version *list;
    size_t count;
    assert_int_equal(class_version_list(f->store, f->arena, &list, &count), OK);
    assert_int_equal(count, 2);
    assert_int_equal(list[0].id, 12);
    assert_int_equal(list[0].former, 11);
    assert_int_equal(list[0].taken_at, NOW);
    assert_int_equal(list[1].state, CLASS_FORMER);

    assert_int_equal(run(f, drop, &second), CONFLICT);
    assert_int_equal(run(f, give_back, &second), OK);
    assert_int_equal(in_use(f, "styrk"), 11);
    assert_int_equal(run(f, drop, &second), OK);
    assert_int_equal(run(f, drop, &second), OK);
    assert_int_equal(class_version_get(f->store, 12, f->arena, &half), NOT_FOUND);
    assert_int_equal(class_version_counts(f->store, 12, &counts), OK);
    assert_int_equal(counts.items, 0);

    struct class_version loading = VERSION(13, CLASS_STYRK, "styrk", "halv");
    int64_t third = 13;
    assert_int_equal(run(f, begin, &loading), OK);
    assert_int_equal(run(f, take, &third), CONFLICT);
    assert_int_equal(in_use(f, "styrk"), 11);
}

static void what_is_given_back_twice_goes_to_the_first(void **state)
{
    struct fixture *f = *state;
    for (int64_t id = 21; id <= 23; id++) {
        struct staging s = {.version = VERSION(id, CLASS_POSTAL, "postal", "p"), .take = true};
        assert_int_equal(run(f, stage, &s), OK);
    }
    int64_t middle = 22, last = 23;
    assert_int_equal(run(f, drop, &middle), OK);
    assert_int_equal(run(f, give_back, &last), OK);
    assert_int_equal(in_use(f, "postal"), 21);
}

static enum status give_codes(struct store_tx *tx, void *arg)
{
    TRY(class_code_put(tx, "http://example/1", "eaaaa"));
    TRY(class_code_put(tx, "http://example/1", "eaaaa"));
    return class_code_put(tx, "http://example/1", "ebbbb");
}

static enum status give_taken_code(struct store_tx *tx, void *arg)
{
    TRY(class_code_put(tx, "http://example/1", "eaaaa"));
    return class_code_put(tx, "http://example/2", "eaaaa");
}

static void a_short_code_is_one_uris_for_ever(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(run(f, give_codes, NULL), CONFLICT);
    assert_int_equal(run(f, give_taken_code, NULL), CONFLICT);
}

struct heard {
    char text[2000];
    size_t length;
};

static enum status hear(void *arg, const struct class_title *t)
{
    struct heard *h = arg;
    h->length += (size_t)snprintf(h->text + h->length, sizeof h->text - h->length, "%s %s %s %s%s\n", t->code, t->title,
                                  t->lang == LANG_NB ? "nb" : "en", t->source, t->preferred ? "!" : "");
    return OK;
}

static void titles_come_from_all_in_use(void **state)
{
    struct fixture *f = *state;
    struct heard h = {.length = 0};
    static const struct class_item esco[] = {
        {.key = "u1", .type = "occupation", .code = "o1", .parent = "5120", .name_en = "cook",
         .labels_en = "chef", .valid_from = DAY_NONE, .valid_to = DAY_NONE},
        // ISCO-08 has a group that STYRK-08 does not: the only one of the three digits stands for it.
        {.key = "u2", .type = "occupation", .code = "o2", .parent = "5129", .name_en = "grill cook", .valid_from = DAY_NONE,
         .valid_to = DAY_NONE},
        {.key = "u3", .type = "occupation", .code = "o3", .parent = "9999", .name_en = "nobody", .valid_from = DAY_NONE,
         .valid_to = DAY_NONE},
        {.key = "u4", .type = "skill", .code = "e4", .name_en = "cook fish", .valid_from = DAY_NONE, .valid_to = DAY_NONE},
    };
    static const struct class_label labels[] = {{"o1", "nb", 0, "kokk", ""}, {"o1", "nb", 1, "", "matlager\nkjøkkenkar"},
                                                {"e4", "nb", 0, "koke fisk", ""}};
    static const struct class_item titles[] = {
        {.key = "Kokk\t5120", .code = "5120", .name_nb = "Kokk", .valid_from = DAY_NONE, .valid_to = DAY_NONE}};
    assert_int_equal(class_titles_each(f->store, hear, &h), OK);
    assert_int_equal(h.length, 0);
    struct staging e = {.version = VERSION(31, CLASS_ESCO, "esco", "1"), .items = esco, .item_count = 4,
                        .labels = labels, .label_count = 3, .take = true};
    struct staging s = {.version = VERSION(32, CLASS_STYRK, "styrk", "1"), .items = cooks, .item_count = 4, .take = true};
    struct staging t = {.version = VERSION(33, CLASS_TITLES, "titles", "1"), .items = titles, .item_count = 1, .take = true};
    assert_int_equal(run(f, stage, &e), OK);
    assert_int_equal(run(f, stage, &s), OK);
    assert_int_equal(run(f, stage, &t), OK);
    assert_int_equal(class_titles_each(f->store, hear, &h), OK);
    assert_string_equal(h.text, "5120 Kokker nb styrk!\n5120 Kokk nb titles!\n5120 cook en esco!\n5120 chef en esco\n"
                                "5120 grill cook en esco!\n5120 kokk nb esco!\n5120 matlager nb esco\n"
                                "5120 kjøkkenkar nb esco\n");
}

static void places_are_asked_for_with_a_day(void **state)
{
    struct fixture *f = *state;
    struct class_item of_2024[] = {ITEM("3301", 1, "Drammen"), ITEM("3203", 1, "Asker"), ITEM("9999", 1, "Uoppgitt")};
    struct class_item periods[] = {
        {.key = "3301", .code = "3301", .parent = "K.3301", .level = 1, .name_nb = "Drammen", .valid_from = DAY_NONE,
         .valid_to = DAY_NONE},
        {.key = "3005", .code = "3005", .parent = "K.3301", .level = 1, .name_nb = "Drammen", .valid_from = day_make(2020, 1, 1),
         .valid_to = day_make(2023, 12, 31)},
        {.key = "0711", .code = "0711", .parent = "K.3301", .level = 1, .name_nb = "Svelvik", .valid_from = DAY_NONE,
         .valid_to = day_make(2019, 12, 31)},
    };
    struct class_change divided[] = {{.old_code = "1850", .new_code = "1806", .on = day_make(2020, 1, 1)},
                                     {.old_code = "1850", .new_code = "1875", .on = day_make(2020, 1, 1)}};
    struct class_item postal[] = {ITEM("3060", 0, "SVELVIK")};
    postal[0].parent = "3301";
    struct staging m = {.version = VERSION(41, CLASS_MUNICIPALITIES, "municipalities 2024-01-01", "2024"), .items = of_2024,
                        .item_count = 3, .take = true};
    m.version.valid_from = day_make(2024, 1, 1);
    struct staging p = {.version = VERSION(42, CLASS_MUNICIPALITY_PERIODS, "municipality-periods", "1994"), .items = periods,
                        .item_count = 3, .take = true};
    struct staging c = {.version = VERSION(43, CLASS_MUNICIPALITY_CHANGES, "municipality-changes 2020", "2020"),
                        .changes = divided, .change_count = 2, .take = true};
    struct staging o = {.version = VERSION(44, CLASS_POSTAL, "postal", "2024"), .items = postal, .item_count = 1, .take = true};
    assert_int_equal(run(f, stage, &m), OK);
    assert_int_equal(run(f, stage, &p), OK);
    assert_int_equal(run(f, stage, &c), OK);
    assert_int_equal(run(f, stage, &o), OK);
    const char *name;
    assert_int_equal(class_municipality_name(f->store, code_make("0711"), day_make(2016, 2, 1), f->arena, &name), OK);
    assert_string_equal(name, "Svelvik");
    assert_int_equal(class_municipality_name(f->store, code_make("0711"), day_make(2021, 2, 1), f->arena, &name), NOT_FOUND);
    assert_int_equal(class_municipality_name(f->store, code_make("3203"), day_make(2024, 2, 1), f->arena, &name), OK);
    assert_string_equal(name, "Asker");
    assert_int_equal(class_municipality_name(f->store, code_make("0711"), DAY_NONE, f->arena, &name), OK);
    struct code *now;
    size_t count;
    assert_int_equal(class_municipality_now(f->store, code_make("0711"), day_make(2016, 2, 1), day_make(2021, 1, 1), f->arena,
                                            &now, &count), OK);
    assert_int_equal(count, 1);
    assert_true(code_equal(now[0], code_make("3005")));
    assert_int_equal(class_municipality_now(f->store, code_make("0711"), day_make(2016, 2, 1), day_make(2018, 1, 1), f->arena,
                                            &now, &count), OK);
    assert_int_equal(count, 1);
    assert_true(code_equal(now[0], code_make("0711")));
    assert_int_equal(class_municipality_now(f->store, code_make("0711"), day_make(2016, 2, 1), day_make(2025, 1, 1), f->arena,
                                            &now, &count), OK);
    assert_int_equal(count, 1);
    assert_true(code_equal(now[0], code_make("3301")));
    assert_int_equal(class_municipality_now(f->store, code_make("1850"), day_make(2016, 2, 1), day_make(2024, 1, 1), f->arena,
                                            &now, &count), OK);
    assert_int_equal(count, 2);
    assert_true(code_equal(now[1], code_make("1875")));
    assert_int_equal(class_municipality_now(f->store, code_make("1234"), day_make(2016, 2, 1), day_make(2024, 1, 1), f->arena,
                                            &now, &count), NOT_FOUND);
    struct class_municipality *list;
    assert_int_equal(class_municipality_list(f->store, day_make(2024, 5, 1), f->arena, &list, &count), OK);
    assert_int_equal(count, 2);
    assert_string_equal(list[0].name, "Asker");
    assert_int_equal(class_municipality_list(f->store, day_make(2016, 5, 1), f->arena, &list, &count), OK);
    assert_int_equal(count, 0);
    struct class_postal found;
    assert_int_equal(class_postal_find(f->store, "3060", f->arena, &found), OK);
    assert_string_equal(found.place, "SVELVIK");
    assert_true(code_equal(found.municipality, code_make("3301")));
    assert_int_equal(class_postal_find(f->store, "3061", f->arena, &found), NOT_FOUND);
}

static void industries_are_named_by_their_standard(void **state)
{
    struct fixture *f = *state;
    struct class_item old[] = {ITEM("96.020", 5, "Frisering og annen skjønnhetspleie")};
    struct class_item new[] = {ITEM("96.210", 5, "Frisering"), ITEM("96.020", 5, "Annet nå")};
    struct staging o = {.version = VERSION(51, CLASS_INDUSTRY, "industry 2009-01-01", "Næringsgruppering 2009"), .items = old,
                        .item_count = 1, .take = true};
    struct staging n = {.version = VERSION(52, CLASS_INDUSTRY, "industry 2025-01-01", "SN2025"), .items = new,
                        .item_count = 2, .take = true};
    o.version.valid_from = day_make(2009, 1, 1);
    n.version.valid_from = day_make(2025, 1, 1);
    assert_int_equal(run(f, stage, &o), OK);
    assert_int_equal(run(f, stage, &n), OK);
    const char *name;
    assert_int_equal(class_industry_name(f->store, "96.020", "SN2007", f->arena, &name), OK);
    assert_string_equal(name, "Frisering og annen skjønnhetspleie");
    assert_int_equal(class_industry_name(f->store, "96.020", NULL, f->arena, &name), OK);
    assert_string_equal(name, "Annet nå");
    assert_int_equal(class_industry_name(f->store, "96.210", "SN2007", f->arena, &name), NOT_FOUND);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(versions_stand_side_by_side),
        TEST(what_is_given_back_twice_goes_to_the_first),
        TEST(a_short_code_is_one_uris_for_ever),
        TEST(titles_come_from_all_in_use),
        TEST(places_are_asked_for_with_a_day),
        TEST(industries_are_named_by_their_standard),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
