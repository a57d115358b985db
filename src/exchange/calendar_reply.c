// SPDX-License-Identifier: EUPL-1.2
#include "exchange/calendar_reply.h"

#include <string.h>

#include <libical/ical.h>

#include "base/lang.h"
#include "base/text.h"

// "mailto:Kari@firma.example"
static const char *address_of(const char *value, struct arena *a)
{
    if (value == NULL || strncasecmp(value, "mailto:", 7) != 0 || !text_valid(value, strlen(value)) || strlen(value) > CALENDAR_UID_MOST)
        return NULL;
    return lang_lower(a, value + 7);
}

static bool answer_of(icalproperty *attendee, enum calendar_answer *out)
{
    icalparameter *said = icalproperty_get_first_parameter(attendee, ICAL_PARTSTAT_PARAMETER);
    switch (said == NULL ? ICAL_PARTSTAT_NONE : icalparameter_get_partstat(said)) {
    case ICAL_PARTSTAT_ACCEPTED:
        *out = CALENDAR_ACCEPTED;
        return true;
    case ICAL_PARTSTAT_DECLINED:
        *out = CALENDAR_DECLINED;
        return true;
    case ICAL_PARTSTAT_TENTATIVE:
        *out = CALENDAR_MAYBE;
        return true;
    default:
        return false;
    }
}

static enum status event_read(icalcomponent *event, struct arena *a, struct calendar_reply *out)
{
    const char *uid = icalcomponent_get_uid(event);
    icalproperty *attendee = icalcomponent_get_first_property(event, ICAL_ATTENDEE_PROPERTY);
    struct calendar_reply reply = {.sequence = icalcomponent_get_sequence(event)};
    // A reply holds the one who answers alone; of several nobody knows whose it is.
    if (uid == NULL || *uid == '\0' || strlen(uid) > CALENDAR_UID_MOST || !text_valid(uid, strlen(uid)) || attendee == NULL ||
        icalcomponent_count_properties(event, ICAL_ATTENDEE_PROPERTY) != 1 || !answer_of(attendee, &reply.answer))
        return INVALID;
    reply.attendee = address_of(icalproperty_get_attendee(attendee), a);
    if (reply.attendee == NULL)
        return INVALID;
    struct icaltimetype stamp = icalcomponent_get_dtstamp(event);
    reply.stamp = icaltime_is_null_time(stamp) ? 0 : (int64_t)icaltime_as_timet(stamp) * 1000;
    reply.uid = arena_strdup(a, uid);
    *out = reply;
    return OK;
}

enum status calendar_reply_read(const char *bytes, size_t size, struct arena *a, struct calendar_reply *out)
{
    if (size == 0 || size > CALENDAR_REPLY_MOST)
        return INVALID;
    icalcomponent *calendar = icalparser_parse_string(arena_strndup(a, bytes, size));
    if (calendar == NULL)
        return INVALID;
    enum status status = INVALID;
    if (icalcomponent_isa(calendar) == ICAL_VCALENDAR_COMPONENT && icalcomponent_get_method(calendar) == ICAL_METHOD_REPLY) {
        icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
        if (event != NULL)
            status = event_read(event, a, out);
    }
    icalcomponent_free(calendar);
    return status;
}
