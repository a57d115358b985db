// SPDX-License-Identifier: EUPL-1.2
// Enrolling, recognising and separating people, and ending it.
#include "app/people.h"

#include <string.h>

#include "app/internal.h"
#include "base/buf.h"
#include "base/seal.h"
#include "base/text.h"
#include "core/fnr.h"
#include "store/person_store.h"
#include "store/programme_store.h"

struct token {
    bool given;
    unsigned char bytes[STORE_TOKEN];
};

struct enrol_job {
    struct identity identity;
    struct enrolment enrolment;
    struct token number, name_and_birth;
    day today;
    struct person_id person;
    bool known_before, enrolled_already;
};

static enum status with_agency(struct store_tx *tx, struct person_id person, struct agency_id agency, bool *out)
{
    struct enrolment *list;
    size_t count;
    TRY(enrolment_list(tx->store, person, tx->arena, &list, &count));
    *out = false;
    for (size_t i = 0; i < count; i++)
        *out |= list[i].agency.value == agency.value;
    return OK;
}

// The one that is meant. Several are people who have been told apart, and then it is the one whom the agency knows; when
// it knows none of them, nobody: better twice than mixed up.
static enum status choose(struct store_tx *tx, const struct person_id *persons, size_t count, struct agency_id agency,
                          struct person_id *out)
{
    if (count == 1)
        *out = persons[0];
    for (size_t i = 0; count > 1 && i < count; i++) {
        bool known;
        TRY(with_agency(tx, persons[i], agency, &known));
        if (known)
            *out = persons[i];
    }
    return OK;
}

// A number says who somebody is. Name and birth date do so only for those who have not given another number.
static enum status recognise(struct store_tx *tx, const struct enrol_job *job, struct person_id *out)
{
    struct person_id *persons;
    size_t count = 0;
    if (job->number.given) {
        TRY(person_token_find(tx->store, job->number.bytes, tx->arena, &persons, &count));
        TRY(choose(tx, persons, count, job->enrolment.agency, out));
    }
    if (count > 0 || !job->name_and_birth.given)
        return OK;
    TRY(person_token_find(tx->store, job->name_and_birth.bytes, tx->arena, &persons, &count));
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        bool other_number = false;
        if (job->number.given)
            TRY(person_has_number(tx->store, persons[i], &other_number));
        if (!other_number)
            persons[kept++] = persons[i];
    }
    return choose(tx, persons, kept, job->enrolment.agency, out);
}

static enum status tokens_write(struct store_tx *tx, const struct enrol_job *job)
{
    if (job->number.given)
        TRY(person_token_insert(tx, job->person, TOKEN_NUMBER, job->number.bytes));
    if (job->name_and_birth.given)
        TRY(person_token_insert(tx, job->person, TOKEN_NAME_AND_BIRTH, job->name_and_birth.bytes));
    return OK;
}

// Recognition happens inside the transaction, so that two agencies at once make one person.
static enum status write_enrolment(struct store_tx *tx, void *arg)
{
    struct enrol_job *job = arg;
    job->person = (struct person_id){0};
    job->enrolled_already = false;
    TRY(recognise(tx, job, &job->person));
    job->known_before = job->person.value != 0;
    if (job->known_before) {
        struct agency_id *agencies;
        size_t count;
        TRY(enrolment_agencies(tx->store, job->person, job->today, tx->arena, &agencies, &count));
        for (size_t i = 0; i < count; i++)
            if (agencies[i].value == job->enrolment.agency.value) {
                job->enrolled_already = true;
                return CONFLICT;
            }
    } else {
        TRY(person_insert(tx, &job->identity, &job->person));
        struct profile empty = {
            .person = job->person,
            .competence.availability.free_from = DAY_NONE,
            .headline = "",
        };
        TRY(profile_put(tx, &empty));
    }
    TRY(tokens_write(tx, job));
    struct enrolment_id id;
    job->enrolment.person = job->person;
    return enrolment_insert(tx, &job->enrolment, &id);
}

static void token_make(struct app *app, const char *text, struct token *out)
{
    out->given = true;
    store_token(app_store(app), PURPOSE_PERSON_TOKEN, text, strlen(text), out->bytes);
}

enum status enrol_person(struct app *app, const struct actor *actor, const struct enrolment_form *form,
                         struct issues *issues, struct enrolment_result *out)
{
    TRY(rights_ask(kind_rights(actor, THING_PERSON), RIGHT_CREATE));
    struct arena *a CLEANUP_ARENA = arena_open();
    struct programme programme;
    TRY(programme_get(app_store(app), a, &programme));
    size_t before = issues->count;
    day today = app_today(app);
    struct enrol_job job = {.today = today};
    identity_read(&form->identity, a, &job.identity, issues);

    const char *number = text_line(a, text_or_empty(form->national_number));
    char digits[FNR_TEXT];
    if (*number != '\0') {
        if (fnr_read(number, programme.synthetic_allowed, digits))
            token_make(app, arena_printf(a, "number:%s", digits), &job.number);
        else
            issues_add(issues, "national_number", N_("The number is not right: check its eleven digits, or leave it empty"));
    }
    const char *typed_birth = text_line(a, text_or_empty(form->birth_date));
    day birth;
    if (*typed_birth != '\0') {
        if (!day_read(typed_birth, &birth) || birth >= today || birth < day_make(1900, 1, 1))
            issues_add(issues, "birth_date", N_("Write the birth date as day, month and year, or leave it empty"));
        else
            token_make(app,
                       arena_printf(a, "birth:%s:%s", typed_birth, lang_fold(a, identity_name(&job.identity, a))),
                       &job.name_and_birth);
    }
    job.enrolment = (struct enrolment){
        .agency = actor->agency,
        .purpose = text_trim(a, text_or_empty(form->purpose)),
        .basis = form->basis,
        .notice_version = form->notice_shown ? programme.notice_version : 0,
        .from = today,
        .to = DAY_NONE,
        .registered_by = actor->user,
    };
    enrolment_check(&job.enrolment, today, issues);
    if (form->address_protected)
        issues_add(issues, "address_protected",
                   N_("This person cannot be enrolled here. Help the person without registering anything."));
    if (issues->count > before)
        return INVALID;

    enum status status = store_write(app_store(app), actor, app_now(app), write_enrolment, &job);
    if (status == CONFLICT && job.enrolled_already) {
        issues_add(issues, "given_name", N_("This person is enrolled with your agency already. Look in the list of candidates."));
        return INVALID;
    }
    TRY(status);
    out->person = job.person;
    out->known_before = job.known_before;
    return OK;
}

// How many enrolments run today, with this agency and with others. Asked inside the job that depends on it.
static enum status count_enrolments(struct store_tx *tx, struct person_id person, struct agency_id agency, day today,
                                    size_t *own_out, size_t *others_out)
{
    struct agency_id *agencies;
    size_t count;
    TRY(enrolment_agencies(tx->store, person, today, tx->arena, &agencies, &count));
    *own_out = *others_out = 0;
    for (size_t i = 0; i < count; i++)
        ++*(agencies[i].value == agency.value ? own_out : others_out);
    return OK;
}

struct separate_job {
    struct person_id person, fresh;
    struct agency_id agency;
    day today;
};

static enum status write_separation(struct store_tx *tx, void *arg)
{
    struct separate_job *job = arg;
    size_t own, others;
    TRY(count_enrolments(tx, job->person, job->agency, job->today, &own, &others));
    if (own == 0 || others == 0)
        return CONFLICT; // nobody to be separated from
    return person_separate(tx, job->person, job->agency, &job->fresh);
}

enum status separate_person(struct app *app, const struct actor *actor, struct person_id person,
                            struct person_id *fresh_out)
{
    unsigned rights;
    TRY(person_rights(app, actor, person, &rights));
    TRY(rights_ask(rights, RIGHT_EDIT));
    struct separate_job job = {.person = person, .agency = actor->agency, .today = app_today(app)};
    TRY(store_write(app_store(app), actor, app_now(app), write_separation, &job));
    *fresh_out = job.fresh;
    return OK;
}

struct end_job {
    struct enrolment_id id;
    day to;
};

static enum status write_end(struct store_tx *tx, void *arg)
{
    const struct end_job *job = arg;
    return enrolment_end(tx, job->id, job->to);
}

enum status end_enrolment(struct app *app, const struct actor *actor, struct enrolment_id id)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct enrolment enrolment;
    unsigned rights;
    TRY(enrolment_get(app_store(app), id, a, &enrolment));
    TRY(person_rights(app, actor, enrolment.person, &rights));
    if (enrolment.agency.value != actor->agency.value)
        return NOT_FOUND;
    TRY(rights_ask(rights, RIGHT_EDIT));
    day yesterday = app_today(app) - 1;
    struct end_job job = {id, yesterday < enrolment.from ? enrolment.from : yesterday};
    return store_write(app_store(app), actor, app_now(app), write_end, &job);
}

struct delete_job {
    struct person_id person;
    struct agency_id agency; // of an adviser; {0}: the person, who may always
    day today;
    bool helped_elsewhere;
};

static enum status write_deletion(struct store_tx *tx, void *arg)
{
    struct delete_job *job = arg;
    size_t own, others = 0;
    if (job->agency.value != 0)
        TRY(count_enrolments(tx, job->person, job->agency, job->today, &own, &others));
    job->helped_elsewhere = others > 0;
    return job->helped_elsewhere ? CONFLICT : person_delete(tx, job->person);
}

enum status delete_person(struct app *app, const struct actor *actor, struct person_id id, const char *confirmation,
                          struct issues *issues)
{
    unsigned rights;
    TRY(person_rights(app, actor, id, &rights));
    TRY(rights_ask(rights, RIGHT_DELETE));
    struct arena *a CLEANUP_ARENA = arena_open();
    struct identity identity;
    int64_t version;
    TRY(identity_get(app_store(app), id, a, &identity, &version));
    const char *typed = lang_fold(a, text_line(a, text_or_empty(confirmation)));
    if (strcmp(typed, lang_fold(a, text_line(a, identity_name(&identity, a)))) != 0) {
        issues_add(issues, "confirmation", N_("Write the person's full name as it stands above"));
        return INVALID;
    }
    struct delete_job job = {.person = id, .agency = actor->agency, .today = app_today(app)};
    enum status status = store_write(app_store(app), actor, app_now(app), write_deletion, &job);
    if (status == CONFLICT && job.helped_elsewhere) {
        issues_add(issues, "confirmation",
                   N_("Another agency helps this person as well. End your own enrolment instead; the person can have "
                      "everything deleted."));
        return INVALID;
    }
    return status;
}

enum status get_notice(struct app *app, enum lang lang, struct arena *a, int *version_out, const char **text_out)
{
    struct programme programme;
    const char *nb, *en;
    TRY(programme_get(app_store(app), a, &programme));
    TRY(notice_get(app_store(app), programme.notice_version, a, &nb, &en));
    *version_out = programme.notice_version;
    *text_out = lang == LANG_EN ? en : nb;
    return OK;
}
