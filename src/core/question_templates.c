// SPDX-License-Identifier: EUPL-1.2
// Sets of questions to begin with, as data.
#include <string.h>

#include "base/status.h"
#include "core/question.h"

enum { TEMPLATE_OPTIONS = 6, TEMPLATE_QUESTIONS = 7 };

struct line {
    const char *key; // NULL: no more
    enum answer_kind kind;
    const char *text, *low, *high; // msgids
    struct {
        const char *text; // msgid; NULL: no more
        enum answer_flag flag;
    } options[TEMPLATE_OPTIONS];
    bool required, new_page;
};

#define WHAT_NOW                                                                                                       \
    .options = {{N_("A visit"), FLAG_VISIT}, {N_("To state a need for people"), FLAG_NEED}, {N_("A call"), FLAG_CALL},  \
                {N_("Nothing now; keep us informed"), FLAG_NONE}, {N_("No more contact"), FLAG_NO_CONTACT}}
#define AGREE .low = N_("Do not agree at all"), .high = N_("Agree entirely")
#define MEANING                                                                                                        \
    .options = {{N_("We say so when we need people, and choose freely among those who have the competence"), FLAG_NONE}, \
                {N_("We have to hire even when we need nobody"), FLAG_MISUNDERSTANDING},                               \
                {N_("We have to hire people who lack the competence that the work needs"), FLAG_MISUNDERSTANDING},     \
                {N_("I do not know yet"), FLAG_NONE}}

static const struct line KICK_OFF[TEMPLATE_QUESTIONS] = {
    {.key = "useful", .kind = ANSWER_SCALE, .text = N_("How useful was the kick-off for you?"), .low = N_("Not useful"),
     .high = N_("Very useful"), .required = true},
    {.key = "clear", .kind = ANSWER_SCALE, .text = N_("How clear is it to you what the programme asks of employers?"),
     .low = N_("Not clear"), .high = N_("Quite clear"), .required = true},
    {.key = "meaning", .kind = ANSWER_ONE, .text = N_("What does it mean for you to take part?"), MEANING, .required = true},
    {.key = "next", .kind = ANSWER_SEVERAL, .text = N_("What do you want now?"), WHAT_NOW, .new_page = true},
    {.key = "words", .kind = ANSWER_TEXT, .text = N_("Is there anything more that we should know?")},
};

static const struct line MEETING[TEMPLATE_QUESTIONS] = {
    {.key = "meeting-useful", .kind = ANSWER_SCALE, .text = N_("How useful was the meeting for you?"), .low = N_("Not useful"),
     .high = N_("Very useful"), .required = true},
    {.key = "meaning", .kind = ANSWER_ONE, .text = N_("What does it mean for you to take part?"), MEANING},
    {.key = "next", .kind = ANSWER_SEVERAL, .text = N_("What do you want now?"), WHAT_NOW},
    {.key = "words", .kind = ANSWER_TEXT, .text = N_("Is there anything more that we should know?")},
};

#define AWARENESS                                                                                                      \
    {.key = "aware-find", .kind = ANSWER_SCALE,                                                                      \
     .text = N_("I know where we find candidates with immigrant background who have the competence we need."), AGREE,  \
     .required = true},                                                                                                \
    {.key = "aware-ask", .kind = ANSWER_SCALE, .text = N_("I know what we may not ask applicants about."), AGREE,     \
     .required = true},                                                                                                \
    {.key = "aware-demand", .kind = ANSWER_SCALE, .text = N_("We demand only what the work needs when we look for people."), \
     AGREE, .required = true},                                                                                         \
    {.key = "aware-foreign", .kind = ANSWER_SCALE,                                                                   \
     .text = N_("I feel sure when I judge education and experience from other countries."), AGREE, .required = true}

static const struct line BEFORE[TEMPLATE_QUESTIONS] = {
    AWARENESS,
    {.key = "aware-hope", .kind = ANSWER_TEXT, .text = N_("What do you hope to learn?"), .new_page = true},
};
static const struct line AFTER[TEMPLATE_QUESTIONS] = {
    AWARENESS,
    {.key = "meaning", .kind = ANSWER_ONE, .text = N_("What does it mean for you to take part?"), MEANING, .new_page = true},
    {.key = "aware-changed", .kind = ANSWER_TEXT, .text = N_("What will you do in another way from now on?")},
};

static const struct {
    struct question_template as;
    const char *intro; // msgid
    const struct line *lines;
} TEMPLATES[] = {
    {{"after-kick-off", N_("After the kick-off")},
     N_("Thank you for coming. A few questions, which take about three minutes."), KICK_OFF},
    {{"after-meeting", N_("After a meeting")}, N_("Thank you for the talk. A few questions, which take about two minutes."), MEETING},
    {{"awareness-before", N_("Awareness before")},
     N_("A few questions before we meet. You get the same ones afterwards, so that we see what was learnt."), BEFORE},
    {{"awareness-after", N_("Awareness after")}, N_("The same questions as before we met, so that we see what was learnt."), AFTER},
};

size_t question_template_count(void)
{
    return COUNT_OF(TEMPLATES);
}

const struct question_template *question_template_at(size_t index)
{
    return &TEMPLATES[index].as;
}

static void both(const char *out[LANGS], const char *msgid)
{
    for (int l = 0; l < LANGS; l++)
        out[l] = msgid == NULL ? "" : tr((enum lang)l, msgid);
}

static struct question question_of(const struct line *line, struct arena *a)
{
    struct question q = {.key = line->key, .kind = line->kind, .required = line->required, .new_page = line->new_page};
    struct question_option *options = ARENA_ARRAY(a, struct question_option, TEMPLATE_OPTIONS);
    both(q.text, line->text);
    both(q.low, line->low);
    both(q.high, line->high);
    for (size_t i = 0; i < TEMPLATE_OPTIONS && line->options[i].text != NULL; i++) {
        both(options[i].text, line->options[i].text);
        options[i].flag = line->options[i].flag;
        q.option_count++;
    }
    q.options = options;
    return q;
}

bool question_template_copy(const char *name, struct arena *a, struct question_set *out)
{
    for (size_t i = 0; i < COUNT_OF(TEMPLATES); i++) {
        if (strcmp(TEMPLATES[i].as.name, name) != 0)
            continue;
        struct question *list = ARENA_ARRAY(a, struct question, TEMPLATE_QUESTIONS);
        *out = (struct question_set){.questions = list};
        both(out->name, TEMPLATES[i].as.title);
        both(out->intro, TEMPLATES[i].intro);
        for (const struct line *line = TEMPLATES[i].lines; line < TEMPLATES[i].lines + TEMPLATE_QUESTIONS && line->key != NULL; line++)
            list[out->question_count++] = question_of(line, a);
        return true;
    }
    return false;
}
