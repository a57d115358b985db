// SPDX-License-Identifier: EUPL-1.2
#include "web/qr.h"

#include <qrencode.h>

enum { QUIET = 4, SHOWN_WIDTH = 232 };

// One subpath for each run of dark modules in a row.
static void add_row(struct buf *b, const unsigned char *row, int width, int y)
{
    for (int x = 0; x < width;) {
        int from = x;
        while (x < width && (row[x] & 1))
            x++;
        if (x > from)
            buf_printf(b, "M%d %dh%dv1h-%dz", from + QUIET, y + QUIET, x - from, x - from);
        while (x < width && !(row[x] & 1))
            x++;
    }
}

struct markup qr_svg(struct arena *a, const char *text)
{
    QRcode *code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
    if (code == NULL)
        return (struct markup){NULL};
    struct buf b = buf_in(a);
    int side = code->width + 2 * QUIET;
    buf_printf(&b,
               "<svg class=\"qr\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" shape-rendering=\"crispEdges\" "
               "aria-hidden=\"true\" focusable=\"false\"><path fill=\"#fff\" d=\"M0 0h%dv%dh-%dz\"/><path fill=\"#000\" d=\"",
               side, side, SHOWN_WIDTH, SHOWN_WIDTH, side, side, side);
    for (int y = 0; y < code->width; y++)
        add_row(&b, code->data + (size_t)y * (size_t)code->width, code->width, y);
    buf_add_text(&b, "\"/></svg>");
    QRcode_free(code);
    return (struct markup){buf_text(&b)};
}
