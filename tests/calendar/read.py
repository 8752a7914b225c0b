"""Reads a calendar with the library `icalendar`, strictly, and prints what it holds as JSON."""

import json
import sys

from icalendar import Calendar

calendar = Calendar.from_ical(sys.stdin.buffer.read())
if calendar.errors:
    sys.exit(f"calendar: {calendar.errors}")
events = []
for event in calendar.walk("VEVENT"):
    if event.errors:
        sys.exit(f"event: {event.errors}")
    alarms = [alarm.decoded("TRIGGER").total_seconds() for alarm in event.walk("VALARM")]
    events.append(
        {
            "uid": str(event["UID"]),
            "on": event.decoded("DTSTART").isoformat(),
            "end": event.decoded("DTEND").isoformat(),
            "at": event.decoded("DTSTAMP").isoformat(),
            "sequence": int(event.get("SEQUENCE", -1)),
            "title": str(event["SUMMARY"]),
            "alarms": alarms,
        }
    )
others = [one.name for one in calendar.walk() if one.name not in ("VCALENDAR", "VEVENT", "VALARM")]
print(json.dumps({"events": events, "others": others, "name": str(calendar.get("X-WR-CALNAME", ""))}))
