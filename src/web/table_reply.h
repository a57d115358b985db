// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_TABLE_REPLY_H
#define WEB_TABLE_REPLY_H

#include "web/table_out.h"
#include "web/http.h"

// A list as a file for spreadsheets, however long it is: CSV goes out while it is written, XLSX is written into a file that
// has no name, is nobody else's to open, and is gone with the answer.
struct table_source {
    const struct table_column *columns; // titles translated
    size_t column_count;
    const char *name;                   // of sheet and file, without ending: "virksomheter"
    // Writes some rows; *more_out: there are others to come. r->arena is emptied after each call; context is not in it.
    enum status (*write)(struct request *r, void *context, struct table_out *t, bool *more_out);
    void *context;
};
struct reply reply_table(struct request *r, enum table_format format, const struct table_source *source);

// Columns with their titles in the request's language.
struct table_column *table_columns(struct request *r, const struct table_column *columns, size_t count);

#endif
