// SPDX-License-Identifier: EUPL-1.2
// Importing contact persons from the office's own lists: each by the organisation number of the employer, or of one of its
// workplaces. Whether somebody wants informational mail is not imported: only they can say so.
#include <jansson.h>
#include <string.h>

#include "app/import_jobs_inside.h"
#include "app/internal.h"
#include "base/text.h"
#include "core/orgnr.h"
#include "core/person.h"
#include "store/contact_store.h"
#include "store/employer_store.h"
#include "store/merge_store.h"

#define NAMES(...) ((const char *const[]){__VA_ARGS__, NULL})

enum { CONTACTS_READ = 2000, AS_MADE = 1 };

static const struct import_field COLUMNS[] = {
    {"organisasjonsnummer", N_("Organisation number"), NAMES("orgnr", "orgnummer", "org nr", "orgno"), true},
    {"navn", N_("Name"), NAMES("name", "kontaktperson", "kontakt", "contact"), false},
    {"rolle", N_("Role"), NAMES("role", "funksjon"), false},
    {"tittel", N_("Title"), NAMES("title", "stilling"), false},
    {"epost", N_("E-mail"), NAMES("e-post", "email", "e-mail", "mail", "epostadresse"), false},
    {"telefon", N_("Phone"), NAMES("phone", "mobil", "tlf", "telefonnummer"), false},
};

// A field of the contact, as a row keeps it.
static const struct {
    const char *member, *title, *column; // title NULL: not shown
} MEMBERS[] = {
    {"employer", N_("Employer"), "organisasjonsnummer"}, {"name", N_("Name"), "navn"},      {"role_title", N_("Role"), "rolle"},
    {"title", N_("Title"), "tittel"},                    {"email", N_("E-mail"), "epost"},  {"phone", N_("Phone"), "telefon"},
};

static const char *get(const struct record *r, const char *name)
{
    const char *value = record_get(r, name);
    return value == NULL ? "" : value;
}

// Whose number it is, for whom it stands now.
static enum status employer_of(const struct import_run *run, const char *orgnr, struct arena *a, struct employer *out)
{
    struct workplace w;
    struct employer_id id;
    enum status status = employer_find(app_store(run->app), orgnr, a, out);
    if (status == OK) {
        id = out->id;
    } else {
        if (status != NOT_FOUND)
            return status;
        TRY(workplace_find(app_store(run->app), orgnr, a, &w));
        id = w.employer;
    }
    TRY(merge_stands_for(app_store(run->app), id, a, &id));
    return employer_get(app_store(run->app), id, a, out);
}

static bool same_folded(struct arena *a, const char *one, const char *other)
{
    return strcmp(lang_fold(a, one), lang_fold(a, other)) == 0;
}

// By its name as stored, or by its title in either language. False: it is another word, which becomes the person's title.
static bool role_of(const char *typed, struct arena *a, enum contact_role *out)
{
    for (int i = 0; i < CONTACT_ROLES; i++) {
        enum contact_role role = (enum contact_role)i;
        if (same_folded(a, typed, contact_role_name(role)) || same_folded(a, typed, contact_role_title(role)) ||
            same_folded(a, typed, tr(LANG_NB, contact_role_title(role)))) {
            *out = role;
            return true;
        }
    }
    return false;
}

// What the line says. role_given: it names a role.
static void contact_of(const struct record *r, struct employer_id employer, struct arena *a, struct issues *notes,
                       struct contact *out, bool *role_given)
{
    const char *phone = get(r, "telefon"), *role = text_line(a, get(r, "rolle"));
    struct contact typed = {.employer = employer,
                            .name = get(r, "navn"),
                            .title = get(r, "tittel"),
                            .email = get(r, "epost"),
                            .phone = *phone == '\'' ? phone + 1 : phone, // as files of ours keep formulas from running
                            .role = CONTACT_OTHER,
                            .lang = LANG_NB,
                            .informed_on = DAY_NONE,
                            .left_on = DAY_NONE};
    *role_given = *role != '\0' && role_of(role, a, &typed.role);
    if (*role != '\0' && !*role_given && *text_line(a, typed.title) == '\0') {
        issues_add_arg(notes, "rolle", N_("“%s” is kept as the title"), role);
        typed.title = role;
    }
    contact_read(&typed, a, out);
    bool shared_word = *role_given && out->role == CONTACT_SHARED &&
                       (same_folded(a, out->name, N_("Shared address")) || same_folded(a, out->name, tr(LANG_NB, N_("Shared address"))));
    if (shared_word) // as our own files call those without a name
        out->name = "";
    if (out->name[0] == '\0' && !*role_given)
        out->role = CONTACT_SHARED;
}

static const struct contact *known(const struct contact *list, size_t count, const struct contact *c, struct arena *a)
{
    for (size_t i = 0; c->email[0] != '\0' && i < count; i++)
        if (email_same(a, list[i].email, c->email) && (list[i].name[0] == '\0' || c->name[0] == '\0' || same_folded(a, list[i].name, c->name)))
            return &list[i];
    for (size_t i = 0; c->name[0] != '\0' && i < count; i++)
        if (same_folded(a, list[i].name, c->name))
            return &list[i];
    for (size_t i = 0; c->email[0] != '\0' && i < count; i++)
        if (email_same(a, list[i].email, c->email))
            return &list[i];
    return NULL;
}

// Empty cells leave what stands.
static struct contact changed(const struct contact *stood, const struct contact *c, bool role_given)
{
    struct contact now = *stood;
    now.name = c->name[0] != '\0' ? c->name : stood->name;
    now.title = c->title[0] != '\0' ? c->title : stood->title;
    now.email = c->email[0] != '\0' ? c->email : stood->email;
    now.phone = c->phone[0] != '\0' ? c->phone : stood->phone;
    now.role = role_given ? c->role : stood->role;
    return now;
}

static json_t *fields_json(const struct contact *c)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "name", c->name, "role", contact_role_name(c->role), "role_title",
                     tr(LANG_NB, contact_role_title(c->role)), "title", c->title, "email", c->email, "phone", c->phone);
}

// Only what changes.
static const char *before_text(const struct contact *stood, const struct contact *now, struct arena *a)
{
    json_t *before = fields_json(stood), *after = fields_json(now);
    const char *member;
    json_t *value;
    json_object_foreach(after, member, value)
        if (json_equal(value, json_object_get(before, member)))
            json_object_del(before, member);
    json_decref(after);
    return json_kept(before, a);
}

static const char *after_text(const struct contact *c, const struct employer *e, struct arena *a)
{
    json_t *after = fields_json(c);
    json_object_set_new(after, "employer", json_string(e->name));
    json_object_set_new(after, "employer_id", json_integer(e->id.value));
    json_object_set_new(after, "version", json_integer(c->version));
    return json_kept(after, a);
}

static void check(const struct contact *c, day today, struct arena *a, struct issues *out)
{
    struct issues found = issues_in(a);
    contact_check(c, today, &found);
    for (size_t i = 0; i < found.count; i++)
        for (size_t m = 0; m < COUNT_OF(MEMBERS); m++)
            if (strcmp(found.items[i].field, MEMBERS[m].member) == 0) {
                if (found.items[i].arg != NULL)
                    issues_add_arg(out, MEMBERS[m].column, found.items[i].message, found.items[i].arg);
                else
                    issues_add(out, MEMBERS[m].column, found.items[i].message);
            }
}

static enum status contacts_judge(struct import_run *run, const struct record *r, struct arena *a, struct import_judgement *out)
{
    char orgnr[ORGNR_TEXT];
    struct employer employer;
    struct contact c, *list;
    struct issues faults = issues_in(a);
    size_t count;
    bool role_given;
    out->action = IMPORT_REJECT;
    if (!orgnr_read(get(r, "organisasjonsnummer"), true, orgnr)) {
        issues_add(&out->issues, "organisasjonsnummer",
                   N_("This is not an organisation number: nine digits, of which the last proves the others. Check it."));
        return OK;
    }
    enum status status = employer_of(run, orgnr, a, &employer);
    if (status == NOT_FOUND) {
        issues_add(&out->issues, "organisasjonsnummer", N_("No employer or workplace here has this number. Import the employer first."));
        return OK;
    }
    TRY(status);
    struct issues notes = issues_in(a);
    contact_of(r, employer.id, a, &notes, &c, &role_given);
    check(&c, run->today, a, &faults);
    if (faults.count > 0) {
        out->issues = faults;
        return OK;
    }
    out->issues = notes;
    out->title = c.name[0] != '\0' ? c.name : c.email[0] != '\0' ? c.email : c.phone;
    const char *whose = *employer.orgnr != '\0' ? employer.orgnr : arena_printf(a, "%lld", (long long)employer.id.value);
    out->key = arena_printf(a, "%s %s", whose,
                            c.email[0] != '\0' && c.name[0] == '\0' ? email_key(a, c.email) : lang_fold(a, out->title));
    TRY(contact_list(app_store(run->app), &(struct contact_filter){.employer = employer.id, .present_on = DAY_NONE}, CONTACTS_READ, a,
                     &list, &count));
    const struct contact *stood = known(list, count, &c, a);
    if (stood != NULL && contact_left(stood, run->today)) {
        out->action = IMPORT_OUTSIDE;
        out->reason = N_("Is registered as having left");
        return OK;
    }
    if (stood == NULL) {
        out->action = IMPORT_CREATE;
        out->after = after_text(&c, &employer, a);
        return OK;
    }
    struct contact now = changed(stood, &c, role_given);
    out->target = stood->id.value;
    out->before = before_text(stood, &now, a);
    out->action = strcmp(out->before, "{}") == 0 ? IMPORT_UNCHANGED : IMPORT_UPDATE;
    out->after = after_text(&now, &employer, a);
    return OK;
}

static const char *text_of(const json_t *json, const char *name, struct arena *a)
{
    const char *text = json_string_value(json_object_get(json, name));
    return text == NULL ? "" : arena_strdup(a, text);
}

static void fields_read(const json_t *json, struct arena *a, struct contact *c)
{
    c->name = text_of(json, "name", a);
    c->title = text_of(json, "title", a);
    c->email = text_of(json, "email", a);
    c->phone = text_of(json, "phone", a);
    (void)contact_role_read(text_of(json, "role", a), &c->role);
}

// What stood, whole, with the version that the import has made of it.
static const char *undo_text(const struct contact *stood, struct arena *a)
{
    json_t *undo = fields_json(stood);
    json_object_set_new(undo, "version", json_integer(stood->version + 1));
    return json_kept(undo, a);
}

static enum status make(struct store_tx *tx, const json_t *after, struct import_done *out)
{
    struct contact *list, c = {.lang = LANG_NB, .informed_on = DAY_NONE, .left_on = DAY_NONE, .role = CONTACT_OTHER};
    struct contact_id id;
    size_t count;
    TRY(merge_stands_for(tx->store, (struct employer_id){json_integer_value(json_object_get(after, "employer_id"))}, tx->arena,
                         &c.employer));
    fields_read(after, tx->arena, &c);
    TRY(contact_list(tx->store, &(struct contact_filter){.employer = c.employer, .present_on = DAY_NONE}, CONTACTS_READ, tx->arena, &list,
                     &count));
    if (known(list, count, &c, tx->arena) != NULL) // somebody was faster
        return CONFLICT;
    TRY(contact_insert(tx, &c, &id));
    out->target = id.value;
    return OK;
}

static enum status change(struct store_tx *tx, const json_t *after, int64_t target, struct import_done *out)
{
    struct contact stood;
    enum status status = contact_get(tx->store, (struct contact_id){target}, tx->arena, &stood);
    if (status == NOT_FOUND || (status == OK && stood.version != json_integer_value(json_object_get(after, "version"))))
        return CONFLICT;
    TRY(status);
    struct contact now = stood;
    fields_read(after, tx->arena, &now);
    TRY(contact_update(tx, &now));
    out->target = target;
    out->before = undo_text(&stood, tx->arena);
    return OK;
}

static enum status contacts_apply(struct store_tx *tx, struct import_run *run, const struct import_row *row, struct import_done *out)
{
    (void)run;
    json_t *after = json_loads(row->after, 0, NULL);
    enum status status = row->action == IMPORT_CREATE ? make(tx, after, out) : change(tx, after, row->target, out);
    json_decref(after);
    return status;
}

static enum status take_back(struct store_tx *tx, const struct import_row *row, const json_t *undo)
{
    struct contact c;
    enum status status = contact_get(tx->store, (struct contact_id){row->target}, tx->arena, &c);
    if (status == NOT_FOUND || (status == OK && c.version != json_integer_value(json_object_get(undo, "version"))))
        return CONFLICT;
    TRY(status);
    fields_read(undo, tx->arena, &c);
    return contact_update(tx, &c);
}

static enum status contacts_revert(struct store_tx *tx, struct import_run *run, const struct import_row *row)
{
    (void)run;
    if (row->action == IMPORT_CREATE)
        return contact_delete(tx, (struct contact_id){row->target}, AS_MADE);
    json_t *undo = row->before == NULL ? NULL : json_loads(row->before, 0, NULL);
    enum status status = take_back(tx, row, undo);
    json_decref(undo);
    return status;
}

static const char *contacts_shown(const char *member)
{
    for (size_t i = 0; i < COUNT_OF(MEMBERS); i++)
        if (strcmp(member, MEMBERS[i].member) == 0)
            return MEMBERS[i].title;
    return NULL;
}

static const struct import_part PARTS[] = {{.file = ""}};

const struct import_kind IMPORT_CONTACTS = {
    .name = "contacts",
    .title = N_("Contact persons"),
    .about = N_("A spreadsheet with a line for each contact person of an employer: organisation number, name, role, title, e-mail and "
                "phone. Nobody is made to have said yes to informational mail."),
    .fields = COLUMNS,
    .field_count = COUNT_OF(COLUMNS),
    .parts = PARTS,
    .part_count = COUNT_OF(PARTS),
    .shown = contacts_shown,
    .judge = contacts_judge,
    .apply = contacts_apply,
    .revert = contacts_revert,
};
