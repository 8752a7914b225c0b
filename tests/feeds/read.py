"""Reads a feed as a reader written by others does, and says as JSON what it found."""
import json
import sys

import feedparser

feed = feedparser.parse(sys.stdin.buffer.read())
entries = [
    {
        "id": entry.get("id"),
        "title": entry.get("title"),
        "link": entry.get("link"),
        "published": entry.get("published"),
        "updated": entry.get("updated"),
        "author": entry.get("author"),
        "tags": [tag.term for tag in entry.get("tags", [])],
        "text": (entry.get("content") or [{"value": entry.get("summary", "")}])[0]["value"],
        "sounds": [dict(sound) for sound in entry.get("enclosures", [])],
        "lasts": entry.get("itunes_duration"),
        "transcript": entry.get("podcast_transcript"),
        "chapters": entry.get("podcast_chapters"),
    }
    for entry in feed.entries
]
json.dump(
    {
        "version": feed.version,
        "wrong": str(feed.bozo_exception) if feed.bozo else None,
        "title": feed.feed.get("title"),
        "links": [dict(link) for link in feed.feed.get("links", [])],
        "updated": feed.feed.get("updated"),
        "entries": entries,
    },
    sys.stdout,
)
