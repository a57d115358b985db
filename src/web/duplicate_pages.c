// SPDX-License-Identifier: EUPL-1.2
// Duplikater (screen 18): pairs that look alike, side by side, merged or said to be two, and both taken back.
#include <string.h>

#include "web/duplicate_view.h"
#include "web/duplicates.html.h"
#include "web/routes.h"

static const char *why_text(struct request *r, unsigned alike)
{
    static const char *const WHY[] = {N_("name"), N_("address"), N_("e-mail domain"), N_("phone number")};
    struct buf b = buf_in(r->arena);
    for (size_t i = 0; i < COUNT_OF(WHY); i++)
        if ((alike >> i & 1) != 0)
            buf_printf(&b, "%s%s", b.length > 0 ? ", " : "", tr(r->lang, WHY[i]));
    return buf_text(&b);
}

static const char *pair_path(struct request *r, struct employer_id one, struct employer_id other)
{
    return arena_printf(r->arena, "/duplicates/%lld/%lld", (long long)one.value, (long long)other.value);
}

static struct reply duplicate_list(struct request *r)
{
    struct duplicate *pairs;
    struct not_same *apart;
    struct duplicate_list_view v = {0};
    size_t apart_count;
    enum status s = list_duplicates(r->app, r->actor, r->arena, &pairs, &v.count, &v.total);
    if (s == OK)
        s = list_not_same(r->app, r->actor, r->arena, &apart, &apart_count);
    if (s != OK)
        return reply_status(r, s);
    struct duplicate_row *rows = ARENA_ARRAY(r->arena, struct duplicate_row, v.count);
    for (size_t i = 0; i < v.count; i++)
        rows[i] = (struct duplicate_row){&pairs[i], why_text(r, pairs[i].alike), pair_path(r, pairs[i].one.id, pairs[i].other.id)};
    v.rows = rows;
    v.any_apart = apart_count > 0;
    struct crumb crumbs[] = {{tr(r->lang, N_("Employers")), "/employers"}};
    struct page *p = page_open_below(r, tr(r->lang, N_("Duplicates")), crumbs, 1);
    duplicate_list_page(p, &v);
    return reply_page(p, 200);
}

static const char *field_text(struct request *r, const struct employer *e, const char *owner, enum merge_field f)
{
    struct arena *a = r->arena;
    switch (f) {
    case MERGE_NAME:
        return e->name;
    case MERGE_FORM:
        return e->organisation_form;
    case MERGE_INDUSTRY:
        return e->industry;
    case MERGE_SECTOR:
        return e->sector;
    case MERGE_EMPLOYEES:
        return e->employees == EMPLOYEES_UNKNOWN ? "" : lang_number(r->lang, a, e->employees);
    case MERGE_ADDRESS:
        return arena_printf(a, "%s%s%s %s", e->address, *e->address == '\0' || *e->postal_code == '\0' ? "" : ", ", e->postal_code,
                            e->postal_place);
    case MERGE_STAGE:
        return tr(r->lang, stage_title(e->stage));
    case MERGE_OWNER:
        return owner;
    case MERGE_PLEDGE:
        return e->pledged == 0 ? "" : lang_number(r->lang, a, e->pledged);
    case MERGE_REFERENCE:
        return e->reference == REFERENCE_UNASKED ? "" : tr(r->lang, reference_title(e->reference));
    case MERGE_ESTIMATE:
        return e->estimate == ESTIMATE_UNASKED ? "" : tr(r->lang, estimate_title(e->estimate));
    }
    return "";
}

static bool is_blank(const char *text)
{
    return text[strspn(text, " ")] == '\0';
}

static struct reply show_pair(struct request *r, const struct duplicate_view *d, struct issues *issues)
{
    struct duplicate_pair_view v = {.at = d, .path = pair_path(r, d->kept.id, d->gone.id)};
    for (int f = 0; f < MERGE_FIELDS; f++) {
        enum merge_field field = (enum merge_field)f;
        const char *kept = field_text(r, &d->kept, d->kept_owner, field), *gone = field_text(r, &d->gone, d->gone_owner, field);
        v.fields[f] = (struct merge_field_row){
            .name = merge_field_name(field),
            .title = merge_field_title(field),
            .kept = is_blank(kept) ? "" : kept,
            .gone = is_blank(gone) ? "" : gone,
            .same = merge_field_same(&d->kept, &d->gone, field),
            // What is known beats what is not; how far the contact has come is what the further one says.
            .from_gone = (is_blank(kept) && !is_blank(gone)) || (field == MERGE_STAGE && d->gone.stage > d->kept.stage &&
                                                                 d->gone.stage <= STAGE_HIRING && d->kept.stage <= STAGE_HIRING)};
    }
    struct crumb crumbs[] = {{tr(r->lang, N_("Employers")), "/employers"}, {tr(r->lang, N_("Duplicates")), "/duplicates"}};
    struct page *p = page_open_below(r, tr(r->lang, N_("Are these the same?")), crumbs, 2);
    if (issues != NULL)
        page_again(p, issues);
    duplicate_pair_page(p, &v);
    return reply_page(p, issues == NULL ? 200 : 422);
}

static enum status read_pair(struct request *r, struct duplicate_view *out)
{
    return get_duplicate(r->app, r->actor, (struct employer_id){request_id(r, 0)}, (struct employer_id){request_id(r, 1)},
                         r->arena, out);
}

static struct reply duplicate_pair(struct request *r)
{
    struct duplicate_view d;
    enum status s = read_pair(r, &d);
    return s != OK ? reply_status(r, s) : show_pair(r, &d, NULL);
}

static struct reply duplicate_merge(struct request *r)
{
    struct duplicate_view d;
    struct issues issues = issues_in(r->arena);
    struct merge_id id;
    struct merge_choice choice = {.kept = {request_id(r, 0)}, .gone = {request_id(r, 1)}};
    if (form_int(&r->form, "kept_version", &choice.kept_version) != OK ||
        form_int(&r->form, "gone_version", &choice.gone_version) != OK)
        return reply_error(r, 400);
    for (int f = 0; f < MERGE_FIELDS; f++)
        if (strcmp(request_field(r, merge_field_name((enum merge_field)f)), "gone") == 0)
            choice.from_gone |= 1u << f;
    enum status s = merge_employers(r->app, r->actor, &choice, &issues, &id);
    if (s == OK)
        return reply_redirect(r, "/merges/%lld", (long long)id.value);
    if (s != INVALID && s != CONFLICT)
        return reply_status(r, s);
    // Somebody was faster: the two as they are now, with what was chosen.
    if (s == CONFLICT)
        issues_add(&issues, "", N_("One of them has been changed meanwhile. Look at them once more."));
    enum status again = read_pair(r, &d);
    return again != OK ? reply_status(r, again) : show_pair(r, &d, &issues);
}

static struct reply say_apart(struct request *r, bool apart)
{
    enum status s = set_not_same(r->app, r->actor, (struct employer_id){request_id(r, 0)}, (struct employer_id){request_id(r, 1)},
                                 apart);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "%s", apart ? "/duplicates" : "/duplicates/apart");
    reply_flash(&reply, apart ? FLASH_duplicate_apart : FLASH_duplicate_together);
    return reply;
}

static struct reply duplicate_apart(struct request *r)
{
    return say_apart(r, true);
}

static struct reply duplicate_together(struct request *r)
{
    return say_apart(r, false);
}

static struct reply apart_list(struct request *r)
{
    struct apart_view v = {0};
    struct not_same *rows;
    enum status s = list_not_same(r->app, r->actor, r->arena, &rows, &v.count);
    if (s != OK)
        return reply_status(r, s);
    v.rows = rows;
    struct crumb crumbs[] = {{tr(r->lang, N_("Employers")), "/employers"}, {tr(r->lang, N_("Duplicates")), "/duplicates"}};
    struct page *p = page_open_below(r, tr(r->lang, N_("Pairs that are said to be two")), crumbs, 2);
    apart_page(p, &v);
    return reply_page(p, 200);
}

static void fill_moved(struct merge_page_view *v)
{
    static const struct {
        const char *place, *what;
    } TITLES[] = {{"workplace.employer_id", N_("Workplaces")},     {"need.employer_id", N_("Needs")},
                  {"hire.employer_id", N_("Hires")},               {"user_account.employer_id", N_("Users")},
                  {"invite.employer_id", N_("Invitations")},       {"contact.employer_id", N_("Contacts")},
                  {"network_member.employer_id", N_("Networks")},  {"activity_party.employer_id", N_("Activities")},
                  {"task.employer_id", N_("Tasks")},               {"guest.employer_id", N_("Guests at events")},
                  {"survey_asked.employer_id", N_("Feedback")},    {"mailing_receiver.employer_id", N_("Mailings received")},
                  {"introduction.reference_id", N_("Introductions as a reference")},
                  {"introduction.newcomer_id", N_("Introductions to a reference")}};
    for (size_t i = 0; i < v->at->moved_count; i++)
        for (size_t t = 0; t < COUNT_OF(TITLES); t++)
            if (strcmp(v->at->moved[i].place, TITLES[t].place) == 0 && v->moved_count < COUNT_OF(v->moved))
                v->moved[v->moved_count++] = (struct moved_row){TITLES[t].what, v->at->moved[i].count};
}

static struct reply merge_show(struct request *r)
{
    struct merge_view at;
    enum status s = get_merge(r->app, r->actor, (struct merge_id){request_id(r, 0)}, r->arena, &at);
    if (s != OK)
        return reply_status(r, s);
    struct merge_page_view v = {.at = &at, .path = arena_printf(r->arena, "/merges/%lld", (long long)at.merge.id.value)};
    fill_moved(&v);
    struct crumb crumbs[] = {{tr(r->lang, N_("Employers")), "/employers"}, {tr(r->lang, N_("Duplicates")), "/duplicates"}};
    struct page *p = page_open_below(r, tr_arg(r->lang, r->arena, N_("Merged into %s"), at.kept_name), crumbs, 2);
    merge_page(p, &v);
    return reply_page(p, 200);
}

static struct reply merge_undone(struct request *r)
{
    enum status s = undo_merge(r->app, r->actor, (struct merge_id){request_id(r, 0)});
    // The page tells what stands in the way, or that it is done.
    return s != OK && s != CONFLICT ? reply_status(r, s) : reply_redirect(r, "/merges/%lld", (long long)request_id(r, 0));
}

const struct route duplicate_routes[] = {
    {METHOD_GET, "/duplicates", duplicate_list, FOR_OFFICE, "duplicates"},
    {METHOD_GET, "/duplicates/apart", apart_list, FOR_OFFICE, "duplicates_apart"},
    {METHOD_GET, "/duplicates/:id/:id", duplicate_pair, FOR_OFFICE, "duplicate"},
    {METHOD_POST, "/duplicates/:id/:id/merge", duplicate_merge, FOR_OFFICE, "duplicate_merge"},
    {METHOD_POST, "/duplicates/:id/:id/apart", duplicate_apart, FOR_OFFICE, "duplicate_apart"},
    {METHOD_POST, "/duplicates/:id/:id/together", duplicate_together, FOR_OFFICE, "duplicate_together"},
    {METHOD_GET, "/merges/:id", merge_show, FOR_OFFICE, "merge"},
    {METHOD_POST, "/merges/:id/undo", merge_undone, FOR_OFFICE, "merge_undo"},
    {0},
};
