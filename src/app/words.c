// SPDX-License-Identifier: EUPL-1.2
// Classes, requirements, verdicts and questions in words, in the reader's language.
#include "app/needs.h"

#include <string.h>

#include "base/buf.h"
#include "core/catalogue.h"

static const char *const PART_WORDS[LANGUAGE_PARTS] = {N_("listening"), N_("reading"), N_("writing"), N_("speaking")};

const char *match_class_title(enum match_class c)
{
    switch (c) {
    case CLASS_READY:
        return N_("Can fill it now");
    case CLASS_ASK:
        return N_("Ask first");
    case CLASS_REACHABLE:
        return N_("Can with a measure");
    case CLASS_NOT_NOW:
        return N_("Not now");
    }
    return "";
}

const char *verdict_title(enum verdict v)
{
    switch (v) {
    case VERDICT_MET:
        return N_("Met");
    case VERDICT_MISSING:
        return N_("Missing");
    case VERDICT_UNKNOWN:
        return N_("Unknown");
    }
    return "";
}

static const char *time_word(enum work_time t)
{
    switch (t) {
    case TIME_DAY:
        return N_("daytime");
    case TIME_EVENING:
        return N_("evenings");
    case TIME_NIGHT:
        return N_("nights");
    case TIME_WEEKEND:
        return N_("weekends");
    case TIME_SHIFT:
        return N_("shifts");
    }
    return "";
}

static const char *evidence_words(enum lang lang, enum evidence e, bool own)
{
    switch (e) {
    case EVIDENCE_STATED:
        return tr(lang, own ? N_("stated by you") : N_("stated by the person"));
    case EVIDENCE_DOCUMENTED:
        return tr(lang, N_("documented"));
    case EVIDENCE_RECOGNISED:
        return tr(lang, N_("recognised by the authority"));
    }
    return "";
}

static char *months_words(enum lang lang, struct arena *a, int months)
{
    return tr_n(lang, a, "%s month", "%s months", months);
}

// A level of education inside a sentence: "bachelorgrad". The names begin with a letter of ASCII in both languages.
static const char *level_inside(int level, enum lang lang, struct arena *a)
{
    char *name = arena_strdup(a, catalogue_nkr_name(level, lang));
    if (name[0] >= 'A' && name[0] <= 'Z')
        name[0] = (char)(name[0] - 'A' + 'a');
    return name;
}

static const char *atom_words(const struct app *app, enum lang lang, const struct atom *atom, const char *place_name,
                              struct arena *a)
{
    const char *label = catalogue_atom_label(app_catalogue(app), atom, lang, a);
    switch (atom->kind) {
    case ATOM_OCCUPATION:
        return arena_printf(a, "%s: %s", label,
                            tr_n(lang, a, "at least %s month of experience", "at least %s months of experience",
                                 atom->level));
    case ATOM_LANGUAGE:
        return arena_printf(a, "%s, %s: %s", label, tr(lang, PART_WORDS[atom->part]),
                            tr_arg(lang, a, N_("at least %s"), catalogue_cefr_code((enum cefr)atom->level)));
    case ATOM_EDUCATION: {
        const char *level = level_inside(atom->level, lang, a);
        if (!code_given(atom->code))
            return tr_arg(lang, a, N_("Education: at least %s"), level);
        return arena_printf(a, "%s: %s", label, tr_arg(lang, a, N_("at least %s"), level));
    }
    case ATOM_PLACE: {
        char code[CODE_TEXT];
        code_write(atom->code, code);
        return tr_arg(lang, a, N_("Can work in %s"), place_name != NULL && *place_name != '\0' ? place_name : code);
    }
    case ATOM_TIME:
        return tr_arg(lang, a, N_("Can work %s"), tr(lang, time_word((enum work_time)atom->level)));
    case ATOM_SKILL:
    case ATOM_LICENCE:
        return label;
    }
    return "";
}

static const char *share_words(enum lang lang, int least, int most, struct arena *a)
{
    const char *range = least == most ? arena_printf(a, "%d", least) : arena_printf(a, "%d–%d", least, most);
    return tr_arg(lang, a, N_("%s per cent of full time"), range);
}

const char *requirement_words(const struct app *app, enum lang lang, const struct requirement *r,
                              const char *place_name, struct arena *a)
{
    switch (r->kind) {
    case REQUIRE_SHARE:
        return share_words(lang, r->share_least, r->share_most, a);
    case REQUIRE_START:
        return tr_arg(lang, a, N_("Can start by %s"), lang_day(lang, a, r->start_latest));
    case REQUIRE_ATOMS:
        break;
    }
    struct buf b = buf_in(a);
    for (int i = 0; i < r->atom_count; i++) {
        if (i > 0)
            buf_printf(&b, " %s ", tr(lang, N_("or")));
        const char *words = atom_words(app, lang, &r->atoms[i], place_name, a);
        buf_add_text(&b, i == 0 ? lang_capital(a, words) : words);
    }
    bool asks_proof = r->atoms[0].kind != ATOM_PLACE && r->atoms[0].kind != ATOM_TIME && r->least > EVIDENCE_STATED;
    if (asks_proof)
        buf_printf(&b, " (%s)", evidence_words(lang, r->least, false));
    return buf_text(&b);
}

static const char *expiry_words(enum lang lang, day expires, day start, day as_of, struct arena *a)
{
    const char *on = lang_day(lang, a, expires);
    if (expires < as_of)
        return tr_arg(lang, a, N_("expired %s"), on);
    if (start != DAY_NONE && expires < start)
        return tr_arg(lang, a, N_("expires %s, before the start"), on);
    return tr_arg(lang, a, N_("valid until %s"), on);
}

// What the profile says on a column: share and start have no facts.
static const char *column_words(enum lang lang, const struct requirement *r, const struct availability *v,
                                struct arena *a)
{
    if (r->kind == REQUIRE_SHARE) {
        if (v->share_most == 0)
            return tr(lang, N_("Has not said how much"));
        return tr_arg(lang, a, N_("Wants %s"), share_words(lang, v->share_least, v->share_most, a));
    }
    if (v->free_from == DAY_NONE)
        return tr(lang, N_("Has not said from when"));
    return tr_arg(lang, a, N_("Free from %s"), lang_day(lang, a, v->free_from));
}

// An occupation has a form for one person; a group of them has only its name.
static const char *experience_question(const struct app *app, enum lang lang, const struct atom *atom,
                                       const char *label, struct arena *a)
{
    const struct catalogue_item *item = catalogue_find(app_catalogue(app), CATALOGUE_OCCUPATION, atom->code);
    if (item == NULL)
        return tr_arg(lang, a, N_("Ask for all work experience. Has the person done work like this: %s?"), label);
    return tr_arg(lang, a, N_("Ask for all work experience. Has the person worked as: %s?"),
                  catalogue_singular(item, lang));
}

static const char *no_fact_words(enum lang lang, const struct atom *atom, enum verdict v)
{
    switch (atom->kind) {
    case ATOM_PLACE:
    case ATOM_TIME:
        if (v == VERDICT_MET)
            return tr(lang, N_("Has ticked it"));
        return v == VERDICT_MISSING ? tr(lang, N_("Has not ticked it, and has said that this is all"))
                                    : tr(lang, N_("Not asked yet"));
    default:
        return v == VERDICT_MISSING ? tr(lang, N_("Not in the profile, and the person has said that this is all"))
                                    : tr(lang, N_("Nothing in the profile about it"));
    }
}

static const char *found_words(const struct app *app, enum lang lang, const struct requirement *r, const struct verdict_row *v,
                               const struct explanation *e, day start, bool own, struct arena *a)
{
    const struct competence *c = &e->competence;
    if (r->kind != REQUIRE_ATOMS)
        return column_words(lang, r, &c->availability, a);
    const struct atom *atom = &r->atoms[v->atom >= 0 && v->atom < r->atom_count ? v->atom : 0];
    if (v->fact < 0 || (size_t)v->fact >= c->fact_count)
        return no_fact_words(lang, atom, v->verdict);
    const struct fact *f = &c->facts[v->fact];
    struct atom about = {.code = f->code, .part = f->part};
    struct buf b = buf_in(a);
    switch (f->kind) {
    case FACT_EXPERIENCE:
        about.kind = ATOM_OCCUPATION;
        if (v->months > 0)
            buf_add_text(&b, months_words(lang, a, v->months));
        else
            buf_printf(&b, "%s: %s", catalogue_atom_label(app_catalogue(app), &about, lang, a),
                       tr(lang, N_("not the work asked for")));
        break;
    case FACT_LANGUAGE:
        about.kind = ATOM_LANGUAGE;
        if (f->level == CEFR_NONE)
            buf_add_text(&b, tr(lang, N_("Has said none")));
        else
            buf_printf(&b, "%s, %s: %s",
                       lang_capital(a, catalogue_atom_label(app_catalogue(app), &about, lang, a)),
                       tr(lang, PART_WORDS[f->part]), catalogue_cefr_code((enum cefr)f->level));
        break;
    case FACT_EDUCATION:
        about.kind = ATOM_EDUCATION;
        buf_add_text(&b, catalogue_nkr_name(f->level, lang));
        if (code_given(f->code))
            buf_printf(&b, ", %s", catalogue_atom_label(app_catalogue(app), &about, lang, a));
        break;
    case FACT_SKILL:
    case FACT_LICENCE:
        about.kind = f->kind == FACT_SKILL ? ATOM_SKILL : ATOM_LICENCE;
        if (f->no) {
            buf_add_text(&b, tr(lang, N_("Has said no")));
            break;
        }
        buf_add_text(&b, catalogue_atom_label(app_catalogue(app), &about, lang, a));
        if (f->expires != DAY_NONE)
            buf_printf(&b, ", %s", expiry_words(lang, f->expires, start, e->as_of, a));
        break;
    }
    if (v->evidence != 0 && !f->no)
        buf_printf(&b, ", %s", evidence_words(lang, v->evidence, own));
    return buf_text(&b);
}

const char *verdict_words(const struct app *app, enum lang lang, const struct requirement *r,
                          const struct verdict_row *v, const struct explanation *e, day start, struct arena *a)
{
    return found_words(app, lang, r, v, e, start, false, a);
}

const char *own_verdict_words(const struct app *app, enum lang lang, const struct requirement *r,
                              const struct verdict_row *v, const struct explanation *e, day start, struct arena *a)
{
    return found_words(app, lang, r, v, e, start, true, a);
}

const char *question_words(const struct app *app, enum lang lang, const struct requirement *r,
                           const struct verdict_row *v, struct arena *a)
{
    if (v->verdict != VERDICT_UNKNOWN)
        return "";
    if (r->kind == REQUIRE_SHARE)
        return tr(lang, N_("Ask how much of full time the person wants to work."));
    if (r->kind == REQUIRE_START)
        return tr(lang, N_("Ask from which day the person can start."));
    const struct atom *atom = &r->atoms[v->atom >= 0 && v->atom < r->atom_count ? v->atom : 0];
    const char *label = catalogue_atom_label(app_catalogue(app), atom, lang, a);
    if (v->question == QUESTION_PROOF)
        return r->least == EVIDENCE_RECOGNISED
                   ? tr_arg(lang, a, N_("Ask to see that the authority has recognised it: %s."), label)
                   : tr_arg(lang, a, N_("Ask to see the document: %s."), label);
    switch (atom->kind) {
    case ATOM_OCCUPATION:
        return experience_question(app, lang, atom, label, a);
    case ATOM_SKILL:
        return tr_arg(lang, a, N_("Ask whether the person can: %s."), label);
    case ATOM_LANGUAGE:
        return tr_arg(lang, a, N_("Ask for the level: %s."),
                      arena_printf(a, "%s, %s", label, tr(lang, PART_WORDS[atom->part])));
    case ATOM_EDUCATION:
        return tr(lang, N_("Ask for all education, also from abroad."));
    case ATOM_LICENCE:
        return tr_arg(lang, a, N_("Ask whether the person has: %s."), label);
    case ATOM_PLACE:
        return tr(lang, N_("Ask where the person can work."));
    case ATOM_TIME:
        return tr_arg(lang, a, N_("Ask whether the person can work %s."),
                      tr(lang, time_word((enum work_time)atom->level)));
    }
    return "";
}
