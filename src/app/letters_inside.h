// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_LETTERS_INSIDE_H
#define APP_LETTERS_INSIDE_H

#include "app/letters.h"
#include "app/paper.h"

// The figures of today for what goes out now; of a letter, since the one before it.
MUST_USE enum status info_figures_now(struct app *app, struct letter_id other_than, struct arena *a, struct info_figures *out);
// One edition's text with its figures, as HTML, with addresses of ours behind `site` (exchange/markdown.h).
MUST_USE enum status edition_html(struct app *app, const struct info_edition *d, int year, int number, const char *site,
                                  struct arena *a, const char **out);
MUST_USE enum status edition_text(struct app *app, const struct info_edition *d, int year, int number, const char *site,
                                  struct arena *a, const char **out); // as plain text
struct paper letter_paper(const struct letter_view *v, struct arena *a);
MUST_USE enum status letter_view_of(struct app *app, const struct info_letter *l, const struct info_edition *d, const char *site,
                                    struct arena *a, struct letter_view *out);
// publish_letter without its PDF. figures NULL: those of today.
MUST_USE enum status publish_letter_text(struct app *app, const struct actor *actor, struct letter_id id, int64_t version,
                                         bool fresh, const struct info_figures *figures, struct issues *issues);
unsigned letter_rights(const struct actor *actor, bool published);
// The programme's name and its office, for a letterhead.
MUST_USE enum status letterhead_get(struct app *app, struct arena *a, const char **programme_out, struct agency *office_out);

#endif
