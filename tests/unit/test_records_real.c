// SPDX-License-Identifier: EUPL-1.2
#include <unistd.h>

#include "records_fixture.h"

// The official files that people will bring, where they lie beside the project. Counts are as their sources tell them.

struct real_case {
    const char *path;
    size_t records, fields; // fields of the first record; 0: any
    struct records_options options;
};

static const char *const postal[] = {"postnummer", "poststed", "kommunenummer", "kommune", "kategori"};

static const struct real_case cases[] = {
    {"titles/title_to_styrk08_dev.tsv", 2803, 3, {0}},
    {"styrk08/styrk08_klass.json", 582, 0, {0}},
    {"styrk08/styrk_category_mapping.csv", 407, 4, {0}},
    {"industry/klass_versions/version_319.json", 582, 6, {0}},
    {"industry/klass_versions/version_501.json", 1808, 6, {0}},
    {"industry/klass_changes/137.json", 1227, 7, {0}},
    {"industry/SN2025.json", 1237, 1, {0}},
    {"municipalities/kommune_2024_klass.json", 358, 7, {0}},
    {"municipalities/fylke_2024_klass.json", 16, 7, {0}},
    {"municipalities/mergers_2020.tsv", 314, 4, {0}},
    {"municipalities/kommuner_1994_2024.csv", 862, 4, {0}},
    {"municipalities/kommunenummer_fra2013_til2020_long.csv", 486, 3, {0}},
    {"postal/postal_codes_no.tsv", 5137, 5, {.columns = postal, .column_count = COUNT_OF(postal)}},
    {"esco/occupations_en.csv", 3007, 14, {0}},
    {"esco/skills_en.csv", 13896, 13, {0}},
    {"esco/occupationSkillRelations.csv", 123855, 4, {0}},
    {"esco/ISCOGroups_en.csv", 619, 8, {0}},
    {"esco/skillGroups_en.csv", 640, 11, {0}},
    {"esco/broaderRelationsOccPillar.csv", 3617, 4, {0}},
    {"esco/broaderRelationsSkillPillar.csv", 20656, 4, {0}},
    {"esco/skillsHierarchy_en.csv", 647, 0, {.short_rows = true}},
    {"esco/transversalSkillsCollection_en.csv", 96, 10, {0}},
    {"esco/occupations_isco_no_labels.csv", 7821, 3, {0}},
    {"register/etatsbasen/organization.csv", 4530, 8, {0}},
    {"register/etatsbasen/postaddress.csv", 4475, 8, {0}},
    {"register/sykefravar/testvirksomheter.csv", 1877, 4, {0}},
    {"register/sykefravar/test-virksomheter-FIA.csv", 330, 3, {0}},
    {"register/pam-er-sync/hovedenheter.csv", 6, 42, {0}},
    {"register/pam-er-sync/enheter_alle.json.gz", 6, 0, {0}},
    {"register/pam-er-sync/underenheter_alle.json.gz", 6, 0, {0}},
    {"register/amt-enhetsregister/hent-moderenheter-page-response.json", 2, 27, {0}},
    {"register/amt-enhetsregister/hent-underenhet-oppdateringer-response.json", 2, 5, {0}},
    {"register/amt-enhetsregister/hent-moderenhet-response.json", 1, 28, {0}},
    {"register/brreg-underenheter/underenheter_updated.json", 4, 0, {0}},
    {"job-ads/nav_ads_page.json", 9, 0, {0}},
    {"job-ads/nav_feed_ad.json", 1, 91, {0}},
    {"job-ads/nav_feed_entry_schema_example.json", 1, 41, {0}},
};

#define DATA "../shared/data/"

// Before anything is allocated: skip() jumps over what would free it.
static void skip_unless(const char *path)
{
    if (access(path, R_OK) == 0)
        return;
    print_message("# there is no %s to read\n", path);
    skip();
}

static void official_files_are_read(void **state)
{
    skip_unless(DATA "titles");
    struct arena *a CLEANUP_ARENA = arena_open(), *each CLEANUP_ARENA = arena_open();
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const char *path = arena_printf(a, DATA "%s", cases[i].path);
        struct issues issues = issues_in(a);
        struct records *r CLEANUP_RECORDS = NULL;
        if (records_open(path, &cases[i].options, a, &issues, &r) != OK)
            fail_msg("%s: %s", path, issues.items[0].message);
        struct record record;
        size_t count = 0;
        enum status got;
        for (; (got = records_next(r, each, &record)) == OK; count++) {
            if (record.problem != NULL)
                fail_msg("%s, line %lld: %s", path, (long long)record.line, record.problem);
            if (count == 0 && cases[i].fields > 0 && record.count != cases[i].fields)
                fail_msg("%s: %zu fields", path, record.count);
            arena_reset(each);
        }
        if (got != NOT_FOUND || count != cases[i].records)
            fail_msg("%s: %s after %zu records", path, status_name(got), count);
    }
}

// One of the files was cut off where it was taken from, in the middle of a quoted value.
static void a_file_that_breaks_off_is_refused_behind_its_rows(void **state)
{
    static const char path[] = DATA "register/pam-er-sync/underenheter.csv";
    skip_unless(path);
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct records *r CLEANUP_RECORDS = NULL;
    assert_int_equal(records_open(path, NULL, a, &issues, &r), OK);
    struct record record;
    for (int i = 0; i < 4; i++)
        assert_int_equal(records_next(r, a, &record), OK);
    assert_string_equal(record_get(&record, "beliggenhetsadresse.kommune"), "HARSTAD");
    assert_int_equal(records_next(r, a, &record), INVALID);
    assert_string_equal(issues.items[0].arg, "6");
}

static void json_in_json_is_read(void **state)
{
    static const char path[] = DATA "industry/SN2025.json";
    skip_unless(path);
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct records *r CLEANUP_RECORDS = NULL;
    assert_int_equal(records_open(path, NULL, a, &issues, &r), OK);
    struct record record, inner;
    while (records_next(r, a, &record) == OK) {
        assert_int_equal(record_read_json(record_get(&record, "nace2"), a, &inner), OK);
        assert_int_equal(strlen(record_get(&inner, "0.code")), 6);
        assert_non_null(record_get(&inner, "0.name"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(official_files_are_read),
        cmocka_unit_test(a_file_that_breaks_off_is_refused_behind_its_rows),
        cmocka_unit_test(json_in_json_is_read),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("official files", tests, NULL, NULL);
}
