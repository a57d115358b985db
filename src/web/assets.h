// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_ASSETS_H
#define WEB_ASSETS_H

#include "web/http.h"

// The files of the look, in the binary. Each has an address with a hash of its content, so that browsers may keep it
// for ever.
struct asset {
    const char *name; // "app.css"
    const char *type;
    const char *path; // "/assets/app.4f0c….css"
    const char *etag; // with its quotation marks
    const unsigned char *bytes;
    size_t size;
};

const struct asset *asset_named(const char *name);   // NULL when there is none
const struct asset *asset_at_path(const char *path); // "/assets/…"; NULL when there is none

#endif
