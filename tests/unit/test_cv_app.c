// SPDX-License-Identifier: EUPL-1.2
// CVs on a real store: proposing, taking, taking back, forgetting.
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/accounts.h"
#include "app/cv.h"
#include "app/cv_child.h"
#include "app/internal.h"
#include "app/upkeep.h"
#include "store/cv_store.h"
#include "store/person_store.h"
#include "store/user_store.h"
#include "region_fixture.h"

#define OWN "tests/fuzz/corpus/cv/"

static int region_open(void **state)
{
    region_make(day_make(2018, 5, 2), (struct demo_size){12, 60, 12}, 1, false);
    return 0;
}

// The adviser's candidates, one for each test that changes somebody.
static struct candidate_view candidate_at(size_t n, struct arena *a)
{
    struct candidate_page page;
    struct candidate_view view;
    assert_int_equal(list_candidates(app, &adviser, &(struct candidate_query){.text = ""}, a, &page), OK);
    assert_true(n < page.row_count);
    assert_int_equal(get_candidate(app, &adviser, page.rows[n].person, a, &view), OK);
    return view;
}

static const void *file_read(const char *path, struct arena *a, size_t *size_out)
{
    enum { MOST = 1 << 20 };
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *bytes = arena_alloc(a, MOST);
    *size_out = fread(bytes, 1, MOST, file);
    fclose(file);
    return bytes;
}

static struct cv_count propose(const struct actor *who, struct person_id person, const char *path, struct arena *a)
{
    struct issues issues = issues_in(a);
    struct cv_count count;
    size_t size;
    const void *bytes = file_read(path, a, &size);
    enum status s = propose_cv(app, who, person, bytes, size, &issues, &count);
    if (s != OK)
        fail_msg("%s: %s %s", path, status_name(s), issues.count > 0 ? issues.items[0].message : "");
    return count;
}

static struct cv_page look(const struct actor *who, struct person_id person, struct arena *a)
{
    struct candidate_view view;
    struct cv_page page;
    assert_int_equal(get_candidate(app, who, person, a, &view), OK);
    assert_int_equal(list_cvs(app, who, &view, a, &page), OK);
    return page;
}

static const struct cv_item *item(const struct cv_view *v, const char *source)
{
    for (int i = 0; i < v->item_count; i++)
        if (strcmp(v->items[i].proposed->source, source) == 0)
            return &v->items[i];
    fail_msg("no open proposal %s", source);
    return NULL;
}

static void assert_taken(enum status s, const struct issues *issues)
{
    if (s != OK)
        fail_msg("%s: %s %s", status_name(s), issues->count > 0 ? issues->items[0].field : "", issues->count > 0 ? issues->items[0].message : "");
}

static size_t facts_of(struct person_id person, struct arena *a)
{
    struct profile p;
    assert_int_equal(profile_get(app_store(app), person, a, &p), OK);
    return p.competence.fact_count;
}

static void a_cv_is_proposed_once(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct candidate_view who = candidate_at(0, a);
    size_t before = facts_of(who.person, a);
    struct cv_count count = propose(&adviser, who.person, OWN "europass-3.xml", a);
    assert_int_equal(count.proposed, 14);
    assert_int_equal(count.again, 0);
    assert_int_equal(count.left, 4);
    assert_int_equal(facts_of(who.person, a), before); // nothing counts before somebody says yes
    struct cv_page page = look(&adviser, who.person, a);
    assert_int_equal(page.count, 1);
    const struct cv_view *v = &page.cvs[0];
    assert_int_equal(v->item_count, 14);
    assert_int_equal(v->cv->expires_on, day_make(2018, 5, 2) + PROPOSED_DAYS);
    assert_int_equal(item(v, "Renholder, Hotell Fjord")->lacks, 0);
    assert_int_equal(item(v, "Tigrinya")->lacks, LACKS_LEVEL);
    assert_true(item(v, "Tigrinya")->proposed->mother_tongue);
    assert_true(item(v, "Tigrinya")->proposed->code_sure);
    assert_int_equal(item(v, "Norwegian")->lacks, 0);
    assert_true(code_equal(item(v, "Norwegian")->proposed->codes[0], code_make("nor")));
    assert_true((item(v, "Spiller fele")->lacks & LACKS_CODE) != 0);
    // A post under a name that the catalogue does not know: what was learned of titles says what it may be.
    const struct proposed *post = item(v, "Vaskehjelp på natt, Kontorbygget")->proposed;
    assert_false(post->code_sure);
    assert_true(code_equal(post->codes[0], code_make("9112")));
    assert_true(post->confidence[0] > 0);
    for (int i = 1; i < post->code_count; i++)
        assert_true(post->confidence[i] <= post->confidence[i - 1]);
    count = propose(&adviser, who.person, OWN "europass-3.xml", a);
    assert_int_equal(count.proposed, 0);
    assert_int_equal(count.again, 14);
    assert_int_equal(look(&adviser, who.person, a).count, 1);
}

static void all_that_is_sure_is_taken_and_given_back(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct candidate_view who = candidate_at(1, a);
    struct profile before, after, back;
    int taken;
    struct cv_count count = propose(&adviser, who.person, OWN "europass-3.xml", a);
    assert_int_equal(profile_get(app_store(app), who.person, a, &before), OK);
    struct cv_page page = look(&adviser, who.person, a);
    int sure = page.cvs[0].sure;
    assert_true(sure > 3 && sure < 14);
    assert_int_equal(page.undo, 0);
    assert_taken(take_all_proposed(app, &adviser, who.person, count.id, &issues, &taken), &issues);
    assert_int_equal(taken, sure);
    assert_int_equal(profile_get(app_store(app), who.person, a, &after), OK);
    assert_int_equal(after.version, before.version + 1);
    assert_true(after.competence.fact_count > before.competence.fact_count);
    for (size_t i = before.competence.fact_count; i < after.competence.fact_count; i++)
        assert_int_equal(after.competence.facts[i].evidence, EVIDENCE_STATED);
    page = look(&adviser, who.person, a);
    assert_int_equal(page.cvs[0].taken, sure);
    assert_int_equal(page.cvs[0].item_count, 14 - sure);
    assert_true(page.undo > 0);
    // The history says so, and nothing of the CV stands in it.
    struct change *changes;
    size_t n;
    assert_int_equal(store_history(app_store(app), "profile", who.person.value, 0, 1, a, &changes, &n), OK);
    assert_string_equal(changes[0].verb, "update");
    // Back, exactly.
    assert_int_equal(undo_proposed(app, &adviser, who.person), OK);
    assert_int_equal(profile_get(app_store(app), who.person, a, &back), OK);
    const unsigned char *was, *is;
    size_t was_size, is_size;
    back.version = before.version;
    back.updated_at = before.updated_at;
    profile_encode(&before, a, &was, &was_size);
    profile_encode(&back, a, &is, &is_size);
    assert_int_equal(was_size, is_size);
    assert_memory_equal(was, is, was_size);
    page = look(&adviser, who.person, a);
    assert_int_equal(page.cvs[0].item_count, 14);
    assert_int_equal(page.undo, 0);
    assert_int_equal(undo_proposed(app, &adviser, who.person), NOT_FOUND);
    // Edited since: nothing is taken back.
    assert_taken(take_all_proposed(app, &adviser, who.person, count.id, &issues, &taken), &issues);
    assert_int_equal(profile_get(app_store(app), who.person, a, &after), OK);
    after.headline = "Something else";
    assert_int_equal(edit_profile(app, &adviser, &after, &issues), OK);
    assert_int_equal(look(&adviser, who.person, a).undo, 0);
    assert_int_equal(undo_proposed(app, &adviser, who.person), CONFLICT);
}

static void what_is_chosen_is_taken(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct candidate_view who = candidate_at(2, a);
    struct profile p;
    int taken;
    struct cv_count count = propose(&adviser, who.person, OWN "europass-3.xml", a);
    struct cv_page page = look(&adviser, who.person, a);
    struct proposed tongue = *item(&page.cvs[0], "Tigrinya")->proposed, skill = *item(&page.cvs[0], "Spiller fele")->proposed;
    // Without levels there is nothing to take, and without a skill neither.
    skill.code_count = 0;
    struct proposed both[] = {tongue, skill};
    assert_int_equal(take_proposed(app, &adviser, who.person, count.id, both, 2, &issues, &taken), INVALID);
    assert_non_null(issues_find(&issues, arena_printf(a, "p%d_0", tongue.number)));
    assert_non_null(issues_find(&issues, arena_printf(a, "p%d_what", skill.number)));
    assert_int_equal(look(&adviser, who.person, a).cvs[0].item_count, 14);
    for (int part = 0; part < LANGUAGE_PARTS; part++)
        both[0].levels[part] = CEFR_C2;
    both[1].codes[0] = code_make("s001");
    both[1].code_count = 1;
    issues.count = 0;
    assert_taken(take_proposed(app, &adviser, who.person, count.id, both, 2, &issues, &taken), &issues);
    assert_int_equal(taken, 2);
    assert_int_equal(profile_get(app_store(app), who.person, a, &p), OK);
    int parts = 0, skills = 0;
    for (size_t i = 0; i < p.competence.fact_count; i++) {
        const struct fact *f = &p.competence.facts[i];
        parts += f->kind == FACT_LANGUAGE && code_equal(f->code, code_make("tir")) && f->level == CEFR_C2;
        skills += f->kind == FACT_SKILL && code_equal(f->code, code_make("s001")) && !f->no;
    }
    assert_int_equal(parts, LANGUAGE_PARTS);
    assert_true(skills >= 1);
    // Once decided they are open no more.
    assert_int_equal(take_proposed(app, &adviser, who.person, count.id, both, 1, &issues, &taken), CONFLICT);
    assert_int_equal(leave_proposed(app, &adviser, who.person, count.id, both[0].number), CONFLICT);
    int number = item(&page.cvs[0], "Word")->proposed->number;
    assert_int_equal(leave_proposed(app, &adviser, who.person, count.id, number), OK);
    page = look(&adviser, who.person, a);
    assert_int_equal(page.cvs[0].put_aside, 1);
    assert_int_equal(page.cvs[0].item_count, 11);
    // What the profile has now is known when another CV says it too.
    propose(&adviser, who.person, OWN "candidate.xml", a);
    page = look(&adviser, who.person, a);
    assert_int_equal(page.count, 2);
    assert_int_equal(item(&page.cvs[1], "Kundeservice")->standing, CV_HELD);
    assert_int_equal(forget_cv(app, &adviser, who.person, count.id), OK);
    assert_int_equal(look(&adviser, who.person, a).count, 1);
    assert_int_equal(forget_cv(app, &adviser, who.person, count.id), NOT_FOUND);
}

static void the_person_may_and_strangers_may_not(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct cv_count count;
    int taken;
    static const char table[] = "kind,what\nskill,Salg\nlicence,ADR\n";
    assert_int_equal(propose_cv(app, &candidate, candidate.person, table, sizeof table - 1, &issues, &count), OK);
    assert_int_equal(count.proposed, 2);
    assert_int_equal(take_all_proposed(app, &candidate, candidate.person, count.id, &issues, &taken), OK);
    assert_int_equal(undo_proposed(app, &candidate, candidate.person), OK);
    struct proposed none = {.number = 1};
    const struct actor *const strangers[] = {&employer, &other, &candidate};
    for (size_t i = 0; i < COUNT_OF(strangers); i++) {
        struct candidate_view view;
        struct person_id person = candidate_at(0, a).person;
        for (size_t n = 1; get_candidate(app, strangers[i], person, a, &view) == OK; n++) // somebody whom both help, or oneself
            person = candidate_at(n, a).person;
        assert_int_equal(propose_cv(app, strangers[i], person, table, sizeof table - 1, &issues, &count), NOT_FOUND);
        assert_int_equal(take_proposed(app, strangers[i], person, (struct cv_id){1}, &none, 1, &issues, &taken), NOT_FOUND);
        assert_int_equal(take_all_proposed(app, strangers[i], person, (struct cv_id){1}, &issues, &taken), NOT_FOUND);
        assert_int_equal(leave_proposed(app, strangers[i], person, (struct cv_id){1}, 1), NOT_FOUND);
        assert_int_equal(forget_cv(app, strangers[i], person, (struct cv_id){1}), NOT_FOUND);
        assert_int_equal(undo_proposed(app, strangers[i], person), NOT_FOUND);
    }
}

static void the_operator_may(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct cv_count count;
    int taken;
    struct person_id person = candidate_at(6, a).person;
    count = propose(NULL, person, OWN "resume.json", a);
    assert_true(count.proposed > 5);
    assert_taken(take_all_proposed(app, NULL, person, count.id, &issues, &taken), &issues);
    assert_true(taken > 0);
    assert_int_equal(propose_cv(app, NULL, (struct person_id){1}, "kind,what\nskill,Salg\n", 21, &issues, &count), NOT_FOUND);
}

static void pdfs_are_read_in_a_process_of_their_own(void **state)
{
    static const char *const refused[] = {OWN "no-attachment.pdf", OWN "encrypted.pdf", OWN "loop.pdf"};
    struct arena *a CLEANUP_ARENA = arena_open();
    struct candidate_view who = candidate_at(3, a);
    struct cv_count count = propose(&adviser, who.person, OWN "packed.pdf", a);
    assert_int_equal(count.proposed, 1);
    struct cv_page page = look(&adviser, who.person, a);
    assert_true(page.cvs[0].cv->from_pdf);
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        struct issues issues = issues_in(a);
        size_t size;
        const void *bytes = file_read(refused[i], a, &size);
        assert_int_equal(propose_cv(app, &adviser, who.person, bytes, size, &issues, &count), INVALID);
        assert_int_equal(issues.count, 1);
    }
}

static bool bytes_hold(const char *path, const char *secret, struct arena *a)
{
    enum { MOST = 64 << 20 };
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return false;
    char *bytes = malloc(MOST);
    assert_non_null(bytes);
    size_t size = fread(bytes, 1, MOST, file);
    fclose(file);
    bool found = memmem(bytes, size, secret, strlen(secret)) != NULL;
    free(bytes);
    return found;
}

// In the database, its log and whatever else lies there; and in what the store gives back.
static void who_the_person_is_is_not_kept(void **state)
{
    static const char *const secrets[] = {"Zeldafirst", "Quixsurname", "Kvikkveien", "Byfjordby", "zelda@quix.example", "98765432",
                                          "Femalegender", "Eritreannationality", "Zimbabweland", "Photobytes", "UGhvdG9ieXRlc1"};
    static const char *const files[] = {OWN "europass-3.xml", OWN "europass-2.xml", OWN "candidate.xml", OWN "resume.json", OWN "table.csv"};
    struct arena *a CLEANUP_ARENA = arena_open();
    struct candidate_view who = candidate_at(4, a);
    for (size_t i = 0; i < COUNT_OF(files); i++)
        propose(&adviser, who.person, files[i], a);
    const char *json;
    assert_int_equal(export_person(app, &adviser, who.person, a, &json), OK);
    assert_non_null(strstr(json, "Hotell Fjord")); // the export holds what is proposed
    for (size_t s = 0; s < COUNT_OF(secrets); s++) {
        assert_null(strstr(json, secrets[s]));
        DIR *folder = opendir(dir);
        assert_non_null(folder);
        for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
            const char *path = arena_printf(a, "%s/%s", dir, entry->d_name);
            if (entry->d_type == DT_REG && bytes_hold(path, secrets[s], a))
                fail_msg("%s stands in %s", secrets[s], path);
        }
        closedir(folder);
    }
    // What is proposed is sealed.
    assert_false(bytes_hold(arena_printf(a, "%s/ypsilon.db", dir), "Hotell Fjord", a));
    assert_false(bytes_hold(arena_printf(a, "%s/ypsilon.db-wal", dir), "Hotell Fjord", a));
}

static enum status expire_late(struct store_tx *tx, void *arg)
{
    return cv_expire(tx, day_make(2018, 5, 2) + PROPOSED_DAYS + 1, arg);
}

static void proposals_go_with_their_days_and_with_the_person(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct candidate_view who = candidate_at(5, a);
    propose(&adviser, who.person, OWN "table.csv", a);
    const char *name = identity_name(&who.identity, a);
    struct proposed_cv *cvs;
    size_t count, gone;
    assert_int_equal(delete_person(app, &adviser, who.person, name, &issues), OK);
    assert_int_equal(cv_list(app_store(app), who.person, a, &cvs, &count), OK);
    assert_int_equal(count, 0);
    assert_int_equal(expire_cvs(app), OK); // nothing is old enough
    struct person_id later = candidate_at(5, a).person;
    propose(&adviser, later, OWN "table.csv", a);
    struct upkeep_check check;
    assert_int_equal(check_store(app, a, &check), OK);
    assert_int_equal(store_write(app_store(app), NULL, app_now(app), expire_late, &gone), OK);
    assert_true(gone > 0);
    assert_int_equal(look(&adviser, later, a).count, 0);
    assert_int_equal(check_store(app, a, &check), OK);
}

int main(int argc, char **argv)
{
    int code;
    if (cv_child_run(argc, argv, &code))
        return code;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cv_is_proposed_once),
        cmocka_unit_test(all_that_is_sure_is_taken_and_given_back),
        cmocka_unit_test(what_is_chosen_is_taken),
        cmocka_unit_test(the_person_may_and_strangers_may_not),
        cmocka_unit_test(the_operator_may),
        cmocka_unit_test(pdfs_are_read_in_a_process_of_their_own),
        cmocka_unit_test(who_the_person_is_is_not_kept),
        cmocka_unit_test(proposals_go_with_their_days_and_with_the_person),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, region_open, region_close);
}
