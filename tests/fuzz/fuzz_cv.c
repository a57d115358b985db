// SPDX-License-Identifier: EUPL-1.2
#include "replay.h"

#include "base/text.h"
#include "exchange/cv.h"
#include "exchange/cv_pdf.h"

// CVs of any format, and PDFs that carry one: reading refuses them with a reason, or gives entries that can be shown and
// kept. Replays the files of a folder: fuzz_cv FOLDER. With clang's -fsanitize=fuzzer and -DFUZZING it searches.

static void must_hold(bool held, const char *what)
{
    if (held)
        return;
    fprintf(stderr, "%s\n", what);
    abort();
}

static bool one_line(const char *text)
{
    return text_valid(text, strlen(text)) && strpbrk(text, "\r\n\t") == NULL && text_length(text) <= CV_SOURCE_MOST;
}

static void look(const struct cv *cv)
{
    must_hold(cv->entry_count > 0 && cv->entry_count <= CV_ENTRIES_MOST && cv->left_count <= CV_ENTRIES_MOST, "too many entries");
    for (size_t i = 0; i < cv->entry_count; i++) {
        const struct cv_entry *e = &cv->entries[i];
        must_hold(one_line(e->source) && text_visible(e->source), "an entry that nobody can read");
        must_hold(one_line(e->what) && one_line(e->code), "an entry of several lines");
        must_hold(strchr(e->source, '@') == NULL, "a way to reach somebody");
        must_hold(fact_kind_name(e->kind) != NULL && e->nkr >= 0 && e->nkr <= NKR_MOST, "no such kind or level");
        must_hold(!e->current || e->to == MONTH_NONE, "over and going on");
        for (int part = 0; part < LANGUAGE_PARTS; part++)
            must_hold(e->levels[part] == CV_LEVEL_NOT_SAID || (e->levels[part] >= CEFR_A1 && e->levels[part] <= CEFR_C2), "no such level");
    }
    for (size_t i = 0; i < cv->left_count; i++)
        must_hold(one_line(cv->left[i].text) && *cv->left[i].reason != '\0', "left without a reason");
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct cv cv;
    const void *at = bytes;
    if (cv_is_pdf(bytes, size) && cv_pdf_attachment(bytes, size, a, &at, &size) != CV_PDF_FOUND)
        return 0;
    enum status s = cv_read(at, size, a, &issues, &cv);
    must_hold(s == OK || s == INVALID, "neither read nor refused");
    must_hold((s == INVALID) == (issues.count > 0), "refused without a reason");
    if (s == OK)
        look(&cv);
    return 0;
}

#ifndef FUZZING
int main(int argc, char **argv)
{
    return replay_folder(argc, argv);
}
#endif
