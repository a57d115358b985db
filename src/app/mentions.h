// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_MENTIONS_H
#define APP_MENTIONS_H

#include "app/app.h"

// Notes on employers say nothing of candidates. What is typed is compared with the names of those who are enrolled with
// the writer's own agency today, and of nobody else: these the writer may look up by name as it is, and a warning about
// somebody else's candidate would tell the writer that there is such a one. Whoever is found is written to that person's
// log of reads.

// The words of the first text that names one of them, NULL when none does. allowed: names that may stand, since they are
// those of the people who take part.
MUST_USE enum status find_mention(struct app *app, const struct actor *actor, const char *const *texts, size_t text_count,
                                  const char *const *allowed, size_t allowed_count, struct arena *a, const char **words_out);
// The same for one field of a form: an issue on it and one on "named", unless other has been said – that it is somebody else.
MUST_USE enum status check_mention(struct app *app, const struct actor *actor, const char *text, const char *field, bool other,
                                   struct arena *a, struct issues *issues);

#endif
