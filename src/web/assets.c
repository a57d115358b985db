// SPDX-License-Identifier: EUPL-1.2
#include "web/assets.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/embed.h"
#include "base/log.h"

EMBED(designsystemet_css);
EMBED(theme_css);
EMBED(app_css);
EMBED(parts_css);
EMBED(needs_css);
EMBED(people_css);
EMBED(account_css);
EMBED(activities_css);
EMBED(import_css);
EMBED(cv_css);
EMBED(hires_css);
EMBED(presented_css);
EMBED(letters_css);
EMBED(me_css);
EMBED(week_css);
EMBED(events_css);
EMBED(referrals_css);
EMBED(surveys_css);
EMBED(htmx_js);
EMBED(app_js);
EMBED(attendance_js);
EMBED(board_js);
EMBED(icon_svg);
EMBED(inter_latin);
EMBED(inter_latin_ext);
EMBED(inter_cyrillic);
EMBED(inter_cyrillic_ext);

static struct asset assets[7];
static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct arena *memory; // as long as the program runs

// The hash makes the address; the first 16 characters are enough to tell versions apart.
static void asset_make(size_t index, const char *name, const char *type, const void *bytes, size_t size)
{
    unsigned char hash[16];
    char hex[sizeof hash * 2 + 1];
    crypto_generichash(hash, sizeof hash, bytes, size, NULL, 0);
    sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
    const char *dot = strrchr(name, '.');
    assets[index] = (struct asset){
        .name = name,
        .type = type,
        .path = arena_printf(memory, "/assets/%.*s.%.16s%s", (int)(dot - name), name, hex, dot),
        .etag = arena_printf(memory, "\"%s\"", hex),
        .bytes = bytes,
        .size = size,
    };
}

// Adds a style sheet; url(asset:NAME) in it becomes the address of that asset, which is made before.
static void sheet_add(struct buf *out, const unsigned char *bytes, size_t size)
{
    static const char mark[] = "asset:";
    const char *from = (const char *)bytes, *end = from + size;
    for (const char *at; (at = memmem(from, (size_t)(end - from), mark, sizeof mark - 1)) != NULL;) {
        buf_add(out, from, (size_t)(at - from));
        const char *name = at + sizeof mark - 1;
        size_t n = strcspn(name, ")\"'");
        const struct asset *found = NULL;
        for (size_t i = 0; i < COUNT_OF(assets); i++)
            if (assets[i].name != NULL && strlen(assets[i].name) == n && memcmp(assets[i].name, name, n) == 0)
                found = &assets[i];
        if (found == NULL) {
            log_error("a style sheet names an asset that does not exist: %.*s", (int)n, name);
            abort();
        }
        buf_add_text(out, found->path);
        from = name + n;
    }
    buf_add(out, from, (size_t)(end - from));
}

static void assets_make(void)
{
    if (sodium_init() < 0) {
        log_error("libsodium cannot start");
        abort();
    }
    memory = arena_open();
    static const char woff2[] = "font/woff2";
    asset_make(0, "inter-latin.woff2", woff2, embed_inter_latin, EMBED_SIZE(inter_latin));
    asset_make(1, "inter-latin-ext.woff2", woff2, embed_inter_latin_ext, EMBED_SIZE(inter_latin_ext));
    asset_make(2, "inter-cyrillic.woff2", woff2, embed_inter_cyrillic, EMBED_SIZE(inter_cyrillic));
    asset_make(3, "inter-cyrillic-ext.woff2", woff2, embed_inter_cyrillic_ext, EMBED_SIZE(inter_cyrillic_ext));
    asset_make(4, "icon.svg", "image/svg+xml", embed_icon_svg, EMBED_SIZE(icon_svg));
    struct buf css = buf_in(memory);
    sheet_add(&css, embed_designsystemet_css, EMBED_SIZE(designsystemet_css));
    sheet_add(&css, embed_theme_css, EMBED_SIZE(theme_css));
    sheet_add(&css, embed_app_css, EMBED_SIZE(app_css));
    sheet_add(&css, embed_parts_css, EMBED_SIZE(parts_css));
    sheet_add(&css, embed_needs_css, EMBED_SIZE(needs_css));
    sheet_add(&css, embed_people_css, EMBED_SIZE(people_css));
    sheet_add(&css, embed_account_css, EMBED_SIZE(account_css));
    sheet_add(&css, embed_activities_css, EMBED_SIZE(activities_css));
    sheet_add(&css, embed_import_css, EMBED_SIZE(import_css));
    sheet_add(&css, embed_cv_css, EMBED_SIZE(cv_css));
    sheet_add(&css, embed_hires_css, EMBED_SIZE(hires_css));
    sheet_add(&css, embed_presented_css, EMBED_SIZE(presented_css));
    sheet_add(&css, embed_letters_css, EMBED_SIZE(letters_css));
    sheet_add(&css, embed_events_css, EMBED_SIZE(events_css));
    sheet_add(&css, embed_me_css, EMBED_SIZE(me_css));
    sheet_add(&css, embed_week_css, EMBED_SIZE(week_css));
    sheet_add(&css, embed_referrals_css, EMBED_SIZE(referrals_css));
    sheet_add(&css, embed_surveys_css, EMBED_SIZE(surveys_css));
    asset_make(5, "app.css", "text/css; charset=utf-8", css.data, css.length);
    struct buf js = buf_in(memory);
    buf_add(&js, embed_htmx_js, EMBED_SIZE(htmx_js));
    buf_add_text(&js, "\n;\n");
    buf_add(&js, embed_app_js, EMBED_SIZE(app_js));
    buf_add_text(&js, "\n;\n");
    buf_add(&js, embed_board_js, EMBED_SIZE(board_js));
    buf_add_text(&js, "\n;\n");
    buf_add(&js, embed_attendance_js, EMBED_SIZE(attendance_js));
    asset_make(6, "app.js", "text/javascript; charset=utf-8", js.data, js.length);
}

const struct asset *asset_named(const char *name)
{
    pthread_once(&once, assets_make);
    for (size_t i = 0; i < COUNT_OF(assets); i++)
        if (strcmp(assets[i].name, name) == 0)
            return &assets[i];
    return NULL;
}

const struct asset *asset_at_path(const char *path)
{
    pthread_once(&once, assets_make);
    for (size_t i = 0; i < COUNT_OF(assets); i++)
        if (strcmp(assets[i].path, path) == 0)
            return &assets[i];
    return NULL;
}
