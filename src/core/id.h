// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_ID_H
#define CORE_ID_H

#include <stdint.h>

// Row ids: 63 bits, time first, made by the program. One type per noun, so that mixing them does not compile.
// {0} is no id.
struct person_id { int64_t value; };
struct enrolment_id { int64_t value; };
struct agency_id { int64_t value; };
struct employer_id { int64_t value; };
struct workplace_id { int64_t value; };
struct need_id { int64_t value; };
struct user_id { int64_t value; };
struct session_id { int64_t value; };
struct import_id { int64_t value; };
struct referral_id { int64_t value; };
struct share_id { int64_t value; };
struct hire_id { int64_t value; };
struct checkin_id { int64_t value; };
struct outbox_id { int64_t value; };
struct code_id { int64_t value; }; // of a one-time code
struct invite_id { int64_t value; };
struct interview_id { int64_t value; };
struct ask_id { int64_t value; };
struct contact_id { int64_t value; };
struct network_id { int64_t value; };
struct introduction_id { int64_t value; };
struct view_id { int64_t value; };
struct activity_id { int64_t value; };
struct task_id { int64_t value; };
struct event_id { int64_t value; };
struct guest_id { int64_t value; }; // of an event
struct survey_id { int64_t value; };
struct mailing_id { int64_t value; };
struct letter_id { int64_t value; };

#endif
