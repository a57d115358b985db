// SPDX-License-Identifier: EUPL-1.2
#include <stdlib.h>
#include <string.h>

#include "app/employer_register_inside.h"
#include "app/internal.h"
#include "base/text.h"
#include "store/class_store.h"

#define NAMES(...) ((const char *const[]){__VA_ARGS__, NULL})

// The columns as the register's own CSV calls them. Addresses come in three kinds, and are taken in that order.

const struct import_field REGISTER_COLUMNS[] = {
    {"organisasjonsnummer", N_("Organisation number"),
     NAMES("orgnr", "orgid", "orgnummer", "org nr", "orgno", "organization number", "organisation number"), true},
    {"navn", N_("Name"),
     NAMES("name_nb", "name", "virksomhet", "virksomhetsnavn", "firmanavn", "firma", "foretaksnavn", "bedrift",
           "selskap", "organisasjonsnavn"), false},
    {"organisasjonsform.kode", N_("Organisation form"), NAMES("orgform.kode", "organisasjonsform", "orgform"), false},
    {"naeringskode1.kode", N_("Industry code"), NAMES("primaernaering", "naeringskode", "nace"), false},
    {"institusjonellSektorkode.kode", N_("Sector code"), NAMES("sektorkode"), false},
    {"antallAnsatte", N_("Employees"), NAMES("ansatte", "antall ansatte", "employees"), false},
    {"overordnetEnhet", N_("Parent's organisation number"), NAMES("hovedenhet", "parent"), false},
    {"forretningsadresse.adresse", N_("Business address"), NAMES("adresse", "gateadresse", "besoksadresse", "address"),
     false},
    {"forretningsadresse.postnummer", N_("Postal code"), NAMES("postnummer", "postnr", "postal code", "zip"), false},
    {"forretningsadresse.poststed", N_("Postal place"), NAMES("poststed", "sted", "by", "city"), false},
    {"forretningsadresse.kommunenummer", N_("Municipality number"), NAMES("kommunenummer", "kommunenr", "kommune nr", "municipality"),
     false},
    {"forretningsadresse.landkode", N_("Country"), NAMES("landkode"), false},
    {"beliggenhetsadresse.adresse", N_("Workplace's address"), NAMES("beliggenhet"), false},
    {"beliggenhetsadresse.postnummer", N_("Workplace's postal code"), NULL, false},
    {"beliggenhetsadresse.poststed", N_("Workplace's postal place"), NULL, false},
    {"beliggenhetsadresse.kommunenummer", N_("Workplace's municipality number"), NULL, false},
    {"beliggenhetsadresse.landkode", N_("Workplace's country"), NULL, false},
    {"postadresse.adresse", N_("Postal address"), NAMES("postboks"), false},
    {"postadresse.postnummer", N_("Postal address's postal code"), NULL, false},
    {"postadresse.poststed", N_("Postal address's place"), NULL, false},
    {"postadresse.kommunenummer", N_("Postal address's municipality number"), NULL, false},
    {"postadresse.landkode", N_("Postal address's country"), NULL, false},
    {"registreringsdatoEnhetsregisteret", N_("Registered on"), NULL, false},
    {"stiftelsesdato", N_("Founded on"), NULL, false},
    {"oppstartsdato", N_("Started on"), NULL, false},
    {"datoEierskifte", N_("Changed owner on"), NULL, false},
    {"slettedato", N_("Deleted on"), NULL, false},
    {"konkurs", N_("Bankrupt"), NULL, false},
    {"underAvvikling", N_("Winding up"), NULL, false},
    {"underTvangsavviklingEllerTvangsopplosning", N_("Compulsory winding up"), NULL, false},
};
_Static_assert(COUNT_OF(REGISTER_COLUMNS) == REGISTER_COLUMN_COUNT, "the count that the kind is made with");

static const char *get(const struct record *r, const char *name)
{
    const char *value = record_get(r, name);
    return value == NULL ? "" : value;
}

static bool has(const struct record *r, const char *name)
{
    return *get(r, name) != '\0';
}

static bool yes(const char *value)
{
    return strcasecmp(value, "true") == 0 || strcasecmp(value, "j") == 0 || strcasecmp(value, "ja") == 0 ||
           strcmp(value, "1") == 0;
}

static bool is_subunit_form(const char *form)
{
    return strcasecmp(form, "BEDR") == 0 || strcasecmp(form, "AAFY") == 0;
}

static enum register_what what_of(const struct import_run *run, const struct record *r)
{
    const struct register_run *register_run = register_run_of(run);
    const char *form = get(r, "organisasjonsform.kode");
    if (record_get(r, "endringstype") != NULL)
        return REGISTER_EVENT;
    if (register_run->what != REGISTER_UNTOLD)
        return register_run->what;
    if (run->list != NULL && strstr(run->list, "nderenheter") != NULL)
        return REGISTER_SUBUNIT;
    if (is_subunit_form(form) || has(r, "beliggenhetsadresse.kommunenummer") ||
        has(r, "beliggenhetsadresse.postnummer") || has(r, "oppstartsdato"))
        return REGISTER_SUBUNIT;
    return *form != '\0' ? REGISTER_UNIT : REGISTER_UNTOLD;
}

static enum status number_of(const struct import_run *run, const struct record *r, struct issues *faults,
                             char out[ORGNR_TEXT])
{
    const char *typed = record_get(r, "organisasjonsnummer");
    if (typed == NULL || *typed == '\0')
        issues_add(faults, "organisasjonsnummer", N_("There is no organisation number. Add it, or take the line out."));
    else if (orgnr_read(typed, run->synthetic, out))
        return OK;
    else if (orgnr_read(typed, true, out))
        issues_add(faults, "organisasjonsnummer",
                   N_("This is a number of test data, which only a demo takes. Use the real one."));
    else
        issues_add(
            faults, "organisasjonsnummer",
            N_("This is not an organisation number: nine digits, of which the last proves the others. Check it."));
    out[0] = '\0';
    return INVALID;
}

// Instants ("2018-05-14T21:53:00.000Z") begin with their day.
static day read_day(const struct record *r, const char *name, struct arena *a, struct issues *notes)
{
    const char *value = get(r, name);
    day d;
    if (*value == '\0')
        return DAY_NONE;
    if (day_read(arena_strndup(a, value, strlen(value) > 10 && value[10] == 'T' ? 10 : strlen(value)), &d))
        return d;
    if (notes != NULL)
        issues_add_arg(notes, name, N_("%s is not a day, and was left out"), value);
    return DAY_NONE;
}

static const char *one_line(const char *value, size_t most, const char *field, struct arena *a, struct issues *notes)
{
    struct buf b = buf_in(a);
    for (const char *p = value; *p != '\0'; p++) {
        if (*p == '\n' && b.length > 0)
            buf_add_char(&b, ',');
        buf_add_char(&b, *p);
    }
    const char *line = text_line(a, buf_text(&b));
    if (text_length(line) <= most)
        return line;
    if (notes != NULL)
        issues_add(notes, field, N_("The text is too long, and was cut"));
    return text_cut(a, line, most);
}

static const char *member(const char *kind, const char *name, struct arena *a)
{
    return arena_printf(a, "%s.%s", kind, name);
}

static const char *address_kind(const struct register_record *out, const struct record *r, struct arena *a)
{
    static const char *const KINDS[2][3] = {{"forretningsadresse", "beliggenhetsadresse", "postadresse"},
                                            {"beliggenhetsadresse", "forretningsadresse", "postadresse"}};
    const char *const *kinds = KINDS[out->what == REGISTER_SUBUNIT];
    for (int i = 0; i < 3; i++)
        if (has(r, member(kinds[i], "kommunenummer", a)) || has(r, member(kinds[i], "postnummer", a)) ||
            has(r, member(kinds[i], "adresse", a)))
            return kinds[i];
    return NULL;
}

static bool four_digits(const char *text)
{
    return strlen(text) == 4 && strspn(text, "0123456789") == 4;
}

// The municipality's day is settled where the region is known.
static void read_address(const struct record *r, struct arena *a, struct issues *notes, struct register_record *out)
{
    const char *kind = address_kind(out, r, a);
    out->country = "";
    if (kind == NULL)
        return;
    const char *municipality = get(r, member(kind, "kommunenummer", a));
    const char *postal = text_line(a, get(r, member(kind, "postnummer", a)));
    out->country = get(r, member(kind, "landkode", a));
    bool abroad = *out->country != '\0' && strcasecmp(out->country, "NO") != 0;
    // A number that lost its first zero in a spreadsheet.
    if (strlen(municipality) == 3 && strspn(municipality, "0123456789") == 3)
        municipality = arena_printf(a, "0%s", municipality);
    if (strlen(postal) == 3 && strspn(postal, "0123456789") == 3)
        postal = arena_printf(a, "0%s", postal);
    out->fresh.of[REGISTER_MUNICIPALITY] = four_digits(municipality) ? municipality : "";
    out->fresh.of[REGISTER_POSTAL_CODE] = four_digits(postal) ? postal : "";
    // What a table has no column for is not told, which is something else than empty.
    if (record_get(r, member(kind, "adresse", a)) != NULL)
        out->fresh.of[REGISTER_ADDRESS] = one_line(get(r, member(kind, "adresse", a)), 200, kind, a, notes);
    if (record_get(r, member(kind, "poststed", a)) != NULL)
        out->fresh.of[REGISTER_POSTAL_PLACE] = one_line(get(r, member(kind, "poststed", a)), 100, kind, a, notes);
    if (notes == NULL || abroad)
        return;
    if (*postal != '\0' && !four_digits(postal))
        issues_add_arg(notes, member(kind, "postnummer", a), N_("%s is not a postal code, and was left out"), postal);
    if (*municipality != '\0' && !four_digits(municipality))
        issues_add_arg(notes, member(kind, "kommunenummer", a),
                       N_("%s is not a municipality's number, and was left out"), municipality);
}

static int body_order(const void *one, const void *other)
{
    const struct body_address *x = one, *y = other;
    return strcmp(x->key, y->key);
}

// The list of public bodies has its addresses in a file of their own.
static void take_body_address(struct register_run *run, const struct record *r, struct arena *a,
                              struct register_record *out)
{
    const char *key = get(r, "tailid");
    if (!run->bodies_sorted && run->body_count > 0)
        qsort(run->bodies, run->body_count, sizeof *run->bodies, body_order);
    run->bodies_sorted = true;
    if (*key == '\0' || run->body_count == 0 || out->what == REGISTER_ADDRESSES)
        return;
    const struct body_address *found =
        bsearch(&(struct body_address){.key = key}, run->bodies, run->body_count, sizeof *run->bodies, body_order);
    if (found == NULL || *text_or_empty(out->fresh.of[REGISTER_ADDRESS]) != '\0')
        return;
    out->fresh.of[REGISTER_ADDRESS] = arena_strdup(a, found->address);
    out->fresh.of[REGISTER_POSTAL_CODE] = four_digits(found->postal_code) ? found->postal_code : "";
    out->fresh.of[REGISTER_POSTAL_PLACE] = found->postal_place;
    if (out->fresh.of[REGISTER_MUNICIPALITY] == NULL)
        out->fresh.of[REGISTER_MUNICIPALITY] = "";
}

// Where only a postal code is given, the postal register tells the municipality, when it is loaded.
static void find_municipality(const struct import_run *run, struct arena *a, struct register_record *out)
{
    struct class_postal postal;
    const char *code = out->fresh.of[REGISTER_POSTAL_CODE], *number = out->fresh.of[REGISTER_MUNICIPALITY];
    if (number == NULL || *number != '\0' || *text_or_empty(code) == '\0' ||
        class_postal_find(app_store(run->app), code, a, &postal) != OK || !code_given(postal.municipality))
        return;
    char *text = arena_alloc(a, CODE_TEXT);
    code_write(postal.municipality, text);
    out->fresh.of[REGISTER_MUNICIPALITY] = text;
}

static void read_event(const struct record *r, struct arena *a, struct register_record *out)
{
    const char *type = get(r, "endringstype");
    out->event = strcmp(type, "Sletting") == 0  ? EVENT_CLOSED
                 : strcmp(type, "Fjernet") == 0 ? EVENT_REMOVED
                 : strcmp(type, "Ny") == 0      ? EVENT_NEW
                                                : EVENT_CHANGED;
    out->event_on = read_day(r, "dato", a, NULL);
}

static void read_employees(const struct record *r, bool whole, struct issues *notes, struct register_record *out)
{
    const char *value = record_get(r, "antallAnsatte");
    char *end;
    if (value == NULL || *value == '\0') {
        // A register that does not tell knows of few or none: that is unknown, and never zero.
        out->fresh.of[REGISTER_EMPLOYEES] = value != NULL || whole ? "" : NULL;
        return;
    }
    long n = strtol(value, &end, 10);
    if (strspn(value, "0123456789") == strlen(value) && n <= 500000)
        out->fresh.of[REGISTER_EMPLOYEES] = value;
    else
        issues_add_arg(notes, "antallAnsatte", N_("%s is not a number of employees, and was left out"), value);
}

static void read_industry(const struct record *r, struct issues *notes, struct register_record *out)
{
    const char *code = record_get(r, "naeringskode1.kode");
    if (code == NULL)
        return;
    if (strlen(code) <= 8 && strspn(code, "0123456789.") == strlen(code))
        out->fresh.of[REGISTER_INDUSTRY] = code;
    else
        issues_add_arg(notes, "naeringskode1.kode", N_("%s is not an industry code, and was left out"), code);
}

static void read_parent(const struct record *r, struct issues *notes, struct register_record *out)
{
    const char *value = get(r, "overordnetEnhet");
    if (*value == '\0')
        return;
    if (!orgnr_read(value, true, out->parent)) {
        out->parent[0] = '\0';
        if (out->what != REGISTER_SUBUNIT)
            issues_add_arg(notes, "overordnetEnhet", N_("%s is not an organisation number, and was left out"), value);
    } else if (strcmp(out->parent, out->orgnr) == 0) {
        out->parent[0] = '\0';
        issues_add_arg(notes, "overordnetEnhet", N_("%s would be its own parent; that was left out"), value);
    }
}

// A removed unit has nothing left but its number.
static void make_removed(struct register_record *out)
{
    static const enum register_field GONE[] = {REGISTER_ADDRESS, REGISTER_POSTAL_CODE, REGISTER_POSTAL_PLACE};
    out->removed = true;
    out->fresh = (struct register_values){{[REGISTER_CLOSED] = "1"}};
    for (size_t i = 0; i < COUNT_OF(GONE); i++)
        out->fresh.of[GONE[i]] = "";
}

static void read_dates(const struct record *r, struct arena *a, struct issues *notes, struct register_record *out)
{
    out->registered_on = read_day(r, "registreringsdatoEnhetsregisteret", a, notes);
    (void)read_day(r, "stiftelsesdato", a, notes);
    day started = read_day(r, "oppstartsdato", a, notes), changed = read_day(r, "datoEierskifte", a, notes);
    out->parent_from = changed != DAY_NONE ? changed : started;
    out->closed_on = read_day(r, "slettedato", a, notes);
}

static void read_unit(const struct import_run *run, const struct record *r, struct arena *a, struct issues *notes,
                      struct register_record *out)
{
    bool whole = has(r, "navn") && (has(r, "organisasjonsform.kode") || address_kind(out, r, a) != NULL);
    if (has(r, "navn"))
        out->fresh.of[REGISTER_NAME] = one_line(get(r, "navn"), EMPLOYER_NAME_MOST, "navn", a, notes);
    if (record_get(r, "organisasjonsform.kode") != NULL && out->what != REGISTER_SUBUNIT)
        out->fresh.of[REGISTER_FORM] =
            one_line(get(r, "organisasjonsform.kode"), 10, "organisasjonsform.kode", a, notes);
    if (record_get(r, "institusjonellSektorkode.kode") != NULL)
        out->fresh.of[REGISTER_SECTOR] =
            one_line(get(r, "institusjonellSektorkode.kode"), 8, "institusjonellSektorkode.kode", a, notes);
    read_industry(r, notes, out);
    read_employees(r, whole, notes, out);
    read_parent(r, notes, out);
    read_dates(r, a, notes, out);
    if (record_get(r, "konkurs") != NULL)
        out->fresh.of[REGISTER_BANKRUPT] = yes(get(r, "konkurs")) ? "1" : "0";
    if (has(r, "slettedato"))
        out->fresh.of[REGISTER_CLOSED] = "1";
    else if (whole)
        out->fresh.of[REGISTER_CLOSED] = "0";
    out->winding_up_told = record_get(r, "underAvvikling") != NULL;
    out->winding_up = yes(get(r, "underAvvikling")) || yes(get(r, "underTvangsavviklingEllerTvangsopplosning"));
    take_body_address(register_run_of(run), r, a, out);
    find_municipality(run, a, out);
}

enum status register_read(const struct import_run *run, const struct record *r, struct arena *a, struct issues *notes,
                          struct issues *faults, struct register_record *out)
{
    *out = (struct register_record){
        .parent_from = DAY_NONE, .registered_on = DAY_NONE, .closed_on = DAY_NONE, .event_on = DAY_NONE, .country = ""};
    if (run->part == 0) {
        out->what = REGISTER_ADDRESSES;
        return OK;
    }
    out->what = what_of(run, r);
    TRY(number_of(run, r, faults, out->orgnr));
    if (out->what == REGISTER_EVENT) {
        read_event(r, a, out);
        return OK;
    }
    // What is left of a unit that the register has removed for legal reasons (HTTP 410).
    if (strcmp(get(r, "respons_klasse"), "FjernetEnhet") == 0) {
        make_removed(out);
        return OK;
    }
    read_address(r, a, notes, out);
    read_unit(run, r, a, notes, out);
    return OK;
}

bool register_read_place(const struct import_run *run, const struct record *r, struct arena *a,
                         struct register_record *out)
{
    struct issues faults = issues_in(a);
    *out = (struct register_record){.what = what_of(run, r), .country = ""};
    if (number_of(run, r, &faults, out->orgnr) != OK)
        return false;
    read_address(r, a, NULL, out);
    find_municipality(run, a, out);
    if (!orgnr_read(get(r, "overordnetEnhet"), run->synthetic, out->parent))
        out->parent[0] = '\0';
    return true;
}
