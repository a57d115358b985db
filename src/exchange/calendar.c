// SPDX-License-Identifier: EUPL-1.2
#include "exchange/calendar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <libical/ical.h>

#include "base/day.h"

static const char ZONE[] = "Europe/Oslo";

static struct icaltimetype clock_of(int64_t ms, int offset_minutes)
{
    int64_t seconds = ms / 1000 + offset_minutes * 60;
    int64_t days = seconds / 86400 - (seconds % 86400 < 0);
    int rest = (int)(seconds - days * 86400);
    struct icaltimetype t = icaltime_null_time();
    day_split((day)days, &t.year, &t.month, &t.day);
    t.hour = rest / 3600;
    t.minute = rest / 60 % 60;
    t.second = rest % 60;
    return t;
}

static struct icaltimetype utc_of(int64_t ms)
{
    struct icaltimetype t = clock_of(ms, 0);
    t.zone = icaltimezone_get_utc_timezone();
    return t;
}

// One half of the zone's year: on the last Sunday of the month the clocks go from one offset to the other, by the rule
// that has held since 1996.
static icalcomponent *half_of_zone(icalcomponent_kind kind, const char *name, int from, int to, int in_month, int hour)
{
    day last = day_make(1996, in_month, 31), sunday = last - day_weekday(last) % 7;
    icalcomponent *half = icalcomponent_new(kind);
    struct icaltimetype begin = icaltime_null_time();
    day_split(sunday, &begin.year, &begin.month, &begin.day);
    begin.hour = hour;
    char rule[64];
    snprintf(rule, sizeof rule, "FREQ=YEARLY;BYMONTH=%d;BYDAY=-1SU", in_month);
    icalcomponent_add_property(half, icalproperty_new_tzname(name));
    icalcomponent_add_property(half, icalproperty_new_tzoffsetfrom(from));
    icalcomponent_add_property(half, icalproperty_new_tzoffsetto(to));
    icalcomponent_add_property(half, icalproperty_new_dtstart(begin));
    icalcomponent_add_property(half, icalproperty_new_rrule(icalrecurrencetype_from_string(rule)));
    return half;
}

static icalcomponent *zone_component(void)
{
    enum { WINTER = 3600, SUMMER = 7200 };
    icalcomponent *zone = icalcomponent_new(ICAL_VTIMEZONE_COMPONENT);
    icalcomponent_add_property(zone, icalproperty_new_tzid(ZONE));
    icalcomponent_add_component(zone, half_of_zone(ICAL_XDAYLIGHT_COMPONENT, "CEST", WINTER, SUMMER, 3, 2));
    icalcomponent_add_component(zone, half_of_zone(ICAL_XSTANDARD_COMPONENT, "CET", SUMMER, WINTER, 10, 3));
    return zone;
}

// Whether the clock on the wall tells the instant: not so in the second of the two hours that are alike in October.
static bool clock_tells(int64_t ms)
{
    int64_t read;
    int64_t minute = ms / 60000 * 60000;
    return instant_in_norway(day_in_norway(minute), minute_in_norway(minute), &read) && read == minute;
}

static icalproperty *in_zone(icalproperty *property)
{
    icalproperty_add_parameter(property, icalparameter_new_tzid(ZONE));
    return property;
}

static struct icaltimetype date_of(day d)
{
    struct icaltimetype t = icaltime_null_date();
    day_split(d, &t.year, &t.month, &t.day);
    return t;
}

static void times_add(icalcomponent *event, const struct calendar_event *e)
{
    if (e->all_day) {
        icalcomponent_add_property(event, icalproperty_new_dtstart(date_of(e->on)));
        icalcomponent_add_property(event, icalproperty_new_dtend(date_of(e->on + 1)));
        return;
    }
    if (!clock_tells(e->starts_at) || !clock_tells(e->ends_at)) {
        icalcomponent_add_property(event, icalproperty_new_dtstart(utc_of(e->starts_at)));
        icalcomponent_add_property(event, icalproperty_new_dtend(utc_of(e->ends_at)));
        return;
    }
    struct icaltimetype starts = clock_of(e->starts_at, norway_offset_minutes(e->starts_at));
    struct icaltimetype ends = clock_of(e->ends_at, norway_offset_minutes(e->ends_at));
    icalcomponent_add_property(event, in_zone(icalproperty_new_dtstart(starts)));
    icalcomponent_add_property(event, in_zone(icalproperty_new_dtend(ends)));
}

// Neither a name nor an address may end the parameter or the value that it stands in: libical quotes the one, the other has
// passed the check of addresses that mail goes to.
static const char *mailto(const char *email, char *out, size_t size)
{
    snprintf(out, size, "mailto:%s", email);
    return out;
}

// Whole characters, as many as there is room for.
static const char *without_quotes(const char *name, char *out, size_t size)
{
    size_t n = 0;
    for (; *name != '\0' && n + 1 < size; name++)
        if (*name != '"' && (unsigned char)*name >= ' ')
            out[n++] = *name;
    while (*name != '\0' && n > 0 && ((unsigned char)*name & 0xC0) == 0x80)
        name = ((unsigned char)out[--n] & 0xC0) == 0xC0 ? "" : name;
    out[n] = '\0';
    return out;
}

static bool somebody(const struct calendar_party *p)
{
    return p->email != NULL && *p->email != '\0';
}

static void parties_add(icalcomponent *event, const struct calendar_event *e)
{
    char address[300], name[300];
    if (somebody(&e->organizer)) {
        icalproperty *organizer = icalproperty_new_organizer(mailto(e->organizer.email, address, sizeof address));
        if (e->organizer.name != NULL && *without_quotes(e->organizer.name, name, sizeof name) != '\0')
            icalproperty_add_parameter(organizer, icalparameter_new_cn(name));
        icalcomponent_add_property(event, organizer);
    }
    if (!somebody(&e->attendee))
        return;
    icalproperty *attendee = icalproperty_new_attendee(mailto(e->attendee.email, address, sizeof address));
    if (e->attendee.name != NULL && *without_quotes(e->attendee.name, name, sizeof name) != '\0')
        icalproperty_add_parameter(attendee, icalparameter_new_cn(name));
    icalproperty_add_parameter(attendee, icalparameter_new_role(ICAL_ROLE_REQPARTICIPANT));
    icalproperty_add_parameter(attendee, icalparameter_new_partstat(e->accepted ? ICAL_PARTSTAT_ACCEPTED
                                                                                : ICAL_PARTSTAT_NEEDSACTION));
    icalproperty_add_parameter(attendee, icalparameter_new_rsvp(e->accepted ? ICAL_RSVP_FALSE : ICAL_RSVP_TRUE));
    icalcomponent_add_property(event, attendee);
}

const char *calendar_method_name(enum calendar_method m)
{
    static const char *const names[] = {
        [CALENDAR_PUBLISH] = "PUBLISH", [CALENDAR_REQUEST] = "REQUEST", [CALENDAR_CANCEL] = "CANCEL"};
    return names[m];
}

static icalcomponent *event_component(const struct calendar_event *e)
{
    static const icalproperty_status statuses[] = {
        [CALENDAR_TENTATIVE] = ICAL_STATUS_TENTATIVE,
        [CALENDAR_CONFIRMED] = ICAL_STATUS_CONFIRMED,
        [CALENDAR_CANCELLED] = ICAL_STATUS_CANCELLED,
    };
    icalcomponent *event = icalcomponent_new(ICAL_VEVENT_COMPONENT);
    icalcomponent_add_property(event, icalproperty_new_uid(e->uid));
    icalcomponent_add_property(event, icalproperty_new_sequence(e->sequence));
    icalcomponent_add_property(event, icalproperty_new_dtstamp(utc_of(e->stamp)));
    times_add(event, e);
    icalcomponent_add_property(event, icalproperty_new_summary(e->summary));
    if (*e->location != '\0')
        icalcomponent_add_property(event, icalproperty_new_location(e->location));
    if (*e->description != '\0')
        icalcomponent_add_property(event, icalproperty_new_description(e->description));
    icalcomponent_add_property(event, icalproperty_new_status(statuses[e->status]));
    icalcomponent_add_property(event, icalproperty_new_class(e->open ? ICAL_CLASS_PUBLIC : ICAL_CLASS_PRIVATE));
    if (e->free)
        icalcomponent_add_property(event, icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
    parties_add(event, e);
    return event;
}

static icalcomponent *calendar_component(icalproperty_method method)
{
    icalcomponent *calendar = icalcomponent_new(ICAL_VCALENDAR_COMPONENT);
    if (calendar == NULL)
        return NULL;
    icalcomponent_add_property(calendar, icalproperty_new_prodid("-//Ypsilon//Calendar//NO"));
    icalcomponent_add_property(calendar, icalproperty_new_version("2.0"));
    icalcomponent_add_property(calendar, icalproperty_new_calscale("GREGORIAN"));
    icalcomponent_add_property(calendar, icalproperty_new_method(method));
    icalcomponent_add_component(calendar, zone_component());
    return calendar;
}

// Takes the calendar.
static enum status text_of(icalcomponent *calendar, struct arena *a, const char **ics_out)
{
    char *text = icalcomponent_as_ical_string_r(calendar);
    icalcomponent_free(calendar);
    if (text == NULL)
        return FAILED;
    *ics_out = arena_strdup(a, text);
    free(text);
    return OK;
}

enum status calendar_write(const struct calendar_event *event, struct arena *a, const char **ics_out)
{
    static const icalproperty_method methods[] = {
        [CALENDAR_PUBLISH] = ICAL_METHOD_PUBLISH, [CALENDAR_REQUEST] = ICAL_METHOD_REQUEST, [CALENDAR_CANCEL] = ICAL_METHOD_CANCEL};
    icalcomponent *calendar = calendar_component(methods[event->method]);
    if (calendar == NULL)
        return FAILED;
    icalcomponent_add_component(calendar, event_component(event));
    return text_of(calendar, a, ics_out);
}

enum status calendar_write_feed(const struct calendar_event *events, size_t count, const char *name, struct arena *a,
                                const char **ics_out)
{
    icalcomponent *calendar = calendar_component(ICAL_METHOD_PUBLISH);
    if (calendar == NULL)
        return FAILED;
    icalproperty *called = icalproperty_new_x(name);
    icalproperty_set_x_name(called, "X-WR-CALNAME");
    icalcomponent_add_property(calendar, called);
    for (size_t i = 0; i < count; i++)
        icalcomponent_add_component(calendar, event_component(&events[i]));
    return text_of(calendar, a, ics_out);
}

// Answers

static int64_t instant_of(struct icaltimetype t)
{
    return ((int64_t)day_make(t.year, t.month, t.day) * 86400 + t.hour * 3600 + t.minute * 60 + t.second) * 1000;
}

static bool reply_find(icalcomponent *calendar, struct arena *a, struct calendar_reply *out)
{
    icalproperty *method = icalcomponent_get_first_property(calendar, ICAL_METHOD_PROPERTY);
    icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
    if (method == NULL || icalproperty_get_method(method) != ICAL_METHOD_REPLY || event == NULL)
        return false;
    const char *uid = icalcomponent_get_uid(event);
    icalproperty *attendee = icalcomponent_get_first_property(event, ICAL_ATTENDEE_PROPERTY);
    icalproperty *stamp = icalcomponent_get_first_property(event, ICAL_DTSTAMP_PROPERTY);
    icalparameter *answer = attendee == NULL ? NULL : icalproperty_get_first_parameter(attendee, ICAL_PARTSTAT_PARAMETER);
    const char *address = attendee == NULL ? NULL : icalproperty_get_attendee(attendee);
    const char *word = answer == NULL ? NULL : icalparameter_enum_to_string((int)icalparameter_get_partstat(answer));
    if (uid == NULL || word == NULL || address == NULL || strncasecmp(address, "mailto:", 7) != 0 || stamp == NULL)
        return false;
    struct icaltimetype at = icalproperty_get_dtstamp(stamp);
    if (icaltime_is_null_time(at) || day_make(at.year, at.month, at.day) == DAY_NONE)
        return false;
    *out = (struct calendar_reply){
        .uid = arena_strdup(a, uid),
        .email = arena_strdup(a, address + 7),
        .answer = arena_strdup(a, word),
        .sequence = icalcomponent_get_sequence(event),
        .stamp = instant_of(at),
    };
    return true;
}

enum status calendar_read_reply(const char *bytes, size_t size, struct arena *a, struct calendar_reply *out)
{
    enum { SIZE_MOST = 100000 };
    if (size > SIZE_MOST)
        return INVALID;
    icalcomponent *calendar = icalcomponent_new_from_string(arena_strndup(a, bytes, size));
    if (calendar == NULL)
        return INVALID;
    bool found = icalcomponent_isa(calendar) == ICAL_VCALENDAR_COMPONENT && reply_find(calendar, a, out);
    icalcomponent_free(calendar);
    return found ? OK : INVALID;
}
