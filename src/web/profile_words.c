// SPDX-License-Identifier: EUPL-1.2
#include "web/profile_words.h"

#include "base/buf.h"
#include "base/issues.h"
#include "core/catalogue.h"

const char *evidence_title(enum evidence e)
{
    switch (e) {
    case EVIDENCE_STATED:
        return N_("Stated only");
    case EVIDENCE_DOCUMENTED:
        return N_("Documented (seen by an adviser)");
    case EVIDENCE_RECOGNISED:
        return N_("Recognised by an authority");
    }
    return "";
}

const char *language_part_title(unsigned part)
{
    static const char *const TITLES[LANGUAGE_PARTS] = {N_("Listening"), N_("Reading"), N_("Writing"), N_("Speaking")};
    return part < LANGUAGE_PARTS ? TITLES[part] : "";
}

const char *work_time_title(enum work_time one_bit)
{
    switch (one_bit) {
    case TIME_DAY:
        return N_("Daytime");
    case TIME_EVENING:
        return N_("Evening");
    case TIME_NIGHT:
        return N_("Night");
    case TIME_WEEKEND:
        return N_("Weekend");
    case TIME_SHIFT:
        return N_("Shift work");
    }
    return "";
}

struct teller {
    const struct app *app;
    enum lang lang;
    const struct profile *profile;
    struct arena *arena;
    struct open_question *questions;
    size_t question_count;
};

static const char *text_of(const struct teller *t, size_t fact)
{
    const char *const *texts = t->profile->fact_texts;
    return texts == NULL || texts[fact] == NULL ? "" : texts[fact];
}

static const char *label_of(const struct teller *t, enum catalogue_kind kind, struct code code)
{
    return catalogue_label(app_catalogue(t->app), kind, code, t->lang, t->arena);
}

static struct fact_line experience_line(const struct teller *t, const struct fact *f)
{
    const char *to = f->to == MONTH_NONE ? tr(t->lang, N_("now")) : lang_month(t->lang, t->arena, f->to);
    const char *from = lang_month(t->lang, t->arena, f->from);
    return (struct fact_line){
        .title = label_of(t, CATALOGUE_OCCUPATION, f->code),
        .detail = f->from == f->to ? from : arena_printf(t->arena, "%s – %s", from, to),
    };
}

static struct fact_line education_line(const struct teller *t, const struct fact *f)
{
    const char *level = catalogue_nkr_name(f->level, t->lang);
    if (!code_given(f->code))
        return (struct fact_line){.title = level, .detail = ""};
    return (struct fact_line){.title = label_of(t, CATALOGUE_FIELD, f->code), .detail = level};
}

static struct fact_line skill_line(const struct teller *t, const struct fact *f)
{
    return (struct fact_line){.title = label_of(t, CATALOGUE_SKILL, f->code), .detail = "", .no = f->no};
}

static struct fact_line licence_line(const struct teller *t, const struct fact *f)
{
    const char *expires = f->expires == DAY_NONE ? "" : tr_arg(t->lang, t->arena, N_("valid until %s"),
                                                               lang_day(t->lang, t->arena, f->expires));
    return (struct fact_line){.title = label_of(t, CATALOGUE_LICENCE, f->code), .detail = expires, .no = f->no};
}

static void part_set(struct profile_part_words *part, const struct fact_line *lines, size_t count)
{
    part->lines = lines;
    part->count = count;
}

static void tell_facts(const struct teller *t, enum fact_kind kind, struct fact_line (*line)(const struct teller *, const struct fact *),
                       struct profile_part_words *out)
{
    const struct competence *c = &t->profile->competence;
    struct fact_line *lines = ARENA_ARRAY(t->arena, struct fact_line, c->fact_count);
    size_t n = 0;
    for (size_t i = 0; i < c->fact_count; i++) {
        if (c->facts[i].kind != kind)
            continue;
        lines[n] = line(t, &c->facts[i]);
        lines[n].evidence = c->facts[i].evidence;
        lines[n++].text = text_of(t, i);
    }
    part_set(out, lines, n);
}

static const char *level_words(const struct teller *t, const struct fact *f)
{
    const char *level = f->level == CEFR_NONE ? tr(t->lang, N_("none")) : catalogue_cefr_code((enum cefr)f->level);
    return arena_printf(t->arena, "%s %s", tr(t->lang, language_part_title(f->part)), level);
}

// One line for a language's parts with the same evidence: "Speaking B1, Reading A2".
static void tell_languages(const struct teller *t, struct profile_part_words *out)
{
    const struct competence *c = &t->profile->competence;
    struct fact_line *lines = ARENA_ARRAY(t->arena, struct fact_line, c->fact_count);
    struct code *codes = ARENA_ARRAY(t->arena, struct code, c->fact_count);
    size_t n = 0;
    for (size_t i = 0; i < c->fact_count; i++) {
        const struct fact *f = &c->facts[i];
        if (f->kind != FACT_LANGUAGE)
            continue;
        size_t at = 0;
        while (at < n && !(code_equal(codes[at], f->code) && lines[at].evidence == f->evidence))
            at++;
        if (at == n) {
            codes[n] = f->code;
            lines[n++] = (struct fact_line){.title = label_of(t, CATALOGUE_LANGUAGE, f->code), .detail = "",
                                            .text = "", .evidence = f->evidence};
        }
        lines[at].detail = *lines[at].detail == '\0' ? level_words(t, f)
                                                     : arena_printf(t->arena, "%s, %s", lines[at].detail, level_words(t, f));
        if (*lines[at].text == '\0')
            lines[at].text = text_of(t, i);
    }
    part_set(out, lines, n);
}

static void ask(struct teller *t, const char *text, const char *step)
{
    t->questions[t->question_count++] = (struct open_question){text, step};
}

// Which parts of Norwegian have no answer: the language that most needs ask for.
static void ask_for_norwegian(struct teller *t)
{
    const struct competence *c = &t->profile->competence;
    struct code norwegian = code_make(CATALOGUE_NORWEGIAN);
    unsigned said = 0;
    for (size_t i = 0; i < c->fact_count; i++)
        if (c->facts[i].kind == FACT_LANGUAGE && code_equal(c->facts[i].code, norwegian))
            said |= 1u << c->facts[i].part;
    const char *name = label_of(t, CATALOGUE_LANGUAGE, norwegian);
    for (unsigned part = 0; part < LANGUAGE_PARTS; part++)
        if ((said >> part & 1) == 0)
            ask(t, arena_printf(t->arena, "%s: %s?", name, lang_lower(t->arena, tr(t->lang, language_part_title(part)))),
                "languages");
}

static void ask_for_the_rest(struct teller *t, const struct profile_words *w)
{
    const struct availability *v = &t->profile->competence.availability;
    static const char *const MORE[PROFILE_PARTS] = {
        [PROFILE_WORK] = N_("More work experience?"),
        [PROFILE_LANGUAGES] = N_("More languages?"),
        [PROFILE_EDUCATION] = N_("More education?"),
        [PROFILE_LICENCES] = N_("More licences or certificates?"),
    };
    static const char *const ANY[PROFILE_PARTS] = {
        [PROFILE_WORK] = N_("Which work experience?"),
        [PROFILE_LANGUAGES] = N_("Which languages?"),
        [PROFILE_EDUCATION] = N_("Which education?"),
        [PROFILE_LICENCES] = N_("Which licences and certificates?"),
    };
    for (int i = 0; i < PROFILE_PARTS; i++)
        if (w->parts[i].can_be_all && !w->parts[i].all)
            ask(t, tr(t->lang, w->parts[i].count == 0 ? ANY[i] : MORE[i]), w->parts[i].step);
    if (!w->parts[PROFILE_LANGUAGES].all)
        ask_for_norwegian(t);
    if (v->free_from == DAY_NONE)
        ask(t, tr(t->lang, N_("Free from which day?")), "availability");
    if (v->share_most == 0)
        ask(t, tr(t->lang, N_("How much of full time?")), "availability");
    if (!w->all_times)
        ask(t, tr(t->lang, v->times == 0 ? N_("Which times of the day and week?") : N_("More times of the day and week?")),
            "availability");
    if (!w->all_places)
        ask(t, tr(t->lang, v->place_count == 0 ? N_("Which places?") : N_("More places?")), "availability");
}

static const char *share_words(const struct teller *t, const struct availability *v)
{
    if (v->share_most == 0)
        return "";
    const char *range = v->share_least == v->share_most ? arena_printf(t->arena, "%d", v->share_most)
                                                        : arena_printf(t->arena, "%d–%d", v->share_least, v->share_most);
    return tr_arg(t->lang, t->arena, N_("%s per cent of full time"), range);
}

static void list_add(struct buf *b, const char *text)
{
    if (b->length > 0)
        buf_add_text(b, ", ");
    buf_add_text(b, text);
}

static const char *times_words(const struct teller *t, const struct availability *v)
{
    struct buf b = buf_in(t->arena);
    for (int i = 0; i < WORK_TIMES; i++)
        if ((v->times >> i & 1) != 0)
            list_add(&b, b.length == 0 ? tr(t->lang, work_time_title((enum work_time)(1 << i)))
                                       : lang_lower(t->arena, tr(t->lang, work_time_title((enum work_time)(1 << i)))));
    return buf_text(&b);
}

static const char *places_words(const struct teller *t, const struct availability *v, const struct region_area *areas,
                                size_t area_count)
{
    struct buf b = buf_in(t->arena);
    for (size_t i = 0; i < v->place_count; i++) {
        const char *name = region_area_name(areas, area_count, v->places[i]);
        if (*name == '\0') {
            char *code = arena_alloc(t->arena, CODE_TEXT);
            code_write(v->places[i], code);
            name = code;
        }
        list_add(&b, name);
    }
    return buf_text(&b);
}

struct profile_words profile_words(const struct app *app, enum lang lang, const struct profile *p,
                                   const struct region_area *areas, size_t area_count, struct arena *a)
{
    struct teller t = {.app = app, .lang = lang, .profile = p, .arena = a};
    const struct availability *v = &p->competence.availability;
    uint8_t all = p->competence.complete;
    struct profile_words w = {
        .parts = {
            [PROFILE_WORK] = {N_("Work experience"), N_("No work experience is registered."), "work", true,
                              (all >> SECTION_WORK & 1) != 0, NULL, 0},
            [PROFILE_LANGUAGES] = {N_("Languages"), N_("No languages are registered."), "languages", true,
                                   (all >> SECTION_LANGUAGES & 1) != 0, NULL, 0},
            [PROFILE_EDUCATION] = {N_("Education"), N_("No education is registered."), "education", true,
                                   (all >> SECTION_EDUCATION & 1) != 0, NULL, 0},
            [PROFILE_SKILLS] = {N_("Skills"), N_("No skills are registered."), "skills", false, false, NULL, 0},
            [PROFILE_LICENCES] = {N_("Licences and certificates"), N_("No licences or certificates are registered."),
                                  "skills", true, (all >> SECTION_LICENCES & 1) != 0, NULL, 0},
        },
        .all_times = (all >> SECTION_TIMES & 1) != 0,
        .all_places = (all >> SECTION_PLACES & 1) != 0,
    };
    tell_facts(&t, FACT_EXPERIENCE, experience_line, &w.parts[PROFILE_WORK]);
    tell_languages(&t, &w.parts[PROFILE_LANGUAGES]);
    tell_facts(&t, FACT_EDUCATION, education_line, &w.parts[PROFILE_EDUCATION]);
    tell_facts(&t, FACT_SKILL, skill_line, &w.parts[PROFILE_SKILLS]);
    tell_facts(&t, FACT_LICENCE, licence_line, &w.parts[PROFILE_LICENCES]);
    w.free_from = lang_day(lang, a, v->free_from);
    w.share = share_words(&t, v);
    w.times = times_words(&t, v);
    w.places = places_words(&t, v, areas, area_count);
    t.questions = ARENA_ARRAY(a, struct open_question, PROFILE_PARTS + LANGUAGE_PARTS + 4);
    ask_for_the_rest(&t, &w);
    w.questions = t.questions;
    w.question_count = t.question_count;
    return w;
}
