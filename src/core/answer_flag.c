// SPDX-License-Identifier: EUPL-1.2
#include "core/answer_flag.h"

#include <string.h>

#include "base/issues.h"
#include "base/lang.h"
#include "core/named.h"

const char *flag_refusal(enum flag_state at, enum flag_act act)
{
    bool hint = act == FLAG_CONFIRM || act == FLAG_DISMISS;
    switch (at) {
    case FLAG_HINTED:
        return hint ? NULL : N_("Say first whether the words mean it.");
    case FLAG_RAISED:
        return hint ? N_("Somebody has confirmed it already.") : NULL;
    case FLAG_CLEARED:
        return N_("Somebody has cleared it already.");
    case FLAG_DISMISSED:
        return N_("Somebody has said already that the words do not mean it.");
    }
    return N_("Somebody has cleared it already.");
}

// As lang_fold writes them: where a word begins, these stand.
static const struct {
    enum answer_flag flag;
    const char *words;
} HINTS[] = {
    {FLAG_MISUNDERSTANDING, "ma ansette"},
    {FLAG_MISUNDERSTANDING, "matte ansette"},
    {FLAG_MISUNDERSTANDING, "skal matte ansette"},
    {FLAG_MISUNDERSTANDING, "plikt til a ansette"},
    {FLAG_MISUNDERSTANDING, "pliktig"},
    {FLAG_MISUNDERSTANDING, "tvinge"},
    {FLAG_MISUNDERSTANDING, "tvunget"},
    {FLAG_MISUNDERSTANDING, "tvunge"},
    {FLAG_MISUNDERSTANDING, "palagt"},
    {FLAG_MISUNDERSTANDING, "paleg"},
    {FLAG_MISUNDERSTANDING, "palegg"},
    {FLAG_MISUNDERSTANDING, "presset"},
    {FLAG_MISUNDERSTANDING, "kvote"},
    {FLAG_MISUNDERSTANDING, "kvoter"},
    {FLAG_MISUNDERSTANDING, "uten kompetanse"},
    {FLAG_MISUNDERSTANDING, "mangler kompetanse"},
    {FLAG_MISUNDERSTANDING, "ikke har kompetanse"},
    {FLAG_MISUNDERSTANDING, "ukvalifisert"},
    {FLAG_MISUNDERSTANDING, "ikke kvalifisert"},
    {FLAG_MISUNDERSTANDING, "ikke behov"},
    {FLAG_MISUNDERSTANDING, "uten behov"},
    {FLAG_MISUNDERSTANDING, "ikke trenger"},
    {FLAG_MISUNDERSTANDING, "have to hire"},
    {FLAG_MISUNDERSTANDING, "must hire"},
    {FLAG_MISUNDERSTANDING, "forced to"},
    {FLAG_MISUNDERSTANDING, "obliged to"},
    {FLAG_MISUNDERSTANDING, "quota"},
    {FLAG_MISUNDERSTANDING, "unqualified"},
    {FLAG_MISUNDERSTANDING, "not qualified"},
    {FLAG_MISUNDERSTANDING, "without competence"},
    {FLAG_MISUNDERSTANDING, "without the competence"},
    {FLAG_MISUNDERSTANDING, "do not need anybody"},
    {FLAG_MISUNDERSTANDING, "don t need anybody"},
    {FLAG_VISIT, "kom gjerne"},
    {FLAG_VISIT, "kom innom"},
    {FLAG_VISIT, "komme innom"},
    {FLAG_VISIT, "besok oss"},
    {FLAG_VISIT, "besoke oss"},
    {FLAG_VISIT, "onsker besok"},
    {FLAG_VISIT, "visit us"},
    {FLAG_VISIT, "come and see"},
    {FLAG_VISIT, "a visit"},
    {FLAG_NEED, "ledig stilling"},
    {FLAG_NEED, "ledige stillinger"},
    {FLAG_NEED, "trenger folk"},
    {FLAG_NEED, "mangler folk"},
    {FLAG_NEED, "skal ansette"},
    {FLAG_NEED, "soker etter"},
    {FLAG_NEED, "ser etter folk"},
    {FLAG_NEED, "vacanc"},
    {FLAG_NEED, "we need people"},
    {FLAG_NEED, "looking for people"},
    {FLAG_NO_CONTACT, "ikke kontakt"},
    {FLAG_NO_CONTACT, "ikke ring"},
    {FLAG_NO_CONTACT, "slutt a"},
    {FLAG_NO_CONTACT, "ikke send"},
    {FLAG_NO_CONTACT, "fjern oss"},
    {FLAG_NO_CONTACT, "do not contact"},
    {FLAG_NO_CONTACT, "don t contact"},
    {FLAG_NO_CONTACT, "stop sending"},
    {FLAG_NO_CONTACT, "remove us"},
    {FLAG_CALL, "ring meg"},
    {FLAG_CALL, "ring oss"},
    {FLAG_CALL, "ring gjerne"},
    {FLAG_CALL, "gjerne ring"},
    {FLAG_CALL, "ta en telefon"},
    {FLAG_CALL, "call me"},
    {FLAG_CALL, "call us"},
    {FLAG_CALL, "give me a call"},
};

// ' ', the folded words with one space between them, ' ': so that a beginning of a word is found by the space before it.
static const char *folded(const char *text, struct arena *a)
{
    char *plain = arena_printf(a, " %s ", lang_fold(a, text));
    char *to = plain;
    for (const char *from = plain; *from != '\0'; from++) {
        bool letter = (*from >= 'a' && *from <= 'z') || (*from >= '0' && *from <= '9') || (*from & 0x80) != 0;
        if (letter || to == plain || to[-1] != ' ')
            *to++ = letter ? *from : ' ';
    }
    *to = '\0';
    return plain;
}

unsigned flag_hints(const char *text, struct arena *a)
{
    const char *said = folded(text == NULL ? "" : text, a);
    unsigned found = 0;
    for (size_t i = 0; i < COUNT_OF(HINTS); i++)
        if ((found >> HINTS[i].flag & 1) == 0 && strstr(said, arena_printf(a, " %s", HINTS[i].words)) != NULL)
            found |= 1u << HINTS[i].flag;
    return found;
}

static const struct named FLAGS[ANSWER_FLAGS] = {
    [FLAG_NONE] = {"", N_("Nothing")},
    [FLAG_MISUNDERSTANDING] = {"misunderstanding", N_("Thinks it must hire without need or competence")},
    [FLAG_VISIT] = {"visit", N_("Wants a visit")},
    [FLAG_NEED] = {"need", N_("Wants to state a need")},
    [FLAG_NO_CONTACT] = {"no-contact", N_("Does not want contact")},
    [FLAG_CALL] = {"call", N_("Asks for a call")},
};
NAMED(answer_flag, FLAGS)

static const struct named SOURCES[FLAG_SOURCES] = {
    [FLAG_BY_OPTION] = {"option", N_("Chosen in the answer")},
    [FLAG_BY_WORDS] = {"words", N_("Own words in the answer")},
    [FLAG_BY_HAND] = {"hand", N_("Set by hand")},
};
NAMED(flag_source, SOURCES)

static const struct named STATES[FLAG_STATES] = {
    [FLAG_HINTED] = {"hinted", N_("Perhaps")},
    [FLAG_RAISED] = {"raised", N_("To be seen to")},
    [FLAG_CLEARED] = {"cleared", N_("Cleared")},
    [FLAG_DISMISSED] = {"dismissed", N_("Was nothing")},
};
NAMED(flag_state, STATES)

static const struct named HOWS[FLAG_HOWS] = {
    [FLAG_HOW_NONE] = {"", N_("Not cleared")},
    [FLAG_TALKED] = {"talked", N_("Talked with them")},
    [FLAG_MAILED] = {"mailed", N_("Explained by e-mail")},
    [FLAG_MISTAKE] = {"mistake", N_("It was a mistake")},
};
NAMED(flag_how, HOWS)
