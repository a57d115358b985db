// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_LETTERS_H
#define APP_LETTERS_H

#include "app/app.h"
#include "app/merge.h"
#include "core/info_letter.h"

// Information letters (informasjonsbrev), rules: core/info_letter.h. The office writes and publishes; everybody reads what is
// published. CONFLICT: issues says why not, or who was first.

struct letter_row {
    struct info_letter letter;
    const char *word, *name; // "1-2016", "Informasjon 1-2016"; "" for a draft
    const char *title;       // of the last edition, of a draft its own
    enum lang lang;
    int edition;
    day published_on;        // the first time
    int64_t published_at, corrected_at; // 0: never corrected
    bool pdf;
};
struct letter_page {
    struct letter_row *rows; // newest first
    size_t row_count;
    const char *next;        // "" when this is the last page
};
// Published ones. after: "1-2016", the last one shown; "" the first page.
MUST_USE enum status list_letters(struct app *app, const struct actor *actor, const char *after, size_t most, struct arena *a,
                                  struct letter_page *out);
// Drafts, with those in the bin, and corrections, for those who write; nothing for others.
MUST_USE enum status list_letter_drafts(struct app *app, const struct actor *actor, struct arena *a, struct letter_row **out,
                                        size_t *count_out);

struct letter_view {
    struct letter_row row;
    const char *html;          // made by exchange/markdown.h, headings from level 2
    const char *notice;        // of a corrected letter: what was corrected, and when; in the letter's language, ""
    const char *office, *email, *phone, *programme; // of the letterhead
    struct info_edition edition;
    unsigned rights;
};
// As published, the last edition.
MUST_USE enum status get_letter(struct app *app, const struct actor *actor, const char *word, struct arena *a,
                                struct letter_view *out);
// NOT_FOUND: there is none yet.
MUST_USE enum status get_letter_pdf(struct app *app, const struct actor *actor, const char *word, struct arena *a,
                                    const void **out, size_t *size_out);

// For those who write: what is being written, as it would go out now. A published letter that nobody corrects is shown as
// it stands.
struct letter_draft_view {
    struct letter_view shown;
    struct issues problems;    // why it cannot be published; of the Markdown, with lines
    struct info_edition *editions; // newest first
    size_t edition_count;
};
MUST_USE enum status get_letter_draft(struct app *app, const struct actor *actor, struct letter_id id, struct arena *a,
                                      struct letter_draft_view *out);
MUST_USE enum status get_letter_draft_pdf(struct app *app, const struct actor *actor, struct letter_id id, struct arena *a,
                                          struct issues *issues, const void **out, size_t *size_out);

MUST_USE enum status write_letter(struct app *app, const struct actor *actor, const struct info_letter *typed,
                                  struct issues *issues, struct letter_id *id_out);
// lang, title, body and note of typed, made on typed->version. Fields "title", "body", "note".
MUST_USE enum status edit_letter(struct app *app, const struct actor *actor, const struct info_letter *typed,
                                 struct issues *issues);
// Into the bin and out of it; drafts only.
MUST_USE enum status delete_letter(struct app *app, const struct actor *actor, struct letter_id id, int64_t version,
                                   bool back, struct issues *issues);
// A published letter is opened for a correction, or the correction is dropped.
MUST_USE enum status correct_letter(struct app *app, const struct actor *actor, struct letter_id id, int64_t version,
                                    bool drop, struct issues *issues);
// Numbers it and makes it public, then its PDF; *pdf_out: it could be made. fresh: a
// correction takes the figures of today instead of those first published. Sent twice it is one.
MUST_USE enum status publish_letter(struct app *app, const struct actor *actor, struct letter_id id, int64_t version, bool fresh,
                                    struct issues *issues, bool *pdf_out);
// The PDF of the last edition, if there is none. INVALID: issues says why it cannot be made.
MUST_USE enum status make_letter_pdf(struct app *app, const struct actor *actor, struct letter_id id, struct issues *issues);

// The feed (Atom, RFC 4287) of the letters published last. base: of the addresses in it, "https://ypsilon.example.org".
MUST_USE enum status get_letter_feed(struct app *app, const struct actor *actor, const char *base, enum lang lang,
                                     struct arena *a, const char **xml_out);

#endif
