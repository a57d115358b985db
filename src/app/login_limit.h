// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_LOGIN_LIMIT_H
#define APP_LOGIN_LIMIT_H

#include <stdint.h>

// How often somebody may try: token buckets in memory, bounded in number, safe for several threads. A bucket is always
// somebody's who tries, never a whole account's: whoever guesses at another's password uses up their own tries and cannot
// keep the owner out.
enum limit_kind {
    LIMIT_ADDRESS,         // failed log-ins from one address, whatever the account: an office behind one address fits in
    LIMIT_ACCOUNT,         // failed log-ins to one account from one address
    LIMIT_SECOND_FACTOR,   // wrong one-time codes after the right password: from anywhere, since six digits could be tried
                           // from a thousand addresses; recovery codes stay open to the owner
    LIMIT_CONFIRM,         // wrong passwords from a user who is logged in already
    LIMIT_CODE,            // one-time codes by mail, asked for from one address for one e-mail address
    LIMIT_CODES,           // and from one address for anybody
    LIMIT_SIGN_UP,         // sign-ups to events from one address: a room full of people behind one fits in
};
enum { LIMIT_KINDS = 7 };

struct login_limit;
struct login_limit *login_limit_open(void);
void login_limit_close(struct login_limit *l);

// Takes one try. Gives 0 when there was one, otherwise how many milliseconds until there is. address may be "" for kinds
// that have none, account likewise; of an IPv6 address the network's 64 bits count, since one subscriber has them all.
// now_ms: any clock that does not go back.
int64_t login_limit_take(struct login_limit *l, enum limit_kind kind, const char *address, const char *account,
                         int64_t now_ms);
// Gives the try back, when it turned out to be the right person's.
void login_limit_return(struct login_limit *l, enum limit_kind kind, const char *address, const char *account);

#endif
