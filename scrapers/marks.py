"""What each platform leaves in its addresses, answers and pages: a table, so that a platform is recognised by one line.

A platform may stand here before a scraper reads it.  Patterns that would also match a library catalogue, a pass desk
or a room booking name the calendar's own path: `town.libcal.com/calendar` is one, `town.libcal.com/passes` is not.

Feeds are templates, best first.  `{root}` is the page's scheme and host, `{wordpress}` where its WordPress lies,
`{site}` scheme and host of the matched address, `{url}` the matched address itself, other names are groups of the
pattern; without templates a matched address is its own feed.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Where = Literal["address", "answer", "link", "markup"]


class Mark(NamedTuple):
    """One thing to look for: in the page's address, at the beginning of the answer, in its links, in its markup."""

    platform: str
    where: Where
    pattern: re.Pattern[str]
    confidence: float
    feeds: tuple[str, ...] = ()


def _mark(platform: str, where: Where, pattern: str, confidence: float, *feeds: str) -> Mark:
    return Mark(platform, where, re.compile(pattern, re.IGNORECASE), confidence, feeds)


def _hosted(
    platform: str, pattern: str, *feeds: str, confidence: float = 0.9, linked: float | None = None
) -> tuple[Mark, Mark]:
    """Return the marks of an address that is the platform's own: for one who is there, and for one who links to it."""
    starts = rf"^(?:https?|webcal)://{pattern}"
    by_link = confidence - 0.1 if linked is None else linked
    return _mark(platform, "address", starts, confidence, *feeds), _mark(platform, "link", starts, by_link, *feeds)


_DOMAIN = r"(?:[\w-]+\.)*"
_NAME = r"[\w-]+(?:\.[\w-]+)*(?::\d+)?"

HOSTED = (
    *_hosted(
        "libcal",
        rf"{_DOMAIN}libcal\.com/(?:ical_subscribe|rss)\.php\?[^#\s]*\bcid=(?P<cid>\d+)",
        "{site}/ical_subscribe.php?src=p&cid={cid}",
        "{site}/rss.php?m=month&cid={cid}",
    ),
    *_hosted(
        "libcal",
        rf"{_DOMAIN}libcal\.com/calendar(?:/[\w-]+)?/?\?[^#\s]*\bcid=(?P<cid>\d+)",
        "{site}/ical_subscribe.php?src=p&cid={cid}",
        "{site}/rss.php?m=month&cid={cid}",
    ),
    *_hosted(
        "libcal",
        rf"{_DOMAIN}libcal\.com/(?:api_events|widget_events|embed_mini_calendar|embed_calendar)\.php\?[^#\s]*\bcid=(?P<cid>\d+)",
        "{site}/ical_subscribe.php?src=p&cid={cid}",
        "{site}/rss.php?m=month&cid={cid}",
    ),
    # Any host: libraries keep LibCal under names of their own.
    *_hosted(
        "libcal",
        rf"{_NAME}/rss\.php\?(?:[^#\s]*&)?iid=\d+&cid=(?P<cid>\d+)",
        "{site}/ical_subscribe.php?src=p&cid={cid}",
        "{site}/rss.php?m=month&cid={cid}",
    ),
    *_hosted("libcal", rf"{_DOMAIN}libcal\.com/(?:calendars?|event|ajax/calendar|api_events)\b", "{url}"),
    *_hosted("libcal", rf"{_DOMAIN}libcal\.com/?(?:[?#]|$)", "{site}/", confidence=0.6),
    *_hosted("communico", rf"{_DOMAIN}libnet\.info/(?:events?|feeds|eeventcaldata)\b", "{site}/events"),
    *_hosted("communico", rf"{_DOMAIN}libnet\.info/?(?:[?#]|$)", "{site}/events", confidence=0.75),
    *_hosted("communico", rf"{_NAME}/(?:feeds\?data=|eeventcaldata)", "{url}"),
    *_hosted(
        "communico", rf"{_NAME}/events\?(?:[^#\s]*&)?r=(?:days|today|thismonth)\b", "{site}/events", confidence=0.75
    ),
    *_hosted(
        "bibliocommons",
        r"(?!gateway)(?P<slug>[\w-]+)\.bibliocommons\.com/(?:v2/)?events\b",
        "https://gateway.bibliocommons.com/v2/libraries/{slug}/events",
        "https://{slug}.bibliocommons.com/events/rss/all",
    ),
    *_hosted("bibliocommons", r"gateway\.bibliocommons\.com/v2/libraries/[\w-]+/(?:rss/)?events", "{url}"),
    *_hosted(
        "librarymarket", rf"{_DOMAIN}librarycalendar\.com\b(?!/[^?#]*(?:reserve|room))", "{site}/events/feed/ical"
    ),
    *_hosted("librarymarket", rf"{_DOMAIN}librarycalendar\.com\b", "{site}/events/feed/ical", confidence=0.4),
    *_hosted(
        "librarymarket",
        rf"(?!www\.){_DOMAIN}[\w-]+\.librarymarket\.com\b(?!/[^?#]*(?:reserve|room))",
        "{site}/events/feed/ical",
    ),
    *_hosted("librarymarket", rf"{_NAME}/events/feed/(?:ical|json|html)\b", "{site}/events/feed/ical"),
    *_hosted("assabet", rf"{_DOMAIN}assabetinteractive\.com/(?:calendar|events?)\b", "{site}/calendar/"),
    # Its pass desk and rooms are no calendar, but a library that has them has its calendar at the same host.
    _mark("assabet", "link", rf"^https?://{_DOMAIN}assabetinteractive\.com/(?!public|assets)", 0.3, "{site}/calendar/"),
    *_hosted("whofi", rf"{_DOMAIN}whofi\.com/calendar", "{site}/calendar/fetch_calendar_events"),
    *_hosted(
        "evanced",
        rf"{_DOMAIN}(?:evanced\.info|signupware\.com|evancedcloud\.com)/(?!.*(?:roomrequest|spaces)).*(?:event|calendar|signup)",
        "{url}",
    ),
    *_hosted("eventkeeper", r"(?:www\.)?eventkeeper\.com/(?!mars/tkflex)[^?#\s]+", "{url}"),
    *_hosted("library_insight", r"(?:www\.)?libraryinsight\.com/(?:calendar|eventdetails|eventsignup)", "{url}"),
    *_hosted("rss", rf"{_DOMAIN}events\.mylibrary\.digital\b", "{site}/rss"),
    *_hosted("civicplus", rf"{_NAME}/common/modules/iCalendar/iCalendar\.aspx\?[^#\s]*feed=calendar", "{url}"),
    *_hosted("civicplus", rf"{_NAME}/Home/Components/RssFeeds/RssFeed", "{url}", confidence=0.8),
    *_hosted(
        "civicplus",
        rf"{_NAME}/(?:iCalendar\.aspx|calendar\.aspx\?(?:[^#\s]*&)?(?:EID|CID|calType|view|month)=)",
        "{site}/common/modules/iCalendar/iCalendar.aspx?catID=14&feed=calendar",
        confidence=0.75,
    ),
    *_hosted(
        "civicplus",
        rf"{_NAME}/calendar\.aspx/?(?:#|$)",
        "{site}/common/modules/iCalendar/iCalendar.aspx?catID=14&feed=calendar",
        confidence=0.6,
    ),
    *_hosted("opencities", rf"{_NAME}/ocapi/calendars/", "{url}"),
    *_hosted("govcal", rf"{_NAME}/api/events/GetEventsByDay/", "{url}"),
    *_hosted("egov", rf"{_NAME}/egov/apps/events/calendar\.egov", "{site}/egov/apps/events/calendar.egov?view=ical"),
    *_hosted(
        "activenet",
        rf"{_DOMAIN}activecommunities\.com/(?![\w-]+/(?:reservation|facility|membership|signin|createaccount|myaccount))",
        "{url}",
    ),
    *_hosted(
        "perfectmind",
        rf"{_DOMAIN}perfectmind\.com/(?!.*(?:facilit|MemberRegistration|MemberLogin|SocialSite))",
        "{url}",
    ),
    *_hosted(
        "recdesk", rf"{_DOMAIN}recdesk\.com/(?!Community/(?:Facility|Membership|Account))", "{site}/Community/Program"
    ),
    *_hosted("civicrec", rf"{_DOMAIN}rec1\.com/(?!.*facilit)", "{url}"),
    *_hosted("webtrac", rf"{_NAME}/[^?#\s]*wbwsc/[^?#\s]*(?:search|splash)\.html", "{url}", confidence=0.8),
    *_hosted(
        "myrec", rf"{_NAME}/info/activities/(?:default|program_details|activities)\.aspx", "{url}", confidence=0.8
    ),
    *_hosted("communitypass", rf"{_DOMAIN}communitypass\.net/", "{url}", confidence=0.8),
    *_hosted("amilia", r"app\.amilia\.com/(?:store|shop)/", "{url}", confidence=0.8),
    *_hosted(
        "trumba",
        r"(?:www\.)?trumba\.com/(?:calendars|events-calendar)/(?P<name>[\w-]+)(?:\.(?:ics|rss|json|xml))?",
        "https://www.trumba.com/calendars/{name}.ics",
    ),
    *_hosted("localist", rf"{_NAME}/api/2/events", "{url}"),
    *_hosted("localist", rf"{_DOMAIN}localist\.com/", "{site}/calendar.ics", confidence=0.6),
    *_hosted("livewhale", rf"{_NAME}/live/(?:ical|json|rss)/", "{url}"),
    *_hosted("finalsite", rf"{_NAME}/fs/calendar-manager/events\.ics", "{url}"),
    *_hosted("campuslabs", rf"{_DOMAIN}campuslabs\.com/engage/", "{site}/engage/events.ics"),
    *_hosted("membershipworks", r"api\.membershipworks\.com/v2/events", "{url}"),
    *_hosted(
        "tribe",
        rf"{_NAME}/wp-json/tribe/events/v1",
        "{site}/wp-json/tribe/events/v1/events",
        "{site}/?post_type=tribe_events&ical=1&eventDisplay=list",
    ),
    *_hosted("tribe", rf"{_NAME}/[^\s]*[?&]post_type=tribe_events", "{url}"),
    *_hosted("mec", rf"{_NAME}/[^\s]*[?&]mec-ical-feed=", "{url}"),
    *_hosted("ai1ec", rf"{_NAME}/[^\s]*ai1ec_exporter_controller", "{url}"),
    *_hosted("my_calendar", rf"{_NAME}/feed/my-calendar", "{url}"),
    *_hosted("google_calendar", r"calendar\.google\.com/calendar/ical/[^\s]+\.ics", "{url}"),
    *_hosted(
        "google_calendar",
        r"(?:calendar|www)\.google\.com/calendar/(?:[bu]/\d+/?)?(?:embed|render|r)?\?(?:[^\s#]*&)??(?:src|cid)="
        r"(?P<calendar_id>(?![^&]*(?:#|%23)(?:holiday|contacts|weeknum))[^&#\s]+)",
        "https://calendar.google.com/calendar/ical/{calendar_id}/public/basic.ics",
    ),
    *_hosted("google_calendar", r"www\.googleapis\.com/calendar/v3/calendars/", "{url}"),
    *_hosted(
        "outlook",
        r"outlook\.(?:live|office365|office)\.com/(?:owa/)?calendar/(?P<path>[^\s?#]+)/(?:calendar\.(?:ics|html)|reachcalendar)",
        "https://outlook.office365.com/owa/calendar/{path}/calendar.ics",
    ),
    *_hosted("icloud", rf"{_DOMAIN}icloud\.com/published/", "{url}"),
    *_hosted("teamup", r"ics\.teamup\.com/feed/", "{url}"),
    *_hosted("teamup", r"(?:www\.)?teamup\.com/(?P<key>ks[\w]{8,})", "https://ics.teamup.com/feed/{key}/0.ics"),
    *_hosted(
        "tockify",
        r"(?:www\.)?tockify\.com/(?:api/feeds/ics/|tkf2/)?"
        r"(?!(?:api|assets|js|i|blog|static|browser|pricing|features|help|legal|tos|privacy|login|signup|docs)(?:/|$|\?))(?P<name>[\w.-]+)",
        "https://tockify.com/api/feeds/ics/{name}",
    ),
    *_hosted("eventbrite", r"(?:www\.)?eventbrite\.(?:com?\.\w\w|\w{2,3})/(?:o|d)/", "{url}"),
    # A link to one event is a ticket, not yet an organiser's calendar.
    *_hosted("eventbrite", r"(?:www\.)?eventbrite\.(?:com?\.\w\w|\w{2,3})/(?:e|cc)/", "{url}", linked=0.4),
    # An organiser's own name at Eventbrite.
    *_hosted(
        "eventbrite",
        r"(?!www\.|api\.|help\.)[\w-]+\.eventbrite\.(?:com?\.\w\w|\w{2,3})/?(?:[?#]|$)",
        "{url}",
        confidence=0.8,
    ),
    *_hosted("eventbrite", r"(?:www\.)?eventbriteapi\.com/", "{url}"),
    *_hosted(
        "luma",
        r"(?:embed\.)?(?:lu\.ma|(?:www\.)?luma\.com)/(?:embed/)?calendar/(?P<id>cal-\w+)",
        "https://api.lu.ma/ics/get?entity=calendar&id={id}",
    ),
    *_hosted(
        "luma",
        r"(?:lu\.ma|(?:www\.)?luma\.com|api2?\.(?:lu\.ma|luma\.com))/(?!(?:signin|create|home|pricing|discover|privacy|terms|download)\b)[^?#\s]",
        "{url}",
        confidence=0.85,
    ),
    *_hosted(
        "meetup",
        r"(?:www\.)?meetup\.com/(?:[a-z]{2}-[A-Z]{2}/|[a-z]{2}-[a-z]{2}/)?"
        r"(?!(?:find|topics|pro|cities|apps|lp|blog|help|login|register|about|legal|privacy|members|home|start|messages|events|terms|account"
        r"|[a-z]{2}-[a-z]{2})(?:/|$|\?|#))(?P<group>[\w-]+)",
        "https://www.meetup.com/{group}/events/ical/",
    ),
    *_hosted("meetup", r"api\.meetup\.com/", "{url}"),
    *_hosted("outsavvy", r"(?:www\.)?outsavvy\.com/organiser/", "{url}"),
    *_hosted("outsavvy", r"(?:www\.)?outsavvy\.com/event/", "{url}", linked=0.4),
    *_hosted("ticketsolve", rf"{_DOMAIN}ticketsolve\.com\b", "{site}/shows.xml"),
    *_hosted("tickettailor", rf"{_DOMAIN}tickettailor\.com/(?:events|all-tickets|v1)/", "{url}"),
    *_hosted("tickettailor", r"(?:www\.)?buytickets\.at/", "{url}"),
    *_hosted("timely", r"(?:events|calendar)\.time\.ly/|events\.timely\.fun/", "{url}"),
    *_hosted("wild_apricot", rf"{_DOMAIN}wildapricot\.org/(?:events?|calendar|widget/events)", "{url}"),
    *_hosted("growthzone", rf"{_DOMAIN}(?:chambermaster|growthzoneapp)\.com/(?:events?|calendar)", "{url}"),
    *_hosted("cityspark", r"portal\.cityspark\.com/", "{url}"),
    *_hosted("event_organiser", rf"{_NAME}/[^\s]*[?&]feed=eo-events|{_NAME}/feed/eo-events", "{url}"),
    *_hosted("ticketsource", r"(?:www\.)?ticketsource\.(?:co\.uk|com|us|eu)/", "{url}"),
    *_hosted("dice", r"(?:www\.)?dice\.fm/(?:venue|promoters)/", "{url}"),
    *_hosted("resident_advisor", r"(?:www\.)?ra\.co/(?:clubs|promoters)/", "{url}"),
    *_hosted("bandsintown", r"(?:www\.)?bandsintown\.com/(?:v|c|a)/", "{url}"),
    *_hosted("wix", rf"{_DOMAIN}(?:wixsite\.com|geteventviewer\.com)/", "{url}", confidence=0.7),
    *_hosted("squarespace", rf"{_DOMAIN}squarespace\.com/[\w-]*(?:events|calendar)[\w-]*", "{url}?format=json"),
    *_hosted("pretix", r"(?:www\.)?pretix\.(?:eu|com)/\w+/", "{url}", confidence=0.8),
)

ANSWERS = (
    _mark("libcal", "answer", r"PRODID:-//Springshare//LibCal|xmlns:libcal=", 0.98),
    _mark("meetup", "answer", r"PRODID:-//Meetup//", 0.98),
    _mark("google_calendar", "answer", r"PRODID:-//Google Inc//|\"kind\":\s*\"calendar#events?\"", 0.98),
    _mark("tockify", "answer", r"PRODID:-//tockify\.com", 0.98),
    _mark("trumba", "answer", r"PRODID:-//Trumba Corporation|xmlns:x-trumba=", 0.98),
    _mark("teamup", "answer", r"PRODID:-//Teamup Solutions", 0.98),
    _mark("tribe", "answer", r"PRODID:[^\n]{0,200}ECPv\d|\"rest_url\":\s*\"[^\"]{0,200}tribe\\?/events", 0.98),
    _mark("mec", "answer", r"PRODID:[^\n]{0,80}\bMECv\d", 0.98),
    _mark("events_manager", "answer", r"PRODID:-//wp-events-plugin\.com", 0.98),
    _mark("ai1ec", "answer", r"\nUID:ai1ec-\d", 0.98),
    _mark("outlook", "answer", r"PRODID:Microsoft Exchange Server", 0.95),
    _mark("icloud", "answer", r"PRODID:-//(?:caldav\.icloud\.com|CALENDARSERVER|Apple Inc\.//iC)", 0.9),
    _mark("luma", "answer", r"PRODID:-//Luma//|\"calendar_api_id\":", 0.98),
    _mark("localist", "answer", r"\nUID:tag:localist\.com|\"event_instances\":|\"localist_url\":", 0.98),
    _mark("bedework", "answer", r"PRODID:[^\n]{0,40}bedework", 0.98),
    _mark("campuslabs", "answer", r"\nURL[^\n]{0,40}campuslabs\.com/engage", 0.95),
    _mark("membershipworks", "answer", r"PRODID:-//MembershipWorks//", 0.98),
    _mark("pretix", "answer", r"PRODID:-//pretix//", 0.98),
    _mark("gancio", "answer", r"PRODID:[^\n]{0,40}gancio|\"start_datetime\":\s*\d+[^{}]{0,2000}\"multidate\":", 0.95),
    _mark("mobilizon", "answer", r"PRODID:[^\n]{0,40}mobilizon|\"searchEvents\":", 0.95),
    _mark("egov", "answer", r"PRODID:Data::ICal", 0.7),
    _mark("schoolwires", "answer", r"PRODID:Schoolwires", 0.95),
    _mark(
        "communico",
        "answer",
        r"PRODID:[^\n]{0,200}//Event Calendar//EN|\"event_start\":\s*\"[^{}]{0,2000}\"(?:venue_type|private_event)\":",
        0.85,
    ),
    _mark("civicplus", "answer", r"/calendar\.aspx\?EID=\d|<eventStartDate>", 0.9),
    _mark(
        "bibliocommons",
        "answer",
        r"xmlns:bc=\"http://bibliocommons\.com|\"(?:branchLocationId|isBiblioEvent|eventAudiences)\":",
        0.98,
    ),
    _mark("librarymarket", "answer", r"\"type\":\s*\"lc_(?:event|closing)\"", 0.98),
    _mark("squarespace", "answer", r"^\s*\{[^{}]{0,2000}\"website\":\s*\{|\"typeName\":\s*\"events\"", 0.95),
    _mark("ticketsolve", "answer", r"<venues[^>]{0,400}>\s*<venue[^>]{0,80}>|<shows[^>]{0,200}>\s*<show\b", 0.8),
    _mark("tickettailor", "answer", r"\"tickets_available\":|\"event_series_id\":", 0.9),
    _mark("eventbrite", "answer", r"\"resource_uri\":\s*\"https://www\.eventbriteapi\.com", 0.95),
    _mark(
        "openactive",
        "answer",
        r"openactive\.io|\"license\":[^{}]{0,200}\"items\":\s*\[|\"items\":\s*\[\s*\{[^{}]{0,300}\"kind\":\s*\"(?:Scheduled|Session|Facility|Slot|Event|Headline|Course)",
        0.9,
    ),
    _mark("open_referral", "answer", r"\"service_at_locations\":|\"total_items\":[^{}]{0,300}\"contents\":", 0.9),
    _mark("spaceapi", "answer", r"\"api(?:_compatibility)?\":\s*[\[\"][^{}]{0,40}\d[^{}]{0,300}\"space\":", 0.9),
    _mark("activenet", "answer", r"\"activity_items\":|\"center_events\":", 0.95),
    _mark("perfectmind", "answer", r"\"classes\":\s*\[[^\]]{0,400}\"EventId\":", 0.95),
    _mark("livewhale", "answer", r"\bLW:|\nX-LIVEWHALE", 0.95),
)

MARKUP = (
    _mark(
        "libcal",
        "markup",
        r"<body[^>]{0,300}\bid=[\"']calendar_(?P<cid>\d+)",
        0.95,
        "{root}/ical_subscribe.php?src=p&cid={cid}",
    ),
    _mark("libcal", "markup", r"\bs-lc-(?:mc-evt|ea-|c-evt)|api_events\.php\?iid=|LibCalMiniCal", 0.8),
    _mark(
        "communico",
        "markup",
        r"\bamev-event-(?:list|title|time)|\bamEVWidget|eelisttitle|events-grid-cell-event|static\.libnet\.info/(?!reserve)",
        0.85,
        "{root}/events",
    ),
    _mark(
        "librarymarket",
        "markup",
        r"class=\"[^\"]{0,300}\blc-(?:event__|event-card|date-icon|event-info)",
        0.9,
        "{root}/events/feed/ical",
    ),
    _mark(
        "assabet",
        "markup",
        r"<meta[^>]{0,100}content=\"Assabet Interactive(?=[^>]{0,100}>)(?!.{0,20000}museum-pass)",
        0.7,
        "{root}/calendar/",
    ),
    _mark(
        "tribe",
        "markup",
        r"class=[\"'][^\"']{0,400}\btribe-events-(?:calendar|view|c-|schedule|single|event-)",
        0.92,
        "{wordpress}/wp-json/tribe/events/v1/events",
        "{wordpress}/?post_type=tribe_events&ical=1&eventDisplay=list",
    ),
    _mark(
        "tribe",
        "markup",
        r"wp-content/plugins/(?:the-events-calendar|events-calendar-pro|the-events-calendar-pro)\b|\btribe-events",
        0.82,
        "{wordpress}/wp-json/tribe/events/v1/events",
        "{wordpress}/?post_type=tribe_events&ical=1&eventDisplay=list",
    ),
    _mark(
        "mec",
        "markup",
        r"wp-content/plugins/modern-events-calendar|\bmec-(?:calendar-day|events?-(?:title|list|article)|general-calendar|wrap\b)",
        0.9,
        "{wordpress}/?mec-ical-feed=1",
    ),
    _mark(
        "events_manager",
        "markup",
        r"wp-content/plugins/events-manager(?:-pro)?/|class=[\"'][^\"']{0,200}\bem-(?:events-list|calendar|event-)",
        0.85,
        "{wordpress}/events.ics",
    ),
    _mark(
        "ai1ec",
        "markup",
        r"\bai1ec-(?:calendar|event|agenda)|plugins/all-in-one-event-calendar",
        0.88,
        "{wordpress}/?plugin=all-in-one-event-calendar&controller=ai1ec_exporter_controller&action=export_events&no_html=true",
    ),
    _mark(
        "my_calendar",
        "markup",
        r"wp-content/plugins/my-calendar(?:-pro)?/|class=[\"'][^\"']{0,200}\bmc-main\b|\bmy-calendar-(?:header|table)",
        0.85,
        "{wordpress}/feed/my-calendar-ics/",
    ),
    _mark(
        "squarespace",
        "markup",
        r"<!-- This is Squarespace\. -->|Static\.SQUARESPACE_CONTEXT|static1\.squarespace\.com",
        0.6,
        "{url}?format=json",
    ),
    _mark(
        "squarespace",
        "markup",
        r"class=[\"'][^\"']{0,400}\b(?:eventlist-event|eventitem|sqs-events-collection)",
        0.96,
        "{url}?format=json",
    ),
    _mark("wix", "markup", r"\"scheduling\":\s*\{[^{}]{0,200}\"config\":\s*\{", 0.93),
    _mark("wix", "markup", r"content=\"Wix\.com Website Builder|static\.parastorage\.com|id=\"wix-warmup-data\"", 0.3),
    _mark("trumba", "markup", r"\$Trumba\.addSpud\(|trumba\.com/scripts/spuds\.js", 0.85),
    _mark(
        "trumba",
        "markup",
        r"addSpud\(\s*\{[^}]{0,400}\bwebName[\"']?\s*:\s*[\"'](?P<name>[\w-]+)",
        0.92,
        "https://www.trumba.com/calendars/{name}.ics",
    ),
    _mark(
        "tockify",
        "markup",
        r"data-tockify-calendar=[\"']?(?P<name>[\w.-]+)",
        0.93,
        "https://tockify.com/api/feeds/ics/{name}",
    ),
    _mark("tockify", "markup", r"data-tockify-(?:component|script)|tockify\.com/browser/embed", 0.8),
    _mark(
        "localist",
        "markup",
        r"localist-images|\bem-(?:card|listing|event-instance)|localist-widget",
        0.85,
        "{root}/api/2/events?days=120&pp=100",
        "{root}/calendar.ics",
    ),
    _mark("livewhale", "markup", r"/livewhale/|\blw_(?:events|widget|cal_)", 0.85, "{root}/live/ical/events"),
    _mark(
        "civicplus",
        "markup",
        r"id=[\"']?calendarEvent\d+|id=[\"']?(?:CalendarContent|calendarSelectors)\b",
        0.96,
        "{root}/common/modules/iCalendar/iCalendar.aspx?catID=14&feed=calendar",
    ),
    _mark(
        "civicplus",
        "markup",
        r"civicplus\.com/referral|(?:connect|cms\d*|content)\.civicplus\.com|civicengage",
        0.5,
        "{root}/common/modules/iCalendar/iCalendar.aspx?catID=14&feed=calendar",
        "{root}/iCalendar.aspx",
    ),
    _mark("recdesk", "markup", r"/Community/Program/Detail\?programId=", 0.93),
    _mark("govstack", "markup", r"\bgs-(?:feed-list-item|calendar|event)", 0.85),
    _mark("granicus_vision", "markup", r"visioncms|Vision Internet|/Components/Calendar/Event", 0.7),
    _mark("revize", "markup", r"id=[\"']rz-calendar|revizeCalendar\.(?:init|render)", 0.6),
    _mark("finalsite", "markup", r"class=[\"'][^\"']{0,200}\bfs(?:Calendar|-calendar)", 0.85),
    _mark("schoolwires", "markup", r"\bui-widget app upcomingevents|/site/UserControls/Calendar/", 0.8),
    _mark("activenet", "markup", r"activecommunities\.com/[\w-]+/(?:activity|calendars?)", 0.7),
    _mark(
        "gancio",
        "markup",
        r"<meta[^>]{0,60}content=\"gancio|/feed/ics\?|gancio-event",
        0.85,
        "{root}/api/events",
        "{root}/feed/ics",
    ),
    _mark(
        "mobilizon",
        "markup",
        r"<meta[^>]{0,60}content=\"mobilizon|\bmobilizon-(?:app|logo)",
        0.85,
        "{root}/feed/instance/ics",
    ),
    _mark(
        "pretix",
        "markup",
        r"<pretix-widget[^>]{0,200}\bevent=[\"'](?P<shop>https?://[^\"'\s]+?)/?[\"']",
        0.93,
        "{shop}/events/ical/",
        "{shop}/ical/",
    ),
    _mark(
        "pretix", "markup", r"pretix-widget|static/pretix(?:presale|base)|powered by[^<]{0,40}<a[^>]{0,200}pretix", 0.88
    ),
    _mark(
        "event_organiser",
        "markup",
        r"wp-content/plugins/event-organiser\b|\beo-(?:event-|fullcalendar)",
        0.45,
        "{wordpress}/?feed=eo-events",
    ),
    _mark("eventon", "markup", r"wp-content/plugins/event[oO][nN]/|\bajde_evcal_calendar\b", 0.45),
    _mark("wp_event_manager", "markup", r"wp-content/plugins/wp-event-manager/", 0.45, "{wordpress}/?feed=event_feed"),
    _mark("sugar_calendar", "markup", r"wp-content/plugins/sugar-calendar", 0.45),
    _mark("wild_apricot", "markup", r"\bWaGadgetEvents|wildapricot\.org/[^\"']{0,80}widget/events", 0.45),
    _mark("growthzone", "markup", r"\bgz-events?-(?:card|list|calendar)|\bmn-event-(?:section|card)", 0.45),
    _mark(
        "spaceapi",
        "markup",
        r"<link[^>]{0,200}\brel=[\"']?space-?api\b[^>]{0,200}\bhref=[\"']?(?P<there>https?://[^\"'\s>]+)",
        0.7,
        "{there}",
    ),
    _mark(
        "eventbrite",
        "markup",
        r"window\.__SERVER_DATA__[^<]{0,2000}eventbrite|eb_widgets\.js|EBWidgets\.createWidget",
        0.8,
    ),
    _mark("luma", "markup", r"luma-checkout|embed\.lu\.ma|lumacdn\.com", 0.8),
    _mark("outsavvy", "markup", r"cdn\.outsavvy\.com", 0.7),
    _mark("teamup", "markup", r"teamup\.com/(?P<key>ks\w{8,})", 0.85, "https://ics.teamup.com/feed/{key}/0.ics"),
    _mark(
        "google_calendar",
        "markup",
        r"(?<![\w.])(?P<calendar_id>[\w.]{1,120}(?:@|%40)group\.calendar\.google\.com)",
        0.75,
        "https://calendar.google.com/calendar/ical/{calendar_id}/public/basic.ics",
    ),
)

MARKS = (*HOSTED, *ANSWERS, *MARKUP)

FEED_LINKS = re.compile(
    r"^webcal://|\.ics(?:$|\?)|[?&](?:outlook-)?ical=1|[?&]mec-ical-feed=1|/ical/?(?:$|\?)|/events?/rss\b|/events?/feed"
    r"|[?&]feed=eo-events|[?&]task=icals\.export|@@ics_view|event_listing_ical|[?&]format=i(?:cal|cs)\b|/ics_export\b",
    re.IGNORECASE,
)
"""Addresses that are feeds on any platform."""
