// SPDX-License-Identifier: EUPL-1.2
#include "web/person_view.h"

#include <string.h>

const char *candidate_path(struct request *r, struct person_id person, const char *rest)
{
    return arena_printf(r->arena, "/candidates/%lld%s", (long long)person.value, rest);
}

const char *phone_text(struct arena *a, const char *e164)
{
    if (strncmp(e164, "+47", 3) == 0 && strlen(e164) == 11)
        return arena_printf(a, "%.2s\u00a0%.2s\u00a0%.2s\u00a0%.2s", e164 + 3, e164 + 5, e164 + 7, e164 + 9);
    return e164;
}

static bool one_visit(const struct reader_line *a, const struct reader_line *b)
{
    enum { MINUTE = 60 * 1000 };
    return a->at / MINUTE == b->at / MINUTE && a->role == b->role && strcmp(a->organisation, b->organisation) == 0;
}

static bool told_before(const struct reader_line *lines, size_t from, size_t i)
{
    for (size_t k = from; k < i; k++)
        if (strcmp(lines[k].what, lines[i].what) == 0)
            return true;
    return false;
}

size_t reader_visits(enum lang lang, struct arena *a, const struct reader_line *lines, size_t count,
                     struct reader_visit **out)
{
    struct reader_visit *visits = ARENA_ARRAY(a, struct reader_visit, count);
    size_t n = 0;
    for (size_t from = 0, next; from < count; from = next) {
        struct buf what = buf_in(a);
        for (next = from; next < count && one_visit(&lines[from], &lines[next]) && !told_before(lines, from, next); next++)
            buf_printf(&what, "%s%s", next > from ? ", " : "", tr(lang, lines[next].what));
        visits[n++] = (struct reader_visit){lines[from].at, lines[from].organisation, lines[from].role, buf_text(&what)};
    }
    *out = visits;
    return n;
}

static const struct {
    const char *name, *title;
} BASES[LEGAL_BASES] = {
    [BASIS_CONSENT] = {"consent", N_("Consent: the person has said yes")},
    [BASIS_LEGAL_OBLIGATION] = {"legal-obligation", N_("Legal obligation: a law requires it")},
    [BASIS_PUBLIC_TASK] = {"public-task", N_("Public task: part of the agency's work under the law")},
};

const char *basis_title(enum legal_basis basis)
{
    return BASES[basis].title;
}

const char *basis_name(enum legal_basis basis)
{
    return BASES[basis].name;
}

bool basis_read(const char *name, enum legal_basis *out)
{
    for (int i = 0; i < LEGAL_BASES; i++)
        if (strcmp(BASES[i].name, name) == 0) {
            *out = (enum legal_basis)i;
            return true;
        }
    return false;
}
