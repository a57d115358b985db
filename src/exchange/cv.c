// SPDX-License-Identifier: EUPL-1.2
#include "exchange/cv.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "exchange/cv_inside.h"
#include "exchange/html_text.h"

const char CV_NOT_COMPETENCE[] = N_("It is not competence, so it is not kept");
const char CV_NO_FACT[] =
    N_("There is no place for it in the profile; write it in as work, education or a skill if it is one");
const char CV_TOO_LONG[] = N_("This is a text, not the name of a skill; read it and write in the skills it tells of");
const char CV_REACH[] = N_("It looks like an address or a number to reach somebody by, so it is not kept");

static const struct {
    const char *name, *title;
} FORMATS[] = {
    [CV_EUROPASS] = {"europass", N_("Europass CV (XML)")},
    [CV_CANDIDATE] = {"candidate", N_("Europass CV (XML, since 2020)")},
    [CV_JSON_RESUME] = {"json-resume", N_("JSON Resume")},
    [CV_TABLE] = {"table", N_("Table (CSV or Excel)")},
};

const char *cv_format_name(enum cv_format f)
{
    return FORMATS[f].name;
}

const char *cv_format_title(enum cv_format f)
{
    return FORMATS[f].title;
}

bool cv_format_read(const char *name, enum cv_format *out)
{
    for (size_t i = 0; i < COUNT_OF(FORMATS); i++)
        if (strcmp(FORMATS[i].name, name) == 0) {
            *out = (enum cv_format)i;
            return true;
        }
    return false;
}

static const char *const KIND_PARTS[] = {
    [FACT_EXPERIENCE] = N_("Work"),     [FACT_SKILL] = N_("Skills"),     [FACT_LANGUAGE] = N_("Languages"),
    [FACT_EDUCATION] = N_("Education"), [FACT_LICENCE] = N_("Licences"),
};

static void *grown(struct arena *a, const void *list, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return (void *)(uintptr_t)list;
    *room = *room == 0 ? 16 : *room * 2;
    void *fresh = arena_alloc_array(a, *room, size);
    if (count > 0)
        memcpy(fresh, list, count * size);
    return fresh;
}

struct cv_entry *cv_add(struct cv_reading *r, enum fact_kind kind)
{
    r->too_many = r->too_many || r->count == CV_ENTRIES_MOST;
    if (r->too_many)
        return ARENA_NEW(r->arena, struct cv_entry); // never read: what is too much is refused as a whole
    r->entries = grown(r->arena, r->entries, r->count, &r->room, sizeof *r->entries);
    struct cv_entry *e = &r->entries[r->count++];
    *e = (struct cv_entry){
        .kind = kind,
        .source = "",
        .what = "",
        .code = "",
        .levels = {CV_LEVEL_NOT_SAID, CV_LEVEL_NOT_SAID, CV_LEVEL_NOT_SAID, CV_LEVEL_NOT_SAID},
        .from = MONTH_NONE,
        .to = MONTH_NONE,
        .expires = DAY_NONE,
    };
    return e;
}

void cv_leave(struct cv_reading *r, const char *part, const char *text, const char *reason)
{
    if (r->left_count == CV_ENTRIES_MOST)
        return;
    r->left = grown(r->arena, r->left, r->left_count, &r->left_room, sizeof *r->left);
    r->left[r->left_count++] = (struct cv_left){part, text, reason};
}

static bool year_group(const char *s, size_t n)
{
    return n == 4 && (strncmp(s, "19", 2) == 0 || strncmp(s, "20", 2) == 0);
}

// E-mail, web, and numbers to ring: six digits in a row, or eight in groups of which none is a year.
static bool reaches(const char *s)
{
    if (strchr(s, '@') != NULL || strstr(s, "://") != NULL || strcasestr(s, "www.") != NULL)
        return true;
    size_t digits = 0;
    bool year = false;
    while (*s != '\0') {
        size_t n = strspn(s, "0123456789");
        digits += n;
        year |= year_group(s, n);
        if (n >= 6 || (digits >= 8 && !year))
            return true;
        s += n;
        size_t gap = strcspn(s, "0123456789");
        if (strspn(s, " ()-.+/") < gap) {
            digits = 0;
            year = false;
        }
        s += gap;
    }
    return false;
}

const char *cv_line(struct arena *a, const char *text)
{
    if (text == NULL)
        return "";
    const char *line = text_line(a, text);
    if (!text_visible(line) || reaches(line))
        return "";
    return text_length(line) > CV_SOURCE_MOST ? arena_printf(a, "%s…", text_cut(a, line, CV_SOURCE_MOST - 1)) : line;
}

const char *cv_join(struct arena *a, const char *one, const char *two)
{
    if (*one == '\0' || *two == '\0')
        return *one == '\0' ? two : one;
    return cv_line(a, arena_printf(a, "%s, %s", one, two));
}

bool cv_word(struct cv_reading *r, struct cv_entry *e, const char *what, const char *beside)
{
    e->what = cv_line(r->arena, what);
    e->source = cv_join(r->arena, e->what, cv_line(r->arena, beside));
    if (*e->source != '\0')
        return true;
    if (what != NULL && text_visible(what))
        cv_leave(r, KIND_PARTS[e->kind], "", CV_REACH);
    if (r->count > 0 && e == &r->entries[r->count - 1])
        r->count--;
    return false;
}

enum { SKILL_MOST = 80, PIECE_MOST = 40 };

static void add_listed_line(struct cv_reading *r, enum fact_kind kind, const char *part, const char *line)
{
    if (!text_visible(line))
        return;
    if (*cv_line(r->arena, line) == '\0')
        cv_leave(r, part, "", CV_REACH);
    else if (text_length(line) > SKILL_MOST)
        cv_leave(r, part, cv_line(r->arena, line), CV_TOO_LONG);
    else
        cv_word(r, cv_add(r, kind), line, "");
}

// "Excel, Word; kasse": parts when every one is short.
static void add_listed_pieces(struct cv_reading *r, enum fact_kind kind, const char *part, const char *line)
{
    char *copy = arena_strdup(r->arena, line);
    bool list = strpbrk(copy, ",;") != NULL;
    for (const char *s = copy; list && *s != '\0';) {
        size_t n = strcspn(s, ",;");
        list = n <= PIECE_MOST;
        s += n + (s[n] != '\0');
    }
    if (!list) {
        add_listed_line(r, kind, part, copy);
        return;
    }
    for (char *s = copy; *s != '\0';) {
        size_t n = strcspn(s, ",;");
        bool last = s[n] == '\0';
        s[n] = '\0';
        add_listed_line(r, kind, part, s);
        s += n + !last;
    }
}

void cv_add_listed(struct cv_reading *r, enum fact_kind kind, const char *part, const char *text)
{
    if (text == NULL)
        return;
    char *lines = arena_strdup(r->arena, html_text(text, r->arena));
    for (char *s = lines; *s != '\0';) {
        size_t n = strcspn(s, "\n");
        bool last = s[n] == '\0';
        s[n] = '\0';
        const char *line = s;
        static const char bullet[] = "• ";
        while (strncmp(line, bullet, sizeof bullet - 1) == 0)
            line += sizeof bullet - 1;
        while (*line == '-' || *line == '*' || *line == ' ')
            line++;
        add_listed_pieces(r, kind, part, line);
        s += n + !last;
    }
}

void cv_add_skill(struct cv_reading *r, const char *text)
{
    if (text != NULL)
        add_listed_line(r, FACT_SKILL, N_("Skills"), text_line(r->arena, text));
}

void cv_add_driving(struct cv_reading *r, const char *class)
{
    const char *line = cv_line(r->arena, class);
    if (*line == '\0')
        return;
    struct cv_entry *e = cv_add(r, FACT_LICENCE);
    e->source = e->what = line;
    e->code = line;
}

bool cv_read_level(const char *text, int *level_out)
{
    for (const char *s = text; s != NULL && *s != '\0'; s++) {
        int letter = tolower((unsigned char)*s) - 'a', number = s[1] - '1';
        bool begins = s == text || !isalnum((unsigned char)s[-1]);
        if (begins && letter >= 0 && letter < 3 && number >= 0 && number < 2 && !isalnum((unsigned char)s[2])) {
            *level_out = CEFR_A1 + letter * 2 + number;
            return true;
        }
    }
    return false;
}

int cv_lower(int one, int other)
{
    if (one == CV_LEVEL_NOT_SAID || other == CV_LEVEL_NOT_SAID)
        return one == CV_LEVEL_NOT_SAID ? other : one;
    return one < other ? one : other;
}

static int single_digit(const char *s)
{
    s += strspn(s, " ");
    return isdigit((unsigned char)*s) && !isdigit((unsigned char)s[1]) ? *s - '0' : 0;
}

// What titles of degrees and schools say. The first that stands in the words counts.
static const struct {
    const char *word;
    int nkr;
} DEGREES[] = {
    {"phd", 8},
    {"ph.d", 8},
    {"doctor", 8},
    {"doktor", 8},
    {"master", 7},
    {"m.sc", 7},
    {"msc", 7},
    {"siviling", 7},
    {"bachelor", 6},
    {"b.sc", 6},
    {"bsc", 6},
    {"fagskole", 5},
    {"vocational college", 5},
    {"fagbrev", 4},
    {"svennebrev", 4},
    {"videregående", 4},
    {"vidaregåande", 4},
    {"upper secondary", 4},
    {"high school", 4},
    {"studiekompetanse", 4},
    {"grunnskole", 2},
    {"ungdomsskole", 2},
    {"lower secondary", 2},
    {"primary school", 2},
};

int cv_read_nkr(const char *code, const char *label)
{
    // ISCED 1997 and 2011: upper secondary is 3, tertiary begins with 5.
    static const int from_isced[] = {0, 0, 2, 4, 4, 5, 6, 7, 8};
    const char *isced = label == NULL ? NULL : strcasestr(label, "ISCED");
    if (isced != NULL) {
        int digit = single_digit(isced + 5);
        if (digit == 0 && code != NULL)
            digit = single_digit(code);
        return digit <= 8 ? from_isced[digit] : 0;
    }
    int level = code == NULL ? 0 : single_digit(code);
    for (const char *eqf = label == NULL ? NULL : strcasestr(label, "EQF"); level == 0 && eqf != NULL; eqf = NULL)
        level = single_digit(eqf + strcspn(eqf, "0123456789"));
    if (level >= 1 && level <= NKR_MOST)
        return level;
    return 0;
}

int cv_guess_nkr(const char *title)
{
    for (size_t i = 0; i < COUNT_OF(DEGREES); i++)
        if (strcasestr(title, DEGREES[i].word) != NULL)
            return DEGREES[i].nkr;
    return 0;
}

const char *cv_read_field(const char *code)
{
    static const char *const from_1997[][2] = {
        {"01", "001"}, {"08", "002"}, {"09", "003"}, {"14", "011"}, {"21", "021"}, {"22", "022"}, {"31", "031"},
        {"32", "032"}, {"34", "041"}, {"38", "042"}, {"42", "051"}, {"44", "053"}, {"46", "054"}, {"48", "061"},
        {"52", "071"}, {"54", "072"}, {"58", "073"}, {"62", "081"}, {"64", "084"}, {"72", "091"}, {"76", "092"},
        {"81", "101"}, {"84", "104"}, {"85", "052"}, {"86", "103"},
    };
    if (code == NULL)
        return "";
    size_t length = strlen(code);
    for (size_t i = 0; length == 2 && i < COUNT_OF(from_1997); i++)
        if (strcmp(code, from_1997[i][0]) == 0)
            return from_1997[i][1];
    bool digits = length == 3 || length == 4;
    for (size_t i = 0; digits && i < length; i++)
        digits = isdigit((unsigned char)code[i]);
    return digits && (code[0] == '0' || code[0] == '1') ? code : "";
}

bool cv_is_pdf(const void *bytes, size_t size)
{
    // The mark may stand somewhat behind the beginning (ISO 32000-1, implementation note 13).
    return memmem(bytes, size < 1024 ? size : 1024, "%PDF-", 5) != NULL;
}

static unsigned char first_sign(const unsigned char *s, size_t n)
{
    size_t i = n >= 3 && memcmp(s, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    // UTF-16 has a NUL before or behind the sign.
    if (n >= 2 && ((s[0] == 0xff && s[1] == 0xfe) || (s[0] == 0xfe && s[1] == 0xff)))
        i = 2;
    while (i < n && (s[i] == ' ' || s[i] == '\t' || s[i] == '\r' || s[i] == '\n' || s[i] == '\0'))
        i++;
    return i < n ? s[i] : '\0';
}

static bool version_known(const char *version, struct arena *a)
{
    const char *v = cv_line(a, version);
    v += *v == 'V' || *v == 'v';
    return (v[0] == '2' || v[0] == '3') && (v[1] == '.' || v[1] == '\0');
}

static enum status refuse_version(struct issues *issues, const char *version)
{
    issues_add_arg(issues, "file",
                   N_("This file says that it is Europass version “%s”, which there is not: it has been damaged or "
                      "made by hand. Save the CV once more at europass.europa.eu and send that file."),
                   *version == '\0' ? "?" : version);
    return INVALID;
}

static enum status xml_cv_read(struct cv_reading *r, const void *bytes, size_t size, struct issues *issues,
                               enum cv_format *format_out)
{
    const struct xml_element *root;
    TRY(xml_read(bytes, size, r->arena, issues, &root));
    *format_out = CV_EUROPASS;
    if (strcmp(root->name, "SkillsPassport") == 0) {
        const char *version = xml_text(root, "DocumentInfo/XSDVersion");
        if (version != NULL && !version_known(version, r->arena))
            return refuse_version(issues, cv_line(r->arena, version));
        europass_read(r, root);
        return OK;
    }
    if (strcasecmp(root->name, "learnerinfo") == 0) {
        const char *version = xml_text(root, "docinfo/xsdversion");
        if (version != NULL && !version_known(version, r->arena))
            return refuse_version(issues, cv_line(r->arena, version));
        europass_old_read(r, root);
        return OK;
    }
    *format_out = CV_CANDIDATE;
    if (strcmp(root->name, "Candidate") == 0) {
        candidate_read_xml(r, root);
        return OK;
    }
    issues_add(issues, "file",
               N_("This XML file is not a Europass CV. Save the CV at europass.europa.eu as a PDF or XML file, or "
                  "write it into a table with the columns kind, what, level, from and to."));
    return INVALID;
}

enum status cv_read(const void *bytes, size_t size, struct arena *a, struct issues *issues, struct cv *out)
{
    struct cv_reading r = {.arena = a};
    struct cv cv = {.format = CV_TABLE};
    if (size > CV_BYTES_MOST) {
        issues_add(issues, "file",
                   N_("The file is larger than 10 MB. Take pictures and attachments out of the CV and send it again."));
        return INVALID;
    }
    unsigned char first = first_sign(bytes, size);
    if (first == '\0') {
        issues_add(issues, "file", N_("The file is empty. Choose the file with the CV."));
        return INVALID;
    }
    if (first == '<') {
        TRY(xml_cv_read(&r, bytes, size, issues, &cv.format));
    } else if (first == '{' || first == '[') {
        cv.format = CV_JSON_RESUME;
        TRY(json_resume_read(&r, bytes, size, issues));
    } else {
        TRY(cv_table_read(&r, bytes, size, issues));
    }
    if (r.too_many) {
        issues_add(issues, "file", N_("This file names more than 300 things, which is no CV of one person."));
        return INVALID;
    }
    if (r.count == 0) {
        issues_add(issues, "file",
                   N_("There is no work, education, language, skill or licence in this file. If it is a cover letter "
                      "or another attachment, send the CV itself."));
        return INVALID;
    }
    cv.entries = r.entries;
    cv.entry_count = r.count;
    cv.left = r.left;
    cv.left_count = r.left_count;
    *out = cv;
    return OK;
}
