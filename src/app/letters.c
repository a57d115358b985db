// SPDX-License-Identifier: EUPL-1.2
// Writing, publishing and correcting the information letter.
#include "app/letters.h"

#include <string.h>

#include "app/internal.h"
#include "app/letters_inside.h"
#include "app/mail.h"
#include "base/text.h"
#include "store/letter_store.h"

unsigned letter_rights(const struct actor *actor, bool published)
{
    return access_rights(actor, &(struct access_facts){.thing = THING_MAILING, .published = published});
}

static enum status may_write(const struct actor *actor)
{
    unsigned rights = letter_rights(actor, false);
    return (rights & RIGHT_SEE) == 0 ? NOT_FOUND : rights_ask(rights, RIGHT_EDIT);
}

// Texts

static void text_check(struct info_letter *l, struct arena *a, struct issues *issues)
{
    struct info_figures none = {.on = DAY_NONE, .as_of = DAY_NONE, .since = DAY_NONE};
    struct merge merge = {.lang = l->lang, .programme = "", .number = "", .figures = &none};
    struct markdown_fields fields = merge_fields(&merge);
    info_letter_check(l, issues);
    if (strlen(l->body) > MARKDOWN_MOST)
        issues_add(issues, "body", N_("The text is too long for a letter. Link to the rest of it."));
    else if (!text_valid(l->body, strlen(l->body)))
        issues_add(issues, "body", N_("Write plain text: there are characters here that cannot be shown"));
    else
        markdown_check(l->body, &fields, "body", issues);
}

static struct info_letter tidied(const struct info_letter *typed, struct arena *a)
{
    struct info_letter l = *typed;
    l.title = text_line(a, text_or_empty(typed->title));
    l.body = text_valid(text_or_empty(typed->body), strlen(text_or_empty(typed->body))) ? markdown_tidy(text_or_empty(typed->body), a)
                                                                                         : text_or_empty(typed->body);
    l.note = text_line(a, text_or_empty(typed->note));
    return l;
}

// A draft may be kept before its text is right: only what cannot be stored stops it.
static bool keepable(const struct info_letter *l, struct issues *issues)
{
    size_t before = issues->count;
    if (*l->title == '\0')
        issues_add(issues, "title", N_("Write what the letter is about"));
    else if (text_length(l->title) > LETTER_TITLE_MOST)
        issues_add_arg(issues, "title", N_("Write at most %s characters"), arena_printf(issues->arena, "%d", LETTER_TITLE_MOST));
    if (strlen(l->body) > MARKDOWN_MOST)
        issues_add(issues, "body", N_("The text is too long for a letter. Link to the rest of it."));
    if (!text_valid(l->body, strlen(l->body)))
        issues_add(issues, "body", N_("Write plain text: there are characters here that cannot be shown"));
    if (text_length(l->note) > LETTER_NOTE_MOST)
        issues_add_arg(issues, "note", N_("Write at most %s characters"), arena_printf(issues->arena, "%d", LETTER_NOTE_MOST));
    return issues->count == before;
}

struct letter_job {
    struct info_letter letter; // as typed
    bool back, drop, fresh;
    int64_t version;
    struct info_figures figures;
    struct letter_id id;
    const char *refusal;
};

static enum status told(enum status status, const char *refusal, struct issues *issues)
{
    if (status == CONFLICT)
        issues_add(issues, "", refusal == NULL ? N_("Somebody else changed this meanwhile. See how it stands now.") : refusal);
    return status;
}

static enum status insert_write(struct store_tx *tx, void *arg)
{
    struct letter_job *job = arg;
    return letter_insert(tx, &job->letter, &job->id);
}

enum status write_letter(struct app *app, const struct actor *actor, const struct info_letter *typed, struct issues *issues,
                         struct letter_id *id_out)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    TRY(may_write(actor));
    struct letter_job job = {.letter = tidied(typed, a)};
    if (!keepable(&job.letter, issues))
        return INVALID;
    TRY(store_write(app_store(app), actor, app_now(app), insert_write, &job));
    *id_out = job.id;
    return OK;
}

static bool same_text(const struct info_letter *one, const struct info_letter *other)
{
    return strcmp(one->title, other->title) == 0 && strcmp(one->body, other->body) == 0 && strcmp(one->note, other->note) == 0 &&
           one->lang == other->lang;
}

static enum status edit_write(struct store_tx *tx, void *arg)
{
    struct letter_job *job = arg;
    struct info_letter now;
    job->refusal = NULL;
    TRY(letter_get(tx->store, job->letter.id, tx->arena, &now));
    if (now.deleted || now.state == LETTER_PUBLISHED) {
        job->refusal = now.deleted ? N_("The draft has been deleted. Take it back first.")
                                   : N_("What is published does not change. Begin a correction.");
        return CONFLICT;
    }
    if (now.version == job->letter.version + 1 && same_text(&now, &job->letter))
        return OK; // sent twice
    if (now.version != job->letter.version)
        return CONFLICT;
    now.lang = job->letter.lang;
    now.title = job->letter.title;
    now.body = job->letter.body;
    now.note = job->letter.note;
    return letter_update(tx, &now);
}

enum status edit_letter(struct app *app, const struct actor *actor, const struct info_letter *typed, struct issues *issues)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    TRY(may_write(actor));
    struct letter_job job = {.letter = tidied(typed, a)};
    if (!keepable(&job.letter, issues))
        return INVALID;
    return told(store_write(app_store(app), actor, app_now(app), edit_write, &job), job.refusal, issues);
}

static enum status delete_write(struct store_tx *tx, void *arg)
{
    struct letter_job *job = arg;
    struct info_letter now;
    job->refusal = NULL;
    TRY(letter_get(tx->store, job->id, tx->arena, &now));
    if (now.deleted == !job->back && now.version == job->version + 1)
        return OK;
    if (now.state != LETTER_DRAFT)
        job->refusal = N_("A published letter stays. Correct it instead.");
    if (job->refusal != NULL || now.version != job->version || now.deleted == !job->back)
        return CONFLICT;
    now.deleted = !job->back;
    return letter_update(tx, &now);
}

enum status delete_letter(struct app *app, const struct actor *actor, struct letter_id id, int64_t version, bool back,
                          struct issues *issues)
{
    struct letter_job job = {.id = id, .version = version, .back = back};
    TRY(may_write(actor));
    return told(store_write(app_store(app), actor, app_now(app), delete_write, &job), job.refusal, issues);
}

static enum status correct_write(struct store_tx *tx, void *arg)
{
    struct letter_job *job = arg;
    struct info_letter now;
    struct info_edition last;
    enum info_letter_state from = job->drop ? LETTER_CORRECTING : LETTER_PUBLISHED;
    TRY(letter_get(tx->store, job->id, tx->arena, &now));
    if (now.version == job->version + 1 && now.state != from && now.state != LETTER_DRAFT)
        return OK;
    if (now.version != job->version || now.state != from)
        return CONFLICT;
    TRY(letter_edition_get(tx->store, job->id, 0, tx->arena, &last));
    now.state = job->drop ? LETTER_PUBLISHED : LETTER_CORRECTING;
    now.title = last.title;
    now.body = last.body;
    now.lang = last.lang;
    now.note = "";
    return letter_update(tx, &now);
}

enum status correct_letter(struct app *app, const struct actor *actor, struct letter_id id, int64_t version, bool drop,
                           struct issues *issues)
{
    struct letter_job job = {.id = id, .version = version, .drop = drop};
    TRY(may_write(actor));
    return told(store_write(app_store(app), actor, app_now(app), correct_write, &job), NULL, issues);
}

// Publishing

static enum status publish_write(struct store_tx *tx, void *arg)
{
    struct letter_job *job = arg;
    struct info_letter now;
    struct info_edition last;
    job->refusal = NULL;
    TRY(letter_get(tx->store, job->id, tx->arena, &now));
    if (now.state == LETTER_PUBLISHED && now.version == job->version + 1)
        return OK; // sent twice
    if (now.deleted || now.state == LETTER_PUBLISHED || now.version != job->version)
        return CONFLICT;
    struct info_figures figures = job->figures;
    if (now.state == LETTER_CORRECTING && !job->fresh) {
        TRY(letter_edition_get(tx->store, job->id, 0, tx->arena, &last));
        day today = figures.on;
        figures = last.figures;
        figures.on = today;
    }
    return letter_publish(tx, &now, &figures);
}

enum status publish_letter_text(struct app *app, const struct actor *actor, struct letter_id id, int64_t version, bool fresh,
                                const struct info_figures *figures, struct issues *issues)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct letter_job job = {.id = id, .version = version, .fresh = fresh};
    struct info_letter l;
    size_t before = issues->count;
    TRY(may_write(actor));
    TRY(letter_get(app_store(app), id, a, &l));
    if (l.state != LETTER_PUBLISHED)
        text_check(&l, a, issues);
    if (issues->count > before)
        return INVALID;
    if (figures == NULL)
        TRY(info_figures_now(app, id, a, &job.figures));
    else
        job.figures = *figures;
    return told(store_write(app_store(app), actor, app_now(app), publish_write, &job), job.refusal, issues);
}

enum status publish_letter(struct app *app, const struct actor *actor, struct letter_id id, int64_t version, bool fresh,
                           struct issues *issues, bool *pdf_out)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues paper = issues_in(a);
    TRY(publish_letter_text(app, actor, id, version, fresh, NULL, issues));
    *pdf_out = make_letter_pdf(app, actor, id, &paper) == OK;
    return OK;
}

struct pdf_job {
    struct letter_id id;
    int edition;
    const void *bytes;
    size_t size;
};

static enum status pdf_write(struct store_tx *tx, void *arg)
{
    const struct pdf_job *job = arg;
    return letter_pdf_put(tx, job->id, job->edition, job->bytes, job->size);
}

enum status make_letter_pdf(struct app *app, const struct actor *actor, struct letter_id id, struct issues *issues)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct info_letter l;
    struct info_edition last;
    struct letter_view view;
    struct pdf_job job = {.id = id};
    TRY(may_write(actor));
    TRY(letter_get(app_store(app), id, a, &l));
    TRY(letter_edition_get(app_store(app), id, 0, a, &last));
    if (last.pdf_size > 0)
        return OK;
    TRY(letter_view_of(app, &l, &last, mail_site(app), a, &view));
    struct paper paper = letter_paper(&view, a);
    TRY(paper_pdf(&paper, app_paper_path(app), a, issues, &job.bytes, &job.size));
    job.edition = last.edition;
    return store_write(app_store(app), actor, app_now(app), pdf_write, &job);
}

// What is being written

// As if it were published today.
static enum status edition_as_written(struct app *app, const struct info_letter *l, struct arena *a, struct info_edition *out)
{
    struct info_edition last = {0};
    if (l->edition > 0)
        TRY(letter_edition_get(app_store(app), l->id, 0, a, &last));
    if (l->state == LETTER_PUBLISHED) {
        *out = last;
        return OK;
    }
    struct info_edition d = {.letter = l->id, .edition = l->edition + 1, .lang = l->lang, .title = l->title, .body = l->body,
                             .note = l->note, .published_on = app_today(app), .published_at = app_now(app)};
    if (l->edition > 0)
        d.figures = last.figures;
    else
        TRY(info_figures_now(app, l->id, a, &d.figures));
    *out = d;
    return OK;
}

static enum status draft_view(struct app *app, const struct actor *actor, struct letter_id id, const char *site, struct arena *a,
                              struct letter_draft_view *out)
{
    struct info_letter l;
    struct info_edition d;
    struct letter_draft_view v = {.problems = issues_in(a)};
    TRY(may_write(actor));
    TRY(letter_get(app_store(app), id, a, &l));
    TRY(edition_as_written(app, &l, a, &d));
    TRY(letter_view_of(app, &l, &d, site, a, &v.shown));
    if (l.state != LETTER_PUBLISHED)
        text_check(&l, a, &v.problems);
    v.shown.rights = letter_rights(actor, false);
    TRY(letter_editions(app_store(app), id, a, &v.editions, &v.edition_count));
    *out = v;
    return OK;
}

enum status get_letter_draft(struct app *app, const struct actor *actor, struct letter_id id, struct arena *a,
                             struct letter_draft_view *out)
{
    return draft_view(app, actor, id, "", a, out);
}

enum status get_letter_draft_pdf(struct app *app, const struct actor *actor, struct letter_id id, struct arena *a,
                                 struct issues *issues, const void **out, size_t *size_out)
{
    struct letter_draft_view v;
    TRY(draft_view(app, actor, id, mail_site(app), a, &v));
    struct paper paper = letter_paper(&v.shown, a);
    return paper_pdf(&paper, app_paper_path(app), a, issues, out, size_out);
}
