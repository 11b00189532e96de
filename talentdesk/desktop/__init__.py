"""What is seen: the only place that imports Qt."""

from talentdesk.desktop.overrides import keep_errors_here

keep_errors_here()
