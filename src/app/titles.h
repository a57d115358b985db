// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_TITLES_H
#define APP_TITLES_H

#include "app/app.h"
#include "titles/titles.h"

// Which occupation a free-text title means (titles/titles.h), learned from our own catalogue and all classifications in
// use: titles, STYRK-08, ESCO. Anybody may ask: it says nothing of a person or an employer. What was typed is not kept.

// The likeliest codes, best first; returns how many, 0 only when the classifications cannot be read, which has been
// logged. The first call learns, for a second or two where all is loaded. Any thread.
size_t classify_title(struct app *app, const char *title, struct title_guess *guesses_out, size_t most);
size_t titles_memory(struct app *app); // bytes, 0 before the first call

// Learned from our own catalogue alone, for use without a data directory.
struct title_model *title_model_builtin(void);

// For the app itself. A model that was asked for is made anew beside the one in use when classifications have changed;
// whoever asks meanwhile gets answers from the one in use.
struct title_desk;
struct title_desk *title_desk_open(void);
void title_desk_close(struct title_desk *d); // NULL is fine
void title_desk_stale(struct title_desk *d);
void title_desk_tend(struct app *app);
struct title_desk *app_title_desk(struct app *app);

#endif
