// SPDX-License-Identifier: EUPL-1.2
#include "web/components.h"

#include <string.h>

#include "app/needs.h"

const struct issue *field_issue(const struct page *p, const char *name)
{
    return p->issues == NULL ? NULL : issues_find(p->issues, name);
}

const char *issue_text(struct page *p, const struct issue *issue)
{
    return issue->arg == NULL ? tr(p->lang, issue->message) : tr_arg(p->lang, p->arena, issue->message, issue->arg);
}

const char *field_value(const struct page *p, const char *name, const char *given)
{
    const char *typed = p->typed == NULL ? NULL : form_typed(p->typed, name);
    if (typed == NULL && p->typed != NULL)
        typed = ""; // a form that was sent has every text field; radio buttons without choice are left out
    return typed != NULL ? typed : given != NULL ? given : "";
}

bool field_holds(const struct page *p, const char *name, const struct option *o)
{
    if (p->typed == NULL)
        return o->chosen;
    for (size_t i = 0; i < p->typed->count; i++)
        if (strcmp(p->typed->fields[i].name, name) == 0 && strcmp(p->typed->fields[i].value, o->value) == 0)
            return true;
    return false;
}

bool field_is_secret(const char *type)
{
    return type != NULL && strcmp(type, "password") == 0;
}

const char *field_described(struct page *p, const struct field *f)
{
    bool wrong = field_issue(p, f->name) != NULL;
    if (f->hint == NULL && !wrong)
        return NULL;
    struct buf ids = buf_in(p->arena);
    if (f->hint != NULL)
        buf_printf(&ids, "f-%s-hint", f->name);
    if (wrong)
        buf_printf(&ids, "%sf-%s-error", f->hint != NULL ? " " : "", f->name);
    return buf_text(&ids);
}

const char *option_text(struct page *p, const struct option *o)
{
    return o->text != NULL ? o->text : tr(p->lang, o->label);
}

const char *tone_color(enum tone t)
{
    static const char *const colors[] = {"neutral", "accent", "info", "success", "warning", "danger"};
    return colors[t];
}

const char *badge_class(enum badge b)
{
    static const char *const classes[] = {"met", "missing", "unknown"};
    return classes[b];
}

const char *badge_label(enum badge b)
{
    static const enum verdict verdicts[] = {
        [BADGE_MET] = VERDICT_MET, [BADGE_MISSING] = VERDICT_MISSING, [BADGE_UNKNOWN] = VERDICT_UNKNOWN};
    return verdict_title(verdicts[b]);
}

int goal_share(int64_t done, int64_t goal)
{
    if (goal <= 0 || done <= 0)
        return 0;
    return done >= goal ? 1000 : (int)(done * 1000 / goal);
}

const char *xlsx_path(struct arena *a, const char *csv_path)
{
    const char *ending = strstr(csv_path, ".csv");
    return ending == NULL ? csv_path
                          : arena_printf(a, "%.*s.xlsx%s", (int)(ending - csv_path), csv_path, ending + strlen(".csv"));
}
