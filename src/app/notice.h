// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_NOTICE_H
#define APP_NOTICE_H

// The first version of what a person is shown at enrolment (GDPR articles 13 and 14). The stored text is what counts;
// a later version is a new row beside it.
enum { NOTICE_FIRST_VERSION = 1 };
extern const char NOTICE_FIRST_NB[], NOTICE_FIRST_EN[];

#endif
