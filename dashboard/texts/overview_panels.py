"""Texts of the panels of the overview, and of the full tables behind them."""

from collections.abc import Callable

from flask_babel import gettext, ngettext


def plain() -> dict[str, str]:
    return _tabs() | _columns() | _hints() | _panels() | _details()


def counted() -> dict[str, Callable[[int], str]]:
    return {
        "panels.countries": lambda n: ngettext(
            "{n} country. Click it to look at it alone.", "{n} countries. Click one to look at it alone.", n
        )
    }


def _tabs() -> dict[str, str]:
    return {
        "tab.channels": gettext("Channels"),
        "tab.sources": gettext("Sources"),
        "tab.referrers": gettext("Referrers"),
        "tab.campaigns": gettext("Campaigns"),
        "tab.utm_medium": gettext("Medium"),
        "tab.utm_source": gettext("Source"),
        "tab.utm_campaign": gettext("Campaign"),
        "tab.utm_content": gettext("Content"),
        "tab.utm_term": gettext("Term"),
        "tab.pages": gettext("Top pages"),
        "tab.entry_pages": gettext("Entry"),
        "tab.exit_pages": gettext("Exit"),
        "tab.hostnames": gettext("Hostnames"),
        "tab.map": gettext("Map"),
        "tab.countries": gettext("Countries"),
        "tab.regions": gettext("Regions"),
        "tab.cities": gettext("Cities"),
        "tab.devices": gettext("Type"),
        "tab.browsers": gettext("Browsers"),
        "tab.systems": gettext("Systems"),
        "tab.screens": gettext("Screens"),
        "tab.languages": gettext("Languages"),
        "tab.goals": gettext("Goals"),
        "tab.events": gettext("Custom events"),
        "tab.properties": gettext("Properties"),
    }


def _columns() -> dict[str, str]:
    return {
        "column.visitors": gettext("Visitors"),
        "column.visits": gettext("Visits"),
        "column.pageviews": gettext("Pageviews"),
        "column.views_per_visit": gettext("Views per visit"),
        "column.bounce_rate": gettext("Bounce rate"),
        "column.visit_duration": gettext("Visit duration"),
        "column.time_on_page": gettext("Time on page"),
        "column.scroll_depth": gettext("Scroll depth"),
        "column.entries": gettext("Entries"),
        "column.exits": gettext("Exits"),
        "column.exit_rate": gettext("Exit rate"),
        "column.percentage": gettext("Share"),
        "column.events": gettext("Events"),
        "column.conversions": gettext("Conversions"),
        "column.completions": gettext("Total"),
        "column.conversion_rate": gettext("Conversion rate"),
        "column.total_revenue": gettext("Revenue"),
        "column.average_revenue": gettext("Average revenue"),
    }


def _hints() -> dict[str, str]:
    """What the figures mean."""
    return {
        "column.visitors.hint": gettext(
            "Different people who came. Without consent a person is recognised for one day only."
        ),
        "column.visits.hint": gettext(
            "Visits that had an event in this time. A visit ends after 30 minutes without activity."
        ),
        "column.pageviews.hint": gettext("Pages that were opened."),
        "column.views_per_visit.hint": gettext("Pageviews divided by visits."),
        "column.bounce_rate.hint": gettext("Visits with one pageview and no interactive event."),
        "column.visit_duration.hint": gettext("From the first to the last event of a visit, on average."),
        "column.time_on_page.hint": gettext("How long the page was visible and focused, on average."),
        "column.scroll_depth.hint": gettext("How far down the page visitors scrolled, on average."),
        "column.entries.hint": gettext("Visits that began on this page."),
        "column.exits.hint": gettext("Visits that ended on this page."),
        "column.exit_rate.hint": gettext(
            "Exits in percent of the pageviews of this page; known for the 1,000 pages with the most exits."
        ),
        "column.percentage.hint": gettext("Of all visitors that are looked at."),
        "column.events.hint": gettext("How often it happened."),
        "column.conversions.hint": gettext("Different people who reached the goal."),
        "column.completions.hint": gettext("How often the goal was reached."),
        "column.conversion_rate.hint": gettext("The share of visitors who did it."),
        "column.total_revenue.hint": gettext("The sum of the amounts in the currency of the goal."),
        "column.average_revenue.hint": gettext("Revenue per event with an amount."),
    }


def _panels() -> dict[str, str]:
    return {
        "panels.details": gettext("Details"),
        "panels.versions": gettext("Versions of {name}"),
        "panels.ofAll": gettext("{share} of all visitors"),
        "panels.none": gettext("No visits in this time."),
        "panels.noneFiltered": gettext("No visits with these filters in this time."),
        "panels.noPlaces": gettext(
            "Nothing finer than countries is known about these visits: the address lookup must tell regions and cities."
        ),
        "panels.noCountries": gettext(
            "No country is known. The server finds countries by the addresses of visitors: its address lookup must be "
            "set up, and private addresses have none."
        ),
        "panels.noCampaigns": gettext(
            "No visits with this tag. Add utm_source, utm_medium and utm_campaign to the links that you share, "
            "and see here what they bring."
        ),
        "panels.noGoals": gettext(
            "No goal was reached in this time. Goals tell what you want visitors to do: to open a page, to sign up, "
            "to buy."
        ),
        "panels.noEvents": gettext(
            "No custom events in this time. Send one when visitors do something that counts, such as signing up."
        ),
        "panels.noProperties": gettext("These events carry no custom properties."),
        "panels.setGoals": gettext("Set goals"),
        "panels.property": gettext("Property"),
        "panels.mapLabel": gettext(
            "World map, darker where more visitors come from. The tab with the countries has the same numbers."
        ),
    }


def _details() -> dict[str, str]:
    return {
        "details.pages": gettext("Pages"),
        "details.entry_pages": gettext("Entry pages"),
        "details.exit_pages": gettext("Exit pages"),
        "details.devices": gettext("Devices"),
        "details.systems": gettext("Operating systems"),
        "details.search": gettext("Search"),
        "details.notFound": gettext("Nothing found. Search for another part of the text."),
        "details.progress": gettext("{done} of {total} rows…"),
        "details.before": gettext("{column}, compared period"),
        "details.change": gettext("{column}, change in %"),
        "details.points": gettext("{column}, change in percentage points"),
        "details.currency": gettext("Currency"),
    }
