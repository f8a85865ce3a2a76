"""Texts of the bar above every report: period, comparison, filters, segments, and what can fail."""

from flask_babel import gettext

from dashboard.texts import forms


def plain() -> dict[str, str]:
    return _periods() | _comparisons() | _filters() | _dimensions() | _values() | _frame() | _refusals() | forms.plain()


def _periods() -> dict[str, str]:
    return {
        "period.title": gettext("Period"),
        "period.day": gettext("Today"),
        "period.yesterday": gettext("Yesterday"),
        "period.24h": gettext("Last 24 hours"),
        "period.7d": gettext("Last 7 days"),
        "period.28d": gettext("Last 28 days"),
        "period.30d": gettext("Last 30 days"),
        "period.91d": gettext("Last 91 days"),
        "period.month": gettext("This month"),
        "period.6mo": gettext("Last 6 months"),
        "period.12mo": gettext("Last 12 months"),
        "period.year": gettext("This year"),
        "period.all": gettext("All time"),
        "period.custom": gettext("Choose dates…"),
        "period.from": gettext("First day"),
        "period.to": gettext("Last day"),
        "period.earlier": gettext("Earlier period"),
        "period.later": gettext("Later period"),
    }


def _comparisons() -> dict[str, str]:
    return {
        "compare.title": gettext("Comparison"),
        "compare.with": gettext("vs {period}"),
        "compare.previous_period": gettext("previous period"),
        "compare.year_over_year": gettext("a year before"),
        "compare.custom": gettext("Compare with dates…"),
        "compare.none": gettext("No comparison"),
        "compare.date": gettext("The same dates"),
        "compare.weekday": gettext("The same days of the week"),
    }


def _filters() -> dict[str, str]:
    return {
        "filter.button": gettext("Filter"),
        "filter.add": gettext("Add a filter"),
        "filter.change": gettext("Change the filter"),
        "filter.edit": gettext("Change: {filter}"),
        "filter.negate": gettext("Turn around: {filter}"),
        "filter.remove": gettext("Remove: {filter}"),
        "filter.clear": gettext("Remove all filters"),
        "filter.removeThis": gettext("Remove this filter"),
        "filter.by": gettext("Only {value}"),
        "filter.or": gettext(" or "),
        "filter.more": gettext("{n} more"),
        "filter.dimension": gettext("What"),
        "filter.operator": gettext("How"),
        "filter.values": gettext("Values"),
        "filter.valuesHint": gettext("Type to search; Enter adds what you typed."),
        "filter.property": gettext("Custom property…"),
        "filter.propertyName": gettext("Name of the property"),
        "filter.empty": gettext("Choose at least one value."),
        "filter.noProperty": gettext("Enter the name of the property."),
        "operator.is": gettext("is"),
        "operator.is_not": gettext("is not"),
        "operator.contains": gettext("contains"),
        "operator.contains_not": gettext("does not contain"),
        "operator.matches": gettext("matches the regular expression"),
        "operator.matches_not": gettext("does not match the regular expression"),
        "group.sources": gettext("Sources"),
        "group.campaigns": gettext("Campaigns"),
        "group.pages": gettext("Pages"),
        "group.places": gettext("Places"),
        "group.devices": gettext("Devices"),
        "group.events": gettext("Goals and events"),
        "segment.title": gettext("Segments"),
        "segment.save": gettext("Save these filters as a segment…"),
        "segment.name": gettext("Name"),
        "segment.none": gettext("Filters that you use often can be saved here: set them, then open this menu again."),
        "segment.complex": gettext("{name}: made by the API, with filters that this page cannot show"),
    }


def _dimensions() -> dict[str, str]:
    return {
        "dimension.source": gettext("Source"),
        "dimension.channel": gettext("Channel"),
        "dimension.referrer": gettext("Referrer"),
        "dimension.utm_medium": gettext("UTM medium"),
        "dimension.utm_source": gettext("UTM source"),
        "dimension.utm_campaign": gettext("UTM campaign"),
        "dimension.utm_content": gettext("UTM content"),
        "dimension.utm_term": gettext("UTM term"),
        "dimension.page": gettext("Page"),
        "dimension.entry_page": gettext("Entry page"),
        "dimension.exit_page": gettext("Exit page"),
        "dimension.hostname": gettext("Hostname"),
        "dimension.country": gettext("Country"),
        "dimension.region": gettext("Region"),
        "dimension.city": gettext("City"),
        "dimension.device": gettext("Device"),
        "dimension.browser": gettext("Browser"),
        "dimension.browser_version": gettext("Browser version"),
        "dimension.os": gettext("Operating system"),
        "dimension.os_version": gettext("Operating system version"),
        "dimension.screen": gettext("Screen"),
        "dimension.language": gettext("Language"),
        "dimension.goal": gettext("Goal"),
        "dimension.name": gettext("Event"),
    }


def _values() -> dict[str, str]:
    return {
        "value.empty": gettext("(unknown)"),
        "value.(not set)": gettext("(not set)"),
        "value.(none)": gettext("(none)"),
        "value.direct / none": gettext("Direct"),
        "channel.direct": gettext("Direct"),
        "channel.organic search": gettext("Organic search"),
        "channel.organic social": gettext("Organic social"),
        "channel.organic video": gettext("Organic video"),
        "channel.organic shopping": gettext("Organic shopping"),
        "channel.paid search": gettext("Paid search"),
        "channel.paid social": gettext("Paid social"),
        "channel.paid video": gettext("Paid video"),
        "channel.paid shopping": gettext("Paid shopping"),
        "channel.paid other": gettext("Other paid"),
        "channel.display": gettext("Display ads"),
        "channel.cross-network": gettext("Cross-network"),
        "channel.email": gettext("E-mail"),
        "channel.affiliates": gettext("Affiliates"),
        "channel.referral": gettext("Referral"),
        "channel.audio": gettext("Audio"),
        "channel.sms": gettext("SMS"),
        "channel.mobile push notifications": gettext("Push notifications"),
        "channel.ai assistants": gettext("AI assistants"),
    }


def _frame() -> dict[str, str]:
    return {
        "problem.unreachable": gettext("The dashboard cannot be reached. Is the connection up?"),
        "problem.unknown": gettext("Something went wrong."),
        "problem.busy": gettext("Too many requests at once. Try again in {seconds} s."),
        "problem.retry": gettext("Try again"),
        "problem.reload": gettext("Reload the page"),
        "warnings.title": gettext("These numbers are not complete:"),
        "table.range": gettext("{from}–{to} of {total}"),
        "table.pages": gettext("Pages of the table"),
        "table.previous": gettext("Previous"),
        "table.next": gettext("Next"),
        "table.csv": gettext("Download CSV"),
        "keys.title": gettext("Keyboard shortcuts"),
        "keys.live": gettext("Live page"),
    }


def _refusals() -> dict[str, str]:
    """Why the API does not answer, and what to do; `refusal.ts` finds out which of them it is."""
    return {
        "refused.above": gettext("This cannot be shown. The message at the top of the page says why."),
        "refused.invalid_filters": gettext("These filters cannot be used. Change or remove them."),
        "refused.pattern": gettext(
            "A filter has a regular expression that cannot be read. Change or remove the filter."
        ),
        "refused.country": gettext(
            "A filter names a country that does not exist. Choose one from the list, or remove the filter."
        ),
        "refused.goal": gettext(
            "There is no goal “{goal}” any more: it was deleted or renamed. Remove the filter, or choose another goal."
        ),
        "refused.stepGoal": gettext(
            "There is no goal “{goal}” any more: it was deleted or renamed. Choose another one."
        ),
        "refused.long": gettext("The filters have too many values, or values that are too long. Remove some."),
        "refused.invalid_metrics": gettext(
            "These figures cannot be told with these filters. Change or remove the filters."
        ),
        "refused.invalid_date_range": gettext("This time cannot be shown. Choose another period."),
        "refused.invalid_compare": gettext("There is nothing to compare this period with. Choose another comparison."),
        "refused.question": gettext(
            "The server did not understand what this page asked. It may have been updated: reload the page."
        ),
        "refused.unknown_site": gettext("This site is gone: it was removed, or you may not see it any more."),
        "view.tooLong": gettext("The address of the page would be too long. Use fewer or shorter values."),
    }
