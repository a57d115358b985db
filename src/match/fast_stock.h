// SPDX-License-Identifier: EUPL-1.2
#ifndef MATCH_FAST_STOCK_H
#define MATCH_FAST_STOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The memory of an index. What a version leaves is what the next one needs, piece by piece of the same sizes, so pieces
// are kept by size for the next who asks instead of being given back; large ones come in huge pages where there are any.
// What is larger than a page is malloc's, and all is when each piece is to stand alone, so that the address sanitizer sees
// who oversteps it.

// A page-sized piece is aligned to 64 bytes, all others to 16.
enum { STOCK_PAGE = 4096, STOCK_SMALL_MOST = 4080, STOCK_STEP = 16, STOCK_SIZES = STOCK_SMALL_MOST / STOCK_STEP + 2 };

#ifdef __SANITIZE_ADDRESS__
enum { STOCK_ALONE = 1 };
#else
enum { STOCK_ALONE = 0 };
#endif

struct stock;
struct stock *stock_open(bool alone);
void stock_close(struct stock *s); // every piece must have come back
size_t stock_memory(struct stock *s); // bytes, used or not; of its own, without malloc's
bool stock_holds(const struct stock *s, size_t size); // pieces of that size are not malloc's

struct piece {
    void *at;
    size_t size;
};
// What is given back together.
struct pieces {
    struct piece *list;
    size_t count, room;
};
void pieces_add(struct pieces *p, struct piece piece); // at NULL is fine
void stock_give_back(struct stock *s, struct pieces *pieces); // by any thread; frees the list
enum { PIECE_OF_MALLOC = 0 }; // for size, of what was never taken here: it is freed

// What one thread has taken from the stock: it asks others only now and then.
struct shelf {
    struct stock *stock;
    struct free_piece *free[STOCK_SIZES];
};
void *shelf_take(struct shelf *h, size_t size); // not 0
void shelf_give_back(struct shelf *h, void *piece, size_t size); // NULL is fine
void shelf_clear(struct shelf *h); // to the stock

#endif
