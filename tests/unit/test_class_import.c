// SPDX-License-Identifier: EUPL-1.2
// Official classifications through the import machine: what files say, what a new version changes, and back again.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "app/classes.h"
#include "app/demo.h"
#include "app/imports.h"
#include "core/catalogue_more.h"
#include "core/profile.h"
#include "store/person_store.h"
#include "store/profile_store.h"
#include "store/store.h"
#include "store/user_store.h"

static struct app *app;
static char dir[] = "/tmp/ypsilon-test-XXXXXX";
static struct arena *kept;
static struct actor adviser;

static void open_app(bool create)
{
    struct issues issues = issues_in(kept);
    struct app_config config = {.dir = dir, .today = day_make(2018, 5, 2), .create = create, .seed = create ? 1 : 0};
    assert_int_equal(app_open(&config, &issues, &app), OK);
}

static int region_open(void **state)
{
    struct user user;
    kept = arena_open();
    assert_non_null(mkdtemp(dir));
    open_app(true);
    assert_int_equal(demo_make(app, (struct demo_size){12, 40, 8}, NULL, NULL), OK);
    app_close(app); // ids are random from here on
    open_app(false);
    assert_int_equal(user_find_by_email(app_store(app), "veileder@demo.example", kept, &user), OK);
    assert_int_equal(user_actor(app_store(app), user.id, kept, &adviser), OK);
    return 0;
}

static int region_close(void **state)
{
    app_close(app);
    arena_close(kept);
    char command[100];
    snprintf(command, sizeof command, "rm -rf '%s'", dir);
    return system(command);
}

static const char *file_of(const char *name, const char *text)
{
    const char *path = arena_printf(kept, "%s/%s", dir, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
    fclose(f);
    return path;
}

static struct import_view load_file(const char *kind, const char *path, bool apply)
{
    struct issues issues = issues_in(kept);
    struct import_source source = {.path = path, .fd = -1};
    struct import_settings settings = {.apply = apply};
    struct import_id id;
    struct import_view v;
    assert_int_equal(import_begin(app, NULL, import_kind_find(kind), &source, 1, &issues, &id), OK);
    assert_int_equal(import_read(app, NULL, id, &settings, &issues), OK);
    enum status status = import_work(app, id, NULL, NULL, &issues);
    assert_true(status == OK || status == INVALID);
    assert_int_equal(import_get(app, NULL, id, kept, &v), OK);
    return v;
}

static struct import_view take_back(struct import_id id)
{
    struct issues issues = issues_in(kept);
    struct import_view v;
    assert_int_equal(import_revert(app, NULL, id), OK);
    assert_int_equal(import_work(app, id, NULL, NULL, &issues), OK);
    assert_int_equal(import_get(app, NULL, id, kept, &v), OK);
    return v;
}

static void counts_are(const struct import_view *v, int created, int updated, int unchanged, int outside, int rejected,
                       int line)
{
    if (v->created != created || v->updated != updated || v->unchanged != unchanged || v->outside != outside ||
        v->rejected != rejected)
        print_message("# line %d, %s: %d %d %d %d %d\n", line, v->file, (int)v->created, (int)v->updated, (int)v->unchanged,
                      (int)v->outside, (int)v->rejected);
    assert_int_equal(v->created, created);
    assert_int_equal(v->updated, updated);
    assert_int_equal(v->unchanged, unchanged);
    assert_int_equal(v->outside, outside);
    assert_int_equal(v->rejected, rejected);
}

#define assert_counts(v, ...) counts_are(v, __VA_ARGS__, __LINE__)

static int64_t in_use(const char *slot)
{
    struct class_version v;
    enum status status = class_version_in_use(app_store(app), slot, kept, &v);
    return status == OK ? v.id : 0;
}

static size_t version_count(void)
{
    struct classification *list;
    size_t count;
    assert_int_equal(list_classifications(app, NULL, kept, &list, &count), OK);
    return count;
}

#define CODE(code, parent, level, name)                                                                                \
    "{\"code\":\"" code "\",\"parentCode\":\"" parent "\",\"level\":\"" level "\",\"name\":\"" name "\"}"

static void a_new_version_stands_beside_the_old_one(void **state)
{
    static const char first[] = "{\"name\":\"Yrker 2011\",\"validFrom\":\"2011-01-01\",\"classificationItems\":[" //
        CODE("5", "", "1", "Salg") "," CODE("52", "5", "2", "Salg") "," CODE("522", "52", "3", "Butikk") ","
        CODE("5223", "522", "4", "Butikkmedarbeidere") "," CODE("5242", "524", "4", "Demonstrasjonsselgere") ","
        CODE("524", "52", "3", "Annet salg") "," CODE("52x3", "522", "4", "Feil") "]}";
    static const char second[] = "{\"name\":\"Yrker 2023\",\"validFrom\":\"2023-01-01\",\"classificationItems\":["
        CODE("5", "", "1", "Salg") "," CODE("52", "5", "2", "Salg") "," CODE("522", "52", "3", "Butikk") ","
        CODE("5223", "522", "4", "Butikkfolk") "," CODE("524", "52", "3", "Annet salg") "]}";
    const char *before = catalogue_version(app_catalogue(app));
    struct import_view v = load_file("styrk", file_of("one.json", first), false);
    assert_int_equal(v.state, IMPORT_READY);
    assert_counts(&v, 6, 0, 0, 0, 1);
    assert_int_equal(in_use("styrk"), 0);
    struct issues issues = issues_in(kept);
    assert_int_equal(import_apply(app, NULL, v.id), OK);
    assert_int_equal(import_work(app, v.id, NULL, NULL, &issues), OK);
    assert_true(in_use("styrk") != 0);
    assert_string_not_equal(catalogue_version(app_catalogue(app)), before);
    const char *with_one = catalogue_version(app_catalogue(app));
    assert_string_equal(catalogue_label(app_catalogue(app), CATALOGUE_OCCUPATION, code_make("5242"), LANG_NB, kept),
                        "Demonstrasjonsselgere");

    // The same once more: nothing.
    int64_t stands = in_use("styrk");
    size_t versions = version_count();
    struct import_view same = load_file("styrk", file_of("again.json", first), true);
    assert_counts(&same, 0, 0, 6, 0, 1);
    assert_int_equal(in_use("styrk"), stands);
    assert_int_equal(version_count(), versions);

    struct import_view next = load_file("styrk", file_of("two.json", second), false);
    assert_counts(&next, 0, 1, 4, 0, 0);
    assert_int_equal(next.problem.count, 1);
    assert_string_equal(next.problem.items[0].arg, "5223 Butikkmedarbeidere → Butikkfolk");
    struct class_version *brought;
    size_t count;
    assert_int_equal(class_version_list_import(app_store(app), next.id.value, kept, &brought, &count), OK);
    assert_int_equal(count, 1);
    struct class_counts counts;
    assert_int_equal(class_version_counts(app_store(app), brought[0].id, &counts), OK);
    assert_int_equal(counts.items, 5); // 5242 is not in it
    struct class_upgrade upgrade;
    assert_int_equal(class_upgrade_of(app, NULL, brought[0].id, kept, &upgrade), OK);
    assert_string_equal(upgrade.compared, "Yrker 2011");
    size_t renamed = 0;
    for (size_t i = 0; i < upgrade.row_count; i++)
        if (strcmp(upgrade.rows[i].code, "5223") == 0) {
            renamed++;
            assert_int_equal(upgrade.rows[i].meaning, MEANING_RENAMED);
            assert_string_equal(upgrade.rows[i].old_name, "Butikkmedarbeidere");
            assert_string_equal(upgrade.rows[i].new_name, "Butikkfolk");
            assert_true(upgrade.rows[i].needs + upgrade.rows[i].requirements > 0 || upgrade.rows[i].people.most != 0);
        }
    assert_int_equal(renamed, 1);

    assert_int_equal(import_apply(app, NULL, next.id), OK);
    assert_int_equal(import_work(app, next.id, NULL, NULL, &issues), OK);
    // What is gone keeps its name, and is not offered any more.
    const struct catalogue_item *found[4];
    assert_string_equal(catalogue_label(app_catalogue(app), CATALOGUE_OCCUPATION, code_make("5242"), LANG_NB, kept),
                        "Demonstrasjonsselgere");
    size_t n = catalogue_suggest(app_catalogue(app), CATALOGUE_OCCUPATION, LANG_NB, "demonstrasjonsselg", kept, found, 4);
    for (size_t i = 0; i < n; i++)
        assert_false(code_equal(found[i]->code, code_make("5242")));
    assert_int_equal(take_back(next.id).state, IMPORT_REVERTED);
    assert_int_equal(in_use("styrk"), stands);
    assert_string_equal(catalogue_version(app_catalogue(app)), with_one);
    assert_int_equal(version_count(), versions);

    // By hand: the former one again.
    struct import_view third = load_file("styrk", file_of("three.json", second), true);
    assert_int_equal(third.state, IMPORT_APPLIED);
    assert_int_equal(take_classification(app, &adviser, stands), DENIED);
    assert_int_equal(take_classification(app, NULL, stands), OK);
    assert_int_equal(in_use("styrk"), stands);
    assert_int_equal(drop_classification(app, NULL, stands), CONFLICT);
}

static void other_classifications_are_refused_with_their_name(void **state)
{
    static const char districts[] = "{\"name\":\"Bydeler\",\"classificationItems\":[" CODE("030101", "", "1", "Gamle Oslo") "]}";
    static const char families[] = "{\"name\":\"Familier\",\"classificationItems\":[" CODE("1", "", "1", "Enpersonfamilie") ","
        CODE("1.1", "1", "2", "Under 30 år") "," CODE("1.2", "1", "2", "Over 30 år") "]}";
    static const struct {
        const char *kind, *text, *arg;
    } cases[] = {
        {"industry", districts, "Bydeler"}, {"municipalities", districts, "Bydeler"}, {"styrk", districts, "Bydeler"},
        {"industry", families, "Familier"}, {"styrk", families, "refused.json"},      {"titles", districts, "Bydeler"},
    };
    size_t versions = version_count();
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct import_view v = load_file(cases[i].kind, file_of("refused.json", cases[i].text), true);
        assert_int_equal(v.state, IMPORT_REFUSED);
        assert_true(v.problem.count > 0);
        assert_string_equal(v.problem.items[0].arg, cases[i].arg);
    }
    assert_int_equal(version_count(), versions);
}

static void industries_stand_by_their_first_day(void **state)
{
    static const char old[] = "{\"name\":\"Næringer\",\"validFrom\":\"2009-01-01\",\"validTo\":\"+999999999-12-31\","
        "\"classificationItems\":[" CODE("56", "I", "2", "Servering") "," CODE("I", "", "1", "Overnatting og servering") ","
        CODE("56.301", "56.30", "5", "Drift av puber") "]}";
    static const char new[] = "\xEF\xBB\xBF[{\"nace2\":\"[{\\\"code\\\":\\\"56.301\\\",\\\"name\\\":\\\";Puber\\\"}]\"},\r\n"
        "{\"nace2\":\"[{\\\"code\\\":\\\"56.301\\\",\\\"name\\\":\\\"Puber\\\"}]\"},\r\n"
        "{\"nace2\":\"[{\\\"code\\\":\\\"56.301\\\",\\\"name\\\":\\\"Kneiper\\\"}]\"},\r\n"
        "{\"nace2\":\"no json\"},{\"nace2\":\"[{\\\"code\\\":\\\"96.210\\\",\\\"name\\\":\\\"Frisering\\\"}]\"}]";
    static const char changes[] = "{\"codeChanges\":[{\"oldCode\":\"55.402\",\"oldName\":\"Puber\",\"newCode\":\"56.301\","
        "\"newName\":\"Drift av puber\",\"changeOccurred\":\"2009-01-01\"},{\"oldCode\":\"5\",\"newCode\":\"56.301\","
        "\"changeOccurred\":\"2009-01-01\"}]}";
    struct import_view v = load_file("industry", file_of("old.json", old), true);
    assert_counts(&v, 3, 0, 0, 0, 0);
    v = load_file("industry", file_of("SN2025.json", new), true);
    assert_counts(&v, 2, 0, 0, 1, 2);
    assert_int_equal(v.state, IMPORT_APPLIED);
    const char *name;
    assert_int_equal(class_industry_name(app_store(app), "56.301", "SN2007", kept, &name), OK);
    assert_string_equal(name, "Drift av puber");
    assert_int_equal(class_industry_name(app_store(app), "56.301", "SN2025", kept, &name), OK);
    assert_string_equal(name, "Puber");
    v = load_file("industry", file_of("changes.json", changes), true);
    assert_counts(&v, 1, 0, 0, 0, 1);
    assert_true(in_use("industry-changes 2009-01-01") != 0);
}

static void municipalities_are_kept_with_their_days(void **state)
{
    struct import_view v = load_file("municipalities",
                                     file_of("periods.csv", "GRUPPEKODE,GRUPPETEKST,KODE,TEKST\nK.3301,Drammen,3301,Drammen\n"
                                                            "K.3301,Drammen,3005,Drammen (2020-2023)\n"
                                                            "K.3301,Drammen,0711,Svelvik (1964-2019)\n"
                                                            "K.3903,Holmestrand,0713,Sande (Vestfold) (-2019)\n"
                                                            "K.1,X,0716u,Våle (-2001)\n"),
                                     true);
    assert_counts(&v, 4, 0, 0, 0, 1);
    assert_string_equal(municipality_name(app, code_make("0713"), day_make(2018, 1, 1), kept), "Sande (Vestfold)");
    assert_string_equal(municipality_name(app, code_make("0713"), day_make(2021, 1, 1), kept), "0713");
    v = load_file("municipalities", file_of("numbers.csv", "\"kommunenummer_2020\";\"kommunenavn_2020\";\"historisk_nummer\"\r\n"
                                                           "\"3005\";\"Dr\xE5mmen\";\"0602\"\r\n\"1514\";\"Sande\";\"1514\"\r\n"), true);
    assert_counts(&v, 1, 0, 0, 1, 0);
    v = load_file("municipalities", file_of("mergers.tsv", "#Fylke 2019\tKommune 2019\tFylke 2020\tKommune 2020\n"
                                                           "18 NORDLAND\t1850 TYSFJORD\t18 NORDLAND\t1806 NARVIK\n"
                                                           "18 NORDLAND\t1850 TYSFJORD\t18 NORDLAND\t1875 HAMARØY\n"), true);
    assert_counts(&v, 2, 0, 0, 0, 0);
    struct code *now;
    size_t count;
    assert_int_equal(class_municipality_now(app_store(app), code_make("1850"), day_make(2018, 1, 1), day_make(2021, 1, 1), kept,
                                            &now, &count), OK);
    assert_int_equal(count, 2);
    v = load_file("postal", file_of("post.tsv", "3060\tSVELVIK\t3301\tDRAMMEN\tG\n3063\tNY\t3301\tDRAMMEN\tB\n"
                                                "3061\tSVELVIK\t33\tDRAMMEN\tG\n3062\tSVELVIK\t3301\tDRAMMEN\tX\n"), true);
    assert_counts(&v, 2, 0, 0, 0, 2);
    struct class_postal postal;
    assert_int_equal(find_postal_code(app, "3060", kept, &postal), OK);
    assert_true(code_equal(postal.municipality, code_make("3301")));
    v = load_file("titles", file_of("titles.tsv", "title_no\tstyrk08\tstyrk08_name\nDrømmetyder på natt\t5223\tx\nFeil\t52\tx\n"), true);
    assert_counts(&v, 1, 0, 0, 0, 1);
}

static const char *esco_dir(bool second)
{
    const char *name = second ? "esco2" : "esco1", *path = arena_printf(kept, "%s/%s", dir, name);
    mkdir(path, 0700);
#define E "http://data.europa.eu/esco/"
    file_of(arena_printf(kept, "%s/ISCOGroups_en.csv", name), "conceptType,conceptUri,code,preferredLabel,status,altLabels\n"
            "ISCOGroup," E "isco/C5223,5223,Shop sales assistants,released,\n");
    file_of(arena_printf(kept, "%s/occupations_en.csv", name), "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,status,code\n"
            "Occupation," E "occupation/a,5223,kite seller,\"vendor of kites\nkite seller\",released,5223.1\n"
            "Occupation," E "occupation/b,5223,drum seller,,released,5223.2\n");
    file_of(arena_printf(kept, "%s/skillGroups_en.csv", name), "conceptType,conceptUri,preferredLabel,altLabels,status,code\n"
            "SkillGroup," E "skill/g,flying things,,released,S1\n");
    file_of(arena_printf(kept, "%s/skills_en.csv", name),
            second ? "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,status\n"
                     "KnowledgeSkillCompetence," E "skill/1,skill/competence,cross-sector,fold paper kites,,released\n"
                     "KnowledgeSkillCompetence," E "skill/2,skill/competence,cross-sector,fold paper,,released\n"
                   : "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,status\n"
                     "KnowledgeSkillCompetence," E "skill/1,skill/competence,cross-sector,fold kites,\"fold kites of paper\",released\n"
                     "KnowledgeSkillCompetence," E "skill/2,skill/competence,cross-sector,fold paper,,released\n"
                     "KnowledgeSkillCompetence," E "skill/3,skill/competence,cross-sector,beat drums softly,,released\n"
                     "KnowledgeSkillCompetence," E "skill/4,skill/competence,cross-sector,draft thing,,proposed\n");
    file_of(arena_printf(kept, "%s/broaderRelationsSkillPillar.csv", name), "conceptType,conceptUri,broaderType,broaderUri\n"
            "KnowledgeSkillCompetence," E "skill/1,KnowledgeSkillCompetence," E "skill/2\n"
            "KnowledgeSkillCompetence," E "skill/1,SkillGroup," E "skill/g\n");
    file_of(arena_printf(kept, "%s/occupationSkillRelations.csv", name), arena_printf(kept, "occupationUri,relationType,skillType,skillUri\n"
            E "occupation/a,essential,x," E "skill/1\n" E "occupation/b,optional,x," E "skill/1\n%s"
            E "occupation/a,optional,x," E "skill/9\n", second ? "" : E "occupation/b,essential,x," E "skill/3\n"));
    file_of(arena_printf(kept, "%s/occupations_isco_no_labels.csv", name), "conceptUri,labelIndex,label_no\n"
            E "occupation/a,000,drageselger\n" E "occupation/a,001,dragehandler\n" E "occupation/z,000,ingen\n");
    return path;
}

static struct code skill_named(const char *name)
{
    struct code code = {0};
    assert_int_equal(catalogue_resolve(app_catalogue(app), CATALOGUE_SKILL, name, &code), OK);
    return code;
}

struct holding {
    struct person_id person;
    struct code skill;
};

static enum status hold_skill(struct store_tx *tx, void *arg)
{
    const struct holding *h = arg;
    struct profile p;
    TRY(profile_get(tx->store, h->person, tx->arena, &p));
    size_t n = p.competence.fact_count;
    struct fact *facts = ARENA_ARRAY(tx->arena, struct fact, n + 1);
    const char **texts = ARENA_ARRAY(tx->arena, const char *, n + 1);
    memcpy(facts, p.competence.facts, n * sizeof *facts);
    memcpy(texts, p.fact_texts, n * sizeof *texts);
    facts[n] = (struct fact){.kind = FACT_SKILL, .evidence = EVIDENCE_STATED, .code = h->skill, .from = MONTH_NONE,
                             .to = MONTH_NONE, .expires = DAY_NONE};
    texts[n] = "";
    p.competence.facts = facts;
    p.competence.fact_count = n + 1;
    p.fact_texts = texts;
    return profile_put(tx, &p);
}

static enum status first_person(void *arg, const struct profile *p)
{
    struct holding *h = arg;
    if (h->person.value == 0 && p->competence.fact_count > 0)
        h->person = p->person;
    return OK;
}

static size_t how_many_have(struct code skill)
{
    struct requirement must = {.kind = REQUIRE_ATOMS, .must = true, .least = EVIDENCE_STATED, .atom_count = 1,
                               .atoms = {{.kind = ATOM_SKILL, .code = skill}}};
    struct match_need need = {.number = 1, .requirements = &must, .requirement_count = 1};
    struct ranking r;
    match_rank(app_world(app), &need, (struct match_scope){app_today(app), 0}, 0, 1, kept, &r);
    return r.counts[CLASS_READY];
}

static void esco_joins_the_catalogue_and_the_engine(void **state)
{
    struct import_view v = load_file("esco", esco_dir(false), true);
    assert_int_equal(v.state, IMPORT_APPLIED);
    assert_counts(&v, 1 + 2 + 1 + 3 + 2 + 3 + 2, 0, 0, 2, 1);
    struct code kites = skill_named("fold kites"), paper = skill_named("fold paper"), drums = skill_named("beat drums softly");
    assert_int_equal(code_length(kites), 8);
    struct occupation_skill *skills;
    size_t count, at = 0;
    assert_int_equal(list_occupation_skills(app, code_make("5223"), kept, &skills, &count), OK);
    while (at < count && !code_equal(skills[at].code, kites))
        at++;
    assert_true(at < count && skills[at].esco && skills[at].essential);
    assert_false(skills[0].esco);
    const struct catalogue_item *found[2];
    assert_int_equal(catalogue_suggest(app_catalogue(app), CATALOGUE_OCCUPATION, LANG_NB, "dragehandl", kept, found, 1), 1);
    assert_true(code_equal(found[0]->code, code_make("5223")));

    // Whoever can do the narrower one can do the broader one.
    struct holding h = {.skill = kites};
    assert_int_equal(profile_each(app_store(app), first_person, &h), OK);
    assert_int_equal(how_many_have(paper), 0);
    assert_int_equal(store_write(app_store(app), NULL, app_now(app), hold_skill, &h), OK);
    assert_int_equal(app_follow(app), OK);
    assert_int_equal(how_many_have(kites), 1);
    assert_int_equal(how_many_have(paper), 1);

    // A version without it: whose code it was keeps its name, and the code is nobody else's.
    struct import_view next = load_file("esco", esco_dir(true), false);
    assert_counts(&next, 0, 1, 11, 1, 1);
    struct class_version *brought;
    assert_int_equal(class_version_list_import(app_store(app), next.id.value, kept, &brought, &count), OK);
    struct class_upgrade upgrade;
    assert_int_equal(class_upgrade_of(app, NULL, brought[0].id, kept, &upgrade), OK);
    assert_int_equal(upgrade.row_count, 1);
    assert_int_equal(upgrade.rows[0].meaning, MEANING_RENAMED);
    assert_int_equal(upgrade.rows[0].people.least, 1);
    assert_int_equal(upgrade.rows[0].people.most, 4);
    struct issues issues = issues_in(kept);
    assert_int_equal(import_apply(app, NULL, next.id), OK);
    assert_int_equal(import_work(app, next.id, NULL, NULL, &issues), OK);
    assert_true(code_equal(skill_named("fold paper kites"), kites));
    assert_string_equal(catalogue_label(app_catalogue(app), CATALOGUE_SKILL, drums, LANG_EN, kept), "beat drums softly");
    assert_int_equal(how_many_have(paper), 1);
    assert_int_equal(take_back(next.id).state, IMPORT_REVERTED);
    assert_true(code_equal(skill_named("fold kites"), kites));

    // Somebody has built on the first: it stays.
    struct import_view back = take_back(v.id);
    assert_int_equal(back.kept, 14); // all that it brought
    assert_true(in_use("esco") != 0);
    assert_int_equal(how_many_have(paper), 1);
}

static void what_is_cancelled_leaves_nothing(void **state)
{
    size_t versions = version_count();
    struct import_view v = load_file("titles", file_of("more.tsv", "title_no\tstyrk08\tstyrk08_name\nKattevokter\t5164\tx\n"), false);
    assert_int_equal(v.state, IMPORT_READY);
    assert_int_equal(version_count(), versions + 1);
    assert_int_equal(import_cancel(app, NULL, v.id), OK);
    assert_int_equal(version_count(), versions);
}

static void cancel_at_the_end(void *context, const struct import_view *now)
{
    (void)context;
    if (now->state == IMPORT_READING && now->unchanged > 0)
        assert_int_equal(import_cancel(app, NULL, now->id), OK);
}

static void cancelled_while_it_is_read_leaves_nothing(void **state)
{
    static const char both[] = "{\"name\":\"A\",\"validFrom\":\"2031-01-01\",\"classificationItems\":["
        CODE("5", "", "1", "Salg") "," CODE("52", "5", "2", "Salg") "]}";
    static const char one[] = "{\"name\":\"B\",\"validFrom\":\"2032-01-01\",\"classificationItems\":["
        CODE("5", "", "1", "Salg") "]}";
    struct import_view v = load_file("styrk", file_of("both.json", both), true);
    assert_int_equal(v.state, IMPORT_APPLIED);
    size_t versions = version_count();
    struct issues issues = issues_in(kept);
    struct import_settings settings = {0};
    struct import_source source = {.path = file_of("less.json", one), .fd = -1};
    struct import_id id;
    assert_int_equal(import_begin(app, NULL, import_kind_find("styrk"), &source, 1, &issues, &id), OK);
    assert_int_equal(import_read(app, NULL, id, &settings, &issues), OK);
    assert_int_equal(import_work(app, id, cancel_at_the_end, NULL, &issues), OK);
    assert_int_equal(import_get(app, NULL, id, kept, &v), OK);
    assert_int_equal(v.state, IMPORT_CANCELLED);
    assert_int_equal(version_count(), versions);
}

#define DATA "../shared/data/"

static void the_official_files(void **state)
{
    static const struct {
        const char *kind, *path;
        int created, updated, unchanged, outside, rejected;
    } files[] = {
        {"postal", DATA "postal/postal_codes_no.tsv", 5137, 0, 0, 0, 0},
        {"titles", DATA "titles/title_to_styrk08_dev.tsv", 2803, 0, 0, 0, 0},
        {"styrk", DATA "styrk08/styrk_category_mapping.csv", 407, 0, 0, 0, 0},
        {"industry", DATA "industry/klass_changes/137.json", 1227, 0, 0, 0, 0},
        {"municipalities", DATA "industry/klass_versions/version_175.json", 429, 0, 0, 0, 0},
        {"municipalities", DATA "industry/klass_versions/version_943.json", 0, 0, 429, 0, 0},
        {"municipalities", DATA "municipalities/kommune_2024_klass.json", 358, 0, 0, 0, 0},
        {"municipalities", DATA "municipalities/fylke_2024_klass.json", 16, 0, 0, 0, 0},
        {"municipalities", DATA "municipalities/kommunenummer_fra2013_til2020_long.csv", 372, 0, 0, 114, 0},
        {"municipalities", DATA "municipalities/mergers_2020.tsv", 312, 0, 0, 2, 0},
    };
    if (access(DATA "postal/postal_codes_no.tsv", R_OK) != 0) {
        print_message("# skipped: ../shared/data is not there\n");
        skip();
    }
    // A directory of its own: what the tests before have loaded would count as known.
    app_close(app);
    char command[100];
    snprintf(command, sizeof command, "rm -rf '%s'/*", dir);
    assert_int_equal(system(command), 0);
    open_app(true);
    assert_int_equal(demo_make(app, (struct demo_size){12, 40, 8}, NULL, NULL), OK);
    app_close(app);
    open_app(false);
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        struct import_view v = load_file(files[i].kind, files[i].path, true);
        assert_int_equal(v.state, IMPORT_APPLIED);
        assert_counts(&v, files[i].created, files[i].updated, files[i].unchanged, files[i].outside, files[i].rejected);
    }
    struct import_view v = load_file("municipalities", DATA "municipalities/kommuner_1994_2024.csv", true);
    assert_int_equal(v.created + v.rejected, 862);
    assert_int_equal(v.rejected, 1); // 0716u is no number
    v = load_file("industry", DATA "industry/SN2025.json", true);
    assert_counts(&v, 735, 0, 0, 499, 3);
    v = load_file("industry", DATA "industry/klass_versions/version_501.json", true);
    assert_counts(&v, 1808, 0, 0, 0, 0);
    v = load_file("styrk", DATA "industry/klass_versions/version_319.json", true);
    assert_counts(&v, 582, 0, 0, 0, 0);
    v = load_file("styrk", DATA "styrk08/styrk08_klass.json", true);
    assert_counts(&v, 0, 4, 578, 0, 0);
    assert_string_equal(municipality_name(app, code_make("0625"), day_make(2016, 2, 1), kept), "Nedre Eiker");
    struct code *now;
    size_t count;
    assert_int_equal(class_municipality_now(app_store(app), code_make("0625"), day_make(2016, 2, 1), day_make(2024, 5, 1), kept,
                                            &now, &count), OK);
    assert_int_equal(count, 1);
    assert_true(code_equal(now[0], code_make("3301")));
    v = load_file("esco", DATA "esco", true);
    assert_int_equal(v.state, IMPORT_APPLIED);
    // An occupation and a few skills that relations speak of are in no file of v1.1.1.
    assert_counts(&v, 174028, 0, 0, 8, 75);
    struct occupation_skill *skills;
    assert_int_equal(list_occupation_skills(app, code_make("5120"), kept, &skills, &count), OK);
    assert_in_range(count, 10, 80);
    assert_true(catalogue_find(app_catalogue(app), CATALOGUE_OCCUPATION, code_make("2612")) != NULL);
    catalogue_items(app_catalogue(app), CATALOGUE_SKILL, &count);
    assert_in_range(count, 13500, 14600);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_version_stands_beside_the_old_one),
        cmocka_unit_test(other_classifications_are_refused_with_their_name),
        cmocka_unit_test(industries_stand_by_their_first_day),
        cmocka_unit_test(municipalities_are_kept_with_their_days),
        cmocka_unit_test(esco_joins_the_catalogue_and_the_engine),
        cmocka_unit_test(what_is_cancelled_leaves_nothing),
        cmocka_unit_test(cancelled_while_it_is_read_leaves_nothing),
        cmocka_unit_test(the_official_files),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("classifications", tests, region_open, region_close);
}
