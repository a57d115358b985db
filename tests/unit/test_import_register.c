// SPDX-License-Identifier: EUPL-1.2
// The business register: units, workplaces, lists of updates, and what somebody here has written meanwhile.
#include "import_fixture.h"

#define HEAD                                                                                                           \
    "organisasjonsnummer;navn;organisasjonsform.kode;antallAnsatte;naeringskode1.kode;overordnetEnhet;"                \
    "forretningsadresse.adresse;forretningsadresse.postnummer;forretningsadresse.poststed;"                            \
    "forretningsadresse.kommunenummer;konkurs;underAvvikling\n"
#define SUBHEAD                                                                                                        \
    "organisasjonsnummer;navn;organisasjonsform.kode;antallAnsatte;overordnetEnhet;oppstartsdato;datoEierskifte;"      \
    "beliggenhetsadresse.adresse;beliggenhetsadresse.postnummer;beliggenhetsadresse.kommunenummer\n"

__attribute__((returns_nonnull)) static const char *unit(const char *orgnr, const char *name, const char *employees,
                                                         const char *postal, const char *municipality)
{
    return arena_printf(kept, "%s;%s;AS;%s;47.111;;Storgata 1;%s;DRAMMEN;%s;N;N\n", orgnr, name, employees, postal,
                        municipality);
}

__attribute__((returns_nonnull)) static const char *subunit(const char *orgnr, const char *name, const char *parent,
                                                            const char *changed, const char *postal,
                                                            const char *municipality)
{
    return arena_printf(kept, "%s;%s;BEDR;5;%s;2015-03-01;%s;Kaigata 2;%s;%s\n", orgnr, name, parent, changed, postal,
                        municipality);
}

static void units_become_employers_and_a_second_time_nothing(void **state)
{
    const char *one = number(10), *two = number(11);
    const char *text = arena_printf(kept, HEAD "%s%s", unit(one, "FJORD KAFE AS", "12", "3015", "0602"),
                                    unit(two, "ELVA BAD AS", "", "3015", "0602"));
    struct import_view v = import_text("units.csv", text, WITH_NOTHING);
    assert_counts(&v, 2, 0, 0, 0, 0);
    assert_int_equal(v.before.value, 0);
    struct employer e = employer_of(one);
    assert_string_equal(e.name, "FJORD KAFE AS");
    assert_string_equal(e.organisation_form, "AS");
    assert_string_equal(e.industry, "47.111");
    assert_string_equal(e.industry_version, "SN2007");
    assert_string_equal(e.address, "Storgata 1");
    assert_int_equal(e.employees, 12);
    assert_true(code_equal(e.municipality, code_make("0602")));
    assert_int_equal(e.municipality_valid_on, day_make(2018, 5, 2));
    assert_int_equal(employer_of(two).employees, EMPLOYEES_UNKNOWN);
    const char *before = dump_tables();
    struct import_view again = import_text("units.csv", text, WITH_NOTHING);
    assert_counts(&again, 0, 0, 2, 0, 0);
    assert_int_equal(again.before.value, v.id.value);
    assert_true(again.before_at > 0);
    assert_string_equal(dump_tables(), before);
}

static void what_is_outside_is_counted_by_its_reason(void **state)
{
    const char *text = arena_printf(
        kept, HEAD "%s%s%s%s;UTEN KOMMUNE;AS;;;;;;;;N;N\n%s;GJELD AS;AS;;;;G 1;3015;DRAMMEN;0602;J;N\n",
        unit(number(20), "OSLO AS", "1", "0150", "0301"), unit(number(21), "BERGEN AS", "1", "5003", "1201"),
        unit(number(22), "RØYKEN AS", "1", "3440", "0627"), number(23), number(24));
    struct import_view v = import_text("outside.csv", text, WITH_NOTHING);
    assert_counts(&v, 0, 0, 0, 5, 0);
    int64_t sum = 0;
    for (size_t i = 0; i < v.outside_by_count; i++)
        sum += v.outside_by[i].count;
    assert_int_equal(sum, 5);
    assert_int_equal(v.outside_by_count, 4);
    assert_int_equal(v.outside_by[0].count, 2);
    assert_true(says(v.outside_by[0].reason, "not in the region"));
    static const struct import_pair possible[] = {{"region", "possible"}};
    struct import_view more = import_text("outside.csv", text, with_options(possible, 1));
    assert_counts(&more, 1, 0, 0, 4, 0);
    assert_true(here(number(22)));
    struct import_view all = import_text("outside.csv", text, WITH_ALL);
    assert_counts(&all, 3, 0, 1, 1, 0); // bankrupt ones are not worth it, wherever they are
}

static void a_part_of_a_municipality_is_told_by_the_postal_code_of_the_day(void **state)
{
    static const struct import_pair in_2021[] = {{"as-of", "2021-06-01"}};
    const char *text = arena_printf(kept, HEAD "%s%s%s", unit(number(30), "SANDE AS", "1", "3070", "3802"),
                                    unit(number(31), "HOLMESTRAND AS", "1", "3080", "3802"),
                                    unit(number(32), "GAMMEL AS", "1", "3015", "0602"));
    struct import_view v = import_text("parts.csv", text, with_options(in_2021, 1));
    assert_counts(&v, 2, 0, 0, 1, 0);
    assert_true(says(v.outside_by[0].reason, "Only a part"));
    assert_int_equal(employer_of(number(30)).municipality_valid_on, day_make(2021, 6, 1));
    // A number that is out of use tells that the address is older.
    struct employer old = employer_of(number(32));
    assert_true(code_equal(old.municipality, code_make("0602")));
    assert_int_equal(old.municipality_valid_on, day_make(2019, 12, 31));
}

static void lines_that_cannot_be_taken_say_why(void **state)
{
    const char *good = number(40);
    const char *text = arena_printf(kept,
                                    HEAD "123456789;FEIL;AS;;;;;3015;;0602;N;N\n;TOM;AS;;;;;3015;;0602;N;N\n%s%s"
                                         "%s;;AS;;;;;3015;;0602;N;N\n",
                                    unit(good, "RETT AS", "1", "3015", "0602"),
                                    unit(good, "SAMME AS", "1", "3015", "0602"), number(41));
    struct import_view v = import_text("wrong.csv", text, WITH_NOTHING);
    assert_counts(&v, 1, 0, 0, 0, 4);
    assert_true(v.lines_kept);
    struct import_fault f = fault_of(&v, 0);
    assert_int_equal(f.line, 2);
    assert_string_equal(f.file, "wrong.csv");
    assert_string_equal(f.field, "organisasjonsnummer");
    assert_string_equal(f.value, "123456789");
    assert_true(says(f.message, "nine digits"));
    assert_true(says(fault_of(&v, 1).message, "There is no organisation number"));
    struct import_fault twice = fault_of(&v, 2);
    assert_int_equal(twice.line, 5);
    assert_true(says(twice.message, "comes twice"));
    assert_string_equal(twice.arg, "4");
    assert_true(says(fault_of(&v, 3).message, "does not say its name"));
}

static enum status write_programme(struct store_tx *tx, void *arg)
{
    return programme_put(tx, arg);
}

static void allow_test_data(bool allowed)
{
    struct programme p;
    assert_int_equal(programme_get(app_store(app), kept, &p), OK);
    p.synthetic_allowed = allowed;
    assert_int_equal(store_write(app_store(app), &office, app_now(app), write_programme, &p), OK);
}

static void numbers_of_test_data_are_taken_where_the_programme_allows(void **state)
{
    const char *text = arena_printf(kept, HEAD "%s", unit("210000011", "SYNTETISK AS", "1", "3015", "0602"));
    allow_test_data(false);
    struct import_view v = import_text("synthetic.csv", text, WITH_NOTHING);
    assert_counts(&v, 0, 0, 0, 0, 1);
    assert_true(says(fault_of(&v, 0).message, "test data"));
    allow_test_data(true);
    v = import_text("synthetic.csv", text, WITH_NOTHING);
    assert_counts(&v, 1, 0, 0, 0, 0);
}

static void a_wrong_field_is_left_out_and_the_unit_taken(void **state)
{
    const char *text = arena_printf(
        kept,
        "[{\"organisasjonsnummer\":\"%s\",\"navn\":\"DATO AS\",\"organisasjonsform\":{\"kode\":\"AS\"},"
        "\"registreringsdatoEnhetsregisteret\":\"2013-02-30\",\"naeringskode1\":{\"kode\":\"81.300\"},"
        "\"forretningsadresse\":{\"landkode\":\"NO\",\"postnummer\":\"3015\",\"adresse\":[\"c/o Hansen\",\"Veien 1\"],"
        "\"kommunenummer\":\"0602\"}},"
        "{\"organisasjonsnummer\":\"%s\",\"navn\":\"TALL AS\",\"organisasjonsform\":{\"kode\":\"AS\"},"
        "\"antallAnsatte\":\"mange\",\"forretningsadresse\":{\"postnummer\":\"30155\",\"kommunenummer\":\"0602\"}}]",
        number(50), number(51));
    struct import_view v = import_text("dates.json", text, WITH_NOTHING);
    assert_counts(&v, 2, 0, 0, 0, 0);
    assert_int_equal(v.notes, 2);
    struct import_preview *rows;
    size_t count;
    assert_int_equal(import_rows(app, &office, v.id, IMPORT_ROWS_NOTED, 0, 10, kept, &rows, &count), OK);
    assert_int_equal(count, 2);
    assert_int_equal(rows[0].notes.count, 1);
    assert_string_equal(rows[0].notes.items[0].arg, "2013-02-30");
    assert_int_equal(rows[1].notes.count, 2);
    assert_string_equal(employer_of(number(50)).address, "c/o Hansen, Veien 1");
    assert_int_equal(employer_of(number(50)).employees, EMPLOYEES_UNKNOWN);
    assert_string_equal(employer_of(number(51)).postal_code, "");
}

// "e" for an employer, "w" for a workplace, "" when the number is not to be fetched.
static const char *refetch_of(const char *orgnr)
{
    struct refetch_line *lines;
    size_t count;
    assert_int_equal(list_refetch(app, &office, kept, &lines, &count), OK);
    for (size_t i = 0; i < count; i++)
        if (strcmp(lines[i].orgnr, orgnr) == 0)
            return lines[i].workplace ? "w" : "e";
    return "";
}

// What the preview shows of a unit, "Closed: no > yes; …".
static const char *changes_of(const struct import_view *v)
{
    struct import_preview *rows;
    size_t count;
    struct buf b = buf_in(kept);
    assert_int_equal(import_rows(app, &office, v->id, 0, 0, 10, kept, &rows, &count), OK);
    assert_int_equal(count, 1);
    for (size_t i = 0; i < rows[0].change_count; i++) {
        const struct import_change *c = &rows[0].changes[i];
        assert_true(!c->worded || strcmp(c->after, "yes") == 0 || strcmp(c->after, "no") == 0);
        buf_printf(&b, "%s: %s%s%s; ", c->title, c->before == NULL ? "" : c->before, c->before == NULL ? "" : " > ",
                   c->after);
    }
    return buf_text(&b);
}

static void the_preview_says_yes_and_no_and_nothing_of_what_is_ordinary(void **state)
{
    const char *one = number(57);
    struct import_view v = import_text(
        "new.csv", arena_printf(kept, HEAD "%s", unit(one, "NY AS", "7", "3015", "0602")), WITH_NOTHING);
    assert_counts(&v, 1, 0, 0, 0, 0);
    const char *said = changes_of(&v);
    assert_non_null(strstr(said, "Employees: 7; "));
    assert_null(strstr(said, "Bankrupt"));
    assert_null(strstr(said, "Closed"));
    assert_null(strstr(said, "Winding up"));
    v = import_text("broke.csv",
                    arena_printf(kept, HEAD "%s;NY AS;AS;7;47.111;;Storgata 1;3015;DRAMMEN;0602;J;J\n", one), WITH_NOTHING);
    assert_counts(&v, 0, 1, 0, 0, 0);
    said = changes_of(&v);
    assert_non_null(strstr(said, "Bankrupt: no > yes; "));
    assert_non_null(strstr(said, "Winding up: no > yes; "));
}

static void a_missing_count_is_unknown_and_none_is_none(void **state)
{
    const char *text = arena_printf(kept, HEAD "%s%s", unit(number(55), "INGEN AS", "0", "3015", "0602"),
                                    unit(number(56), "UKJENT AS", "7", "3015", "0602"));
    struct import_view v = import_text("counts.csv", text, WITH_NOTHING);
    assert_counts(&v, 2, 0, 0, 0, 0);
    assert_int_equal(employer_of(number(55)).employees, 0);
    v = import_text("counts2.csv", arena_printf(kept, HEAD "%s", unit(number(56), "UKJENT AS", "", "3015", "0602")),
                    WITH_NOTHING);
    assert_counts(&v, 0, 1, 0, 0, 0);
    assert_int_equal(employer_of(number(56)).employees, EMPLOYEES_UNKNOWN);
}

static void a_shops_owner_is_taken_wherever_its_office_is(void **state)
{
    mkdir(path_of("shops"), 0700);
    // The workplaces come first, and their unit in a later file, outside of the region.
    const char *subs =
        arena_printf(kept, SUBHEAD "%s%s", subunit(number(61), "KIOSK DRAMMEN", number(60), "", "3015", "0602"),
                     subunit(number(62), "KIOSK BERGEN", number(60), "", "5003", "1201"));
    const char *units = arena_printf(kept, HEAD "%s%s", unit(number(60), "KIOSK NORGE AS", "900", "0150", "0301"),
                                     unit(number(63), "ANNET OSLO AS", "3", "0150", "0301"));
    file_of("shops/a-subs.csv", subs, strlen(subs));
    file_of("shops/b-units.csv", units, strlen(units));
    file_of("shops/README.md", "no", 2);
    struct import_view v = import_path(path_of("shops"), WITH_NOTHING);
    assert_counts(&v, 2, 0, 0, 2, 0);
    assert_int_equal(v.problem.count, 1); // the README was passed over, and that is said
    struct employer e = employer_of(number(60));
    assert_string_equal(e.name, "KIOSK NORGE AS");
    struct workplace w = workplace_of(number(61));
    assert_int_equal(w.employer.value, e.id.value);
    assert_true(code_equal(w.area, code_make("0602")));
    assert_int_equal(w.employees, 5);
    assert_false(here(number(63)));
    struct employer_id parent;
    assert_int_equal(workplace_parent(app_store(app), w.id, day_make(2015, 3, 1), &parent), OK);
    assert_int_equal(parent.value, e.id.value);
}

static void a_unit_known_only_by_its_workplace_gets_its_own_name_later(void **state)
{
    const char *subs =
        arena_printf(kept, SUBHEAD "%s%s", subunit(number(66), "BAKERI AVD 1", number(65), "", "3015", "0602"),
                     subunit(number(67), "BAKERI AVD 2", number(65), "", "3015", "0602"));
    const char *before = dump_tables();
    struct import_view subs_view = import_text("subs.csv", subs, WITH_NOTHING);
    assert_counts(&subs_view, 2, 0, 0, 0, 0);
    struct employer e = employer_of(number(65));
    struct employer_register r;
    assert_string_equal(e.name, "BAKERI AVD 1");
    assert_int_equal(get_employer_register(app, &office, e.id, kept, &r), OK);
    assert_true(r.named_by_workplace);
    assert_true(r.refetch);
    assert_string_equal(refetch_of(number(65)), "e");
    assert_false(r.known);
    struct import_view units_view = import_text(
        "unit.csv", arena_printf(kept, HEAD "%s", unit(number(65), "BAKERI HOLDING AS", "80", "0150", "0301")),
        WITH_NOTHING);
    assert_counts(&units_view, 0, 1, 0, 0, 0);
    assert_string_equal(employer_of(number(65)).name, "BAKERI HOLDING AS");
    assert_int_equal(get_employer_register(app, &office, e.id, kept, &r), OK);
    assert_true(r.known);
    assert_false(r.refetch);
    // Newest first, both are gone without a trace.
    assert_int_equal(import_revert(app, &office, units_view.id), OK);
    assert_int_equal(work_on(units_view.id).state, IMPORT_REVERTED);
    assert_int_equal(import_revert(app, &office, subs_view.id), OK);
    assert_int_equal(work_on(subs_view.id).kept, 0);
    assert_string_equal(dump_tables(), before);
}

static void a_workplace_without_its_unit_is_refused(void **state)
{
    const char *text = arena_printf(kept, SUBHEAD "%s%s", subunit(number(68), "UTEN EIER", "", "", "3015", "0602"),
                                    subunit(number(69), "FEIL EIER", "123456789", "", "3015", "0602"));
    struct import_view v = import_text("orphans.csv", text, WITH_NOTHING);
    assert_counts(&v, 0, 0, 0, 0, 2);
    assert_true(says(fault_of(&v, 0).message, "which unit it belongs to"));
    assert_true(says(fault_of(&v, 1).message, "nine digits"));
}

static void parents_are_kept_over_time(void **state)
{
    const char *units = arena_printf(kept, HEAD "%s%s", unit(number(70), "SELGER AS", "5", "3015", "0602"),
                                     unit(number(71), "KJØPER AS", "5", "3015", "0602"));
    struct import_view v = import_text("owners.csv", units, WITH_NOTHING);
    assert_counts(&v, 2, 0, 0, 0, 0);
    v = import_text("shop.csv",
                    arena_printf(kept, SUBHEAD "%s", subunit(number(72), "BUTIKKEN", number(70), "", "3015", "0602")),
                    WITH_NOTHING);
    assert_counts(&v, 1, 0, 0, 0, 0);
    const char *before = dump_tables();
    v = import_text(
        "sold.csv",
        arena_printf(kept, SUBHEAD "%s", subunit(number(72), "BUTIKKEN", number(71), "2018-01-15", "3015", "0602")),
        WITH_NOTHING);
    assert_counts(&v, 0, 1, 0, 0, 0);
    struct workplace w = workplace_of(number(72));
    struct employer_id parent;
    assert_int_equal(w.employer.value, employer_of(number(71)).id.value);
    assert_int_equal(workplace_parent(app_store(app), w.id, day_make(2018, 1, 14), &parent), OK);
    assert_int_equal(parent.value, employer_of(number(70)).id.value);
    assert_int_equal(workplace_parent(app_store(app), w.id, day_make(2018, 1, 15), &parent), OK);
    assert_int_equal(parent.value, employer_of(number(71)).id.value);
    assert_int_equal(import_revert(app, &office, v.id), OK);
    assert_int_equal(work_on(v.id).kept, 0);
    assert_string_equal(dump_tables(), before);
}

static const char *orgl(const char *orgnr, const char *parent)
{
    return arena_printf(kept, HEAD "%s;ETAT A;ORGL;5;84.110;%s;Engene 1;3015;DRAMMEN;0602;N;N\n", orgnr, parent);
}

static void a_part_of_a_larger_body_has_a_parent_of_its_own(void **state)
{
    struct import_view v = import_text("orgl.csv", orgl(number(75), number(76)), WITH_NOTHING);
    assert_counts(&v, 1, 0, 0, 0, 0);
    struct employer_register r;
    struct employer_id id = employer_of(number(75)).id;
    assert_int_equal(get_employer_register(app, &adviser, id, kept, &r), OK);
    assert_string_equal(r.parent_orgnr, number(76));
    assert_int_equal(r.parent.value, 0);
    be_on(day_make(2019, 2, 1));
    v = import_text("orgl2.csv", orgl(number(75), number(77)), WITH_NOTHING);
    assert_counts(&v, 0, 1, 0, 0, 0);
    assert_int_equal(get_employer_register(app, &adviser, id, kept, &r), OK);
    assert_string_equal(r.parent_orgnr, number(77));
    assert_int_equal(r.parent_from, day_make(2019, 2, 1));
    v = import_text("orgl3.csv", orgl(number(75), number(75)), WITH_NOTHING);
    assert_true(v.notes > 0); // its own parent: that is left out, and said
}

static struct employer edited(const char *orgnr, const char *name)
{
    struct employer e = employer_of(orgnr);
    struct issues issues = issues_in(kept);
    e.name = name;
    assert_int_equal(edit_employer(app, &office, &e, &issues), OK);
    return employer_of(orgnr);
}

static size_t offers_of(struct employer_id id, struct register_offer **out)
{
    size_t count;
    assert_int_equal(list_offers(app, &office, id, kept, out, &count), OK);
    return count;
}

static void what_somebody_has_written_is_offered_not_overwritten(void **state)
{
    const char *orgnr = number(80);
    struct register_offer *offers;
    struct import_view v =
        import_text("o1.csv", arena_printf(kept, HEAD "%s", unit(orgnr, "HAVN AS", "5", "3015", "0602")), WITH_NOTHING);
    assert_counts(&v, 1, 0, 0, 0, 0);
    struct employer e = edited(orgnr, "Havna Spiseri");
    // The register says what it said before: that is no news.
    v = import_text("o2.csv", arena_printf(kept, HEAD "%s", unit(orgnr, "HAVN AS", "5", "3015", "0602")), WITH_NOTHING);
    assert_counts(&v, 0, 0, 1, 0, 0);
    assert_int_equal(offers_of(e.id, &offers), 0);
    // It says something else: offered. What nobody has touched is taken.
    v = import_text("o3.csv", arena_printf(kept, HEAD "%s", unit(orgnr, "HAVN OG HAV AS", "6", "3015", "0602")),
                    WITH_NOTHING);
    assert_counts(&v, 0, 1, 0, 0, 0);
    assert_int_equal(v.notes, 1);
    assert_string_equal(employer_of(orgnr).name, "Havna Spiseri");
    assert_int_equal(employer_of(orgnr).employees, 6);
    assert_int_equal(offers_of(e.id, &offers), 1);
    assert_string_equal(offers[0].field, "name");
    assert_string_equal(offers[0].stands, "Havna Spiseri");
    assert_string_equal(offers[0].offered, "HAVN OG HAV AS");
    // An adviser sees it and may not decide; an offer is decided on its own employer's page only.
    assert_int_equal(decline_offer(app, &adviser, e.id, offers[0].id), DENIED);
    assert_int_equal(decline_offer(app, &office, employer_of(number(10)).id, offers[0].id), NOT_FOUND);
    assert_int_equal(decline_offer(app, &office, e.id, offers[0].id), OK);
    assert_int_equal(decline_offer(app, &office, e.id, offers[0].id), NOT_FOUND);
    v = import_text("o4.csv", arena_printf(kept, HEAD "%s", unit(orgnr, "HAVN OG HAV AS", "6", "3015", "0602")),
                    WITH_NOTHING);
    assert_counts(&v, 0, 0, 1, 0, 0);
    assert_int_equal(offers_of(e.id, &offers), 0);
    // Something else again: offered again, and taken.
    v = import_text("o5.csv", arena_printf(kept, HEAD "%s", unit(orgnr, "HAVNEGRUPPEN AS", "6", "3015", "0602")),
                    WITH_NOTHING);
    assert_int_equal(offers_of(e.id, &offers), 1);
    assert_int_equal(accept_offer(app, &office, e.id, offers[0].id, "something else"), CONFLICT);
    assert_int_equal(accept_offer(app, &office, e.id, offers[0].id, offers[0].stands), OK);
    assert_string_equal(employer_of(orgnr).name, "HAVNEGRUPPEN AS");
    assert_int_equal(offers_of(e.id, &offers), 0);
    // From here on the register is followed again.
    v = import_text("o6.csv", arena_printf(kept, HEAD "%s", unit(orgnr, "HAVNEGRUPPEN NORD AS", "6", "3015", "0602")),
                    WITH_NOTHING);
    assert_counts(&v, 0, 1, 0, 0, 0);
    assert_string_equal(employer_of(orgnr).name, "HAVNEGRUPPEN NORD AS");
}

static void a_workplaces_own_words_are_offered_too(void **state)
{
    struct register_offer *offers;
    struct issues issues = issues_in(kept);
    const char *units = arena_printf(kept, HEAD "%s", unit(number(82), "KJEDEN AS", "5", "3015", "0602"));
    struct import_view v = import_text("w0.csv", units, WITH_NOTHING);
    v = import_text(
        "w1.csv", arena_printf(kept, SUBHEAD "%s", subunit(number(83), "KJEDEN AVD 1", number(82), "", "3015", "0602")),
        WITH_NOTHING);
    assert_counts(&v, 1, 0, 0, 0, 0);
    struct workplace w = workplace_of(number(83));
    w.name = "Kjeden på torget";
    w.municipality = code_make("0626");
    assert_int_equal(edit_workplace(app, &office, &w, &issues), OK);
    const char *moved =
        arena_printf(kept, SUBHEAD "%s", subunit(number(83), "KJEDEN LIER", number(82), "", "3427", "0625"));
    v = import_text("w2.csv", moved, WITH_NOTHING);
    assert_counts(&v, 0, 1, 0, 0, 0);
    w = workplace_of(number(83));
    assert_string_equal(w.name, "Kjeden på torget");
    assert_string_equal(w.postal_code, "3427");
    struct employer_id id = employer_of(number(82)).id;
    assert_int_equal(offers_of(id, &offers), 2);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(offers[i].workplace.value, w.id.value);
        assert_int_equal(accept_offer(app, &office, id, offers[i].id, offers[i].stands), OK);
    }
    w = workplace_of(number(83));
    assert_string_equal(w.name, "KJEDEN LIER");
    assert_true(code_equal(w.municipality, code_make("0625")));
    assert_true(code_equal(w.area, code_make("0625"))); // where the number now says it is
}

static void what_was_typed_by_hand_is_verified_and_kept(void **state)
{
    struct employer_id id;
    struct employer_register r;
    struct register_offer *offers;
    struct issues issues = issues_in(kept);
    struct employer typed = {.orgnr = number(85),
                             .name = "Håndskrevet",
                             .employees = EMPLOYEES_UNKNOWN,
                             .municipality = code_make("0602"),
                             .municipality_valid_on = DAY_NONE,
                             .paused_until = DAY_NONE,
                             .pledged_by = DAY_NONE};
    assert_int_equal(register_employer(app, &office, &typed, &issues, &id), OK);
    assert_int_equal(get_employer_register(app, &office, id, kept, &r), OK);
    assert_false(r.known);
    struct import_view v =
        import_text("typed.csv", arena_printf(kept, HEAD "%s", unit(number(85), "HÅNDSKREVET AS", "5", "3015", "0602")),
                    WITH_NOTHING);
    assert_counts(&v, 0, 1, 0, 0, 0);
    struct employer e = employer_of(number(85));
    assert_string_equal(e.name, "Håndskrevet");
    assert_int_equal(e.employees, 5); // nobody had written how many
    assert_string_equal(e.address, "Storgata 1");
    assert_int_equal(offers_of(id, &offers), 1);
    assert_int_equal(get_employer_register(app, &office, id, kept, &r), OK);
    assert_true(r.known);
}

static const char *events(const char *list, const char *orgnr, const char *type)
{
    return arena_printf(kept,
                        "{\"_embedded\":{\"%s\":[{\"oppdateringsid\":1,\"dato\":\"2019-01-20T21:53:00.000Z\","
                        "\"organisasjonsnummer\":\"%s\",\"endringstype\":\"%s\"}]}}",
                        list, orgnr, type);
}

static void lists_of_updates_say_what_is_to_be_fetched_and_what_is_gone(void **state)
{
    struct employer_register r;
    const char *one = number(90), *two = number(91);
    struct import_view v = import_text("e0.csv",
                                       arena_printf(kept, HEAD "%s%s", unit(one, "ENDRING AS", "5", "3015", "0602"),
                                                    unit(two, "SLUTT AS", "5", "3015", "0602")),
                                       WITH_NOTHING);
    assert_counts(&v, 2, 0, 0, 0, 0);
    struct employer_id changed = employer_of(one).id, closed = employer_of(two).id;
    v = import_text("e1.json", events("oppdaterteEnheter", one, "Endring"), WITH_NOTHING);
    assert_counts(&v, 0, 1, 0, 0, 0);
    assert_int_equal(get_employer_register(app, &office, changed, kept, &r), OK);
    assert_true(r.refetch);
    assert_string_equal(refetch_of(one), "e");
    assert_string_equal(refetch_of(two), "");
    struct refetch_line *lines;
    size_t count;
    assert_int_equal(list_refetch(app, &adviser, kept, &lines, &count), DENIED);
    v = import_text("e1.json", events("oppdaterteEnheter", one, "Endring"), WITH_NOTHING);
    assert_counts(&v, 0, 0, 1, 0, 0);
    v = import_text("e2.csv", arena_printf(kept, HEAD "%s", unit(one, "ENDRING AS", "5", "3015", "0602")),
                    WITH_NOTHING);
    assert_counts(&v, 0, 1, 0, 0, 0);
    assert_int_equal(get_employer_register(app, &office, changed, kept, &r), OK);
    assert_false(r.refetch);
    assert_string_equal(refetch_of(one), "");
    v = import_text("e3.json", events("oppdaterteEnheter", two, "Sletting"), WITH_NOTHING);
    assert_counts(&v, 0, 1, 0, 0, 0);
    assert_true(employer_of(two).closed);
    assert_int_equal(get_employer_register(app, &office, closed, kept, &r), OK);
    assert_int_equal(r.closed_on, day_make(2019, 1, 20));
    v = import_text("e4.json", events("oppdaterteUnderenheter", number(92), "Ny"), WITH_NOTHING);
    assert_counts(&v, 0, 0, 0, 1, 0);
}

static void what_the_law_takes_out_of_the_register_goes_here_too(void **state)
{
    const char *orgnr = number(95);
    struct employer_register r;
    struct import_view v = import_text(
        "r0.csv", arena_printf(kept, HEAD "%s", unit(orgnr, "OLA NORDMANN", "5", "3015", "0602")), WITH_NOTHING);
    struct import_view first = v;
    struct employer e = edited(orgnr, "Ola Nordmann bygg");
    v = import_text("r1.json", events("oppdaterteEnheter", orgnr, "Fjernet"), WITH_NOTHING);
    assert_counts(&v, 0, 1, 0, 0, 0);
    struct employer gone = employer_of(orgnr); // the number stays, for what hangs on it
    assert_string_equal(gone.name, orgnr);
    assert_string_equal(gone.address, "");
    assert_string_equal(gone.postal_code, "");
    assert_true(gone.closed);
    assert_int_equal(get_employer_register(app, &office, e.id, kept, &r), OK);
    assert_true(r.removed);
    // It does not come back by taking the import back.
    assert_int_equal(import_revert(app, &office, v.id), OK);
    v = work_on(v.id);
    assert_int_equal(v.kept, 1);
    assert_string_equal(employer_of(orgnr).name, orgnr);
    // Nor does an import tell any more what it was called.
    struct import_preview *rows;
    size_t count;
    assert_int_equal(import_rows(app, &office, first.id, 0, 0, 10, kept, &rows, &count), OK);
    assert_int_equal(count, 1);
    assert_string_equal(rows[0].title, orgnr);
    assert_int_equal(rows[0].change_count, 0);
}

static void an_import_is_taken_back_exactly_but_for_what_was_built_on(void **state)
{
    const char *one = number(100), *two = number(101), *three = number(102);
    struct import_view v =
        import_text("b0.csv", arena_printf(kept, HEAD "%s", unit(one, "FØRST AS", "5", "3015", "0602")), WITH_NOTHING);
    edited(one, "Først og fremst");
    const char *before = dump_tables();
    const char *text =
        arena_printf(kept, HEAD "%s%s%s", unit(one, "FØRSTE AS", "9", "3016", "0602"),
                     unit(two, "ANDRE AS", "5", "3015", "0602"), unit(three, "TREDJE AS", "5", "3015", "0602"));
    v = import_text("b1.csv", text, WITH_NOTHING);
    assert_counts(&v, 2, 1, 0, 0, 0);
    assert_int_equal(import_revert(app, &office, v.id), OK);
    v = work_on(v.id);
    assert_int_equal(v.state, IMPORT_REVERTED);
    assert_int_equal(v.kept, 0);
    assert_string_equal(dump_tables(), before);
    assert_int_equal(import_revert(app, &office, v.id), CONFLICT);
    // Once more, and now somebody calls the third.
    v = import_text("b1.csv", text, WITH_NOTHING);
    assert_counts(&v, 2, 1, 0, 0, 0);
    struct employer e = employer_of(three);
    struct issues issues = issues_in(kept);
    e.stage = STAGE_CONTACTED;
    assert_int_equal(edit_employer(app, &office, &e, &issues), OK);
    assert_int_equal(import_revert(app, &office, v.id), OK);
    v = work_on(v.id);
    assert_int_equal(v.kept, 1);
    assert_true(here(three));
    assert_false(here(two));
    assert_int_equal(employer_of(one).employees, 5);
    struct import_fault f = fault_of(&v, 0);
    assert_string_equal(f.value, "TREDJE AS");
    assert_true(says(f.message, "somebody has worked on it since"));
}

static void a_table_of_ones_own_is_mapped(void **state)
{
    const char *text = arena_printf(
        kept, "Org.nr.;Bedriftens navn;Ansatte;Postnr;Kommunenr;Merknad\n%s;=SUM(A1);4;3015;602;x\n", number(110));
    static const struct import_pair mapping[] = {{"navn", "Bedriftens navn"}};
    struct import_settings settings = WITH_NOTHING;
    settings.mapping = mapping;
    settings.mapping_count = 1;
    struct import_view v = import_text("own.csv", text, settings);
    assert_counts(&v, 1, 0, 0, 0, 0);
    struct employer e = employer_of(number(110));
    assert_string_equal(e.name, "=SUM(A1)"); // data, not a formula
    assert_int_equal(e.employees, 4);
    assert_true(code_equal(e.municipality, code_make("0602"))); // the zero that a spreadsheet ate
}

static void every_encoding_is_read(void **state)
{
    struct import_view v = import_text("latin.csv",
                                       arena_printf(kept,
                                                    HEAD "%s;BL\xC5"
                                                         "B\xC6R AS;AS;5;;;\xD8vregata 1;3015;;0602;N;N\n",
                                                    number(115)),
                                       WITH_NOTHING);
    assert_counts(&v, 1, 0, 0, 0, 0);
    assert_string_equal(employer_of(number(115)).name, "BLÅBÆR AS");
    assert_string_equal(employer_of(number(115)).address, "Øvregata 1");
}

static const char *register_folder(void)
{
    static const char path[] = "../shared/data/register";
    return access(path, R_OK) == 0 ? path : NULL;
}

static void the_registers_own_files_are_read(void **state)
{
    static const struct {
        const char *folder;
        int64_t read, taken; // taken: created
    } FOLDERS[] = {
        {"amt-enhetsregister", 10, 0}, // invented numbers
        {"brreg-underenheter", 8, 3},
        {"mock-enhetsregisteret", 15, 15},
        {"sykefravar", 2212, 2},
        {"etatsbasen", 9005, 1048},
        {"pam-er-sync/enheter_alle.json.gz", 6, 6},
        {"pam-er-sync/underenheter_alle.json.gz", 6, 6},
        {"pam-er-sync/hovedenheter.csv", 6, 5},
        {"pam-er-sync/underenheter.csv", -1, 0}, // a quote that is never closed
    };
    if (register_folder() == NULL) {
        print_message("the shared register files are not here\n");
        skip();
    }
    for (size_t i = 0; i < sizeof FOLDERS / sizeof *FOLDERS; i++) {
        struct import_view v = import_path(arena_printf(kept, "%s/%s", register_folder(), FOLDERS[i].folder), WITH_ALL);
        int64_t read = v.created + v.updated + v.unchanged + v.outside + v.rejected;
        print_message("%s: %lld read, %lld created, %lld updated, %lld unchanged, %lld outside, %lld rejected\n",
                      FOLDERS[i].folder, (long long)read, (long long)v.created, (long long)v.updated,
                      (long long)v.unchanged, (long long)v.outside, (long long)v.rejected);
        assert_int_equal(v.state, FOLDERS[i].read < 0 ? IMPORT_REFUSED : IMPORT_APPLIED);
        assert_int_equal(v.problem.count > 0 && FOLDERS[i].read < 0, FOLDERS[i].read < 0);
        if (FOLDERS[i].read < 0)
            continue;
        assert_int_equal(read, FOLDERS[i].read);
        assert_int_equal(v.created, FOLDERS[i].taken);
        struct import_view again =
            import_path(arena_printf(kept, "%s/%s", register_folder(), FOLDERS[i].folder), WITH_ALL);
        assert_int_equal(again.created, 0);
        assert_int_equal(again.updated, 0);
        assert_int_equal(again.unchanged, v.created + v.updated + v.unchanged);
        assert_int_equal(again.before.value, v.id.value);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(units_become_employers_and_a_second_time_nothing),
        cmocka_unit_test(what_is_outside_is_counted_by_its_reason),
        cmocka_unit_test(a_part_of_a_municipality_is_told_by_the_postal_code_of_the_day),
        cmocka_unit_test(lines_that_cannot_be_taken_say_why),
        cmocka_unit_test(numbers_of_test_data_are_taken_where_the_programme_allows),
        cmocka_unit_test(a_wrong_field_is_left_out_and_the_unit_taken),
        cmocka_unit_test(the_preview_says_yes_and_no_and_nothing_of_what_is_ordinary),
        cmocka_unit_test(a_missing_count_is_unknown_and_none_is_none),
        cmocka_unit_test(a_shops_owner_is_taken_wherever_its_office_is),
        cmocka_unit_test(a_unit_known_only_by_its_workplace_gets_its_own_name_later),
        cmocka_unit_test(a_workplace_without_its_unit_is_refused),
        cmocka_unit_test(parents_are_kept_over_time),
        cmocka_unit_test(a_part_of_a_larger_body_has_a_parent_of_its_own),
        cmocka_unit_test(what_somebody_has_written_is_offered_not_overwritten),
        cmocka_unit_test(a_workplaces_own_words_are_offered_too),
        cmocka_unit_test(what_was_typed_by_hand_is_verified_and_kept),
        cmocka_unit_test(lists_of_updates_say_what_is_to_be_fetched_and_what_is_gone),
        cmocka_unit_test(what_the_law_takes_out_of_the_register_goes_here_too),
        cmocka_unit_test(an_import_is_taken_back_exactly_but_for_what_was_built_on),
        cmocka_unit_test(a_table_of_ones_own_is_mapped),
        cmocka_unit_test(every_encoding_is_read),
        cmocka_unit_test(the_registers_own_files_are_read),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, region_open, region_close);
}
