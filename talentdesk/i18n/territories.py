"""Names of countries and regions in every language, from CLDR with the corrections a Mainland form needs."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from talentdesk.i18n.languages import fallbacks

if TYPE_CHECKING:
    from babel import Locale

# `pt` alone is Brazil in CLDR; Macao writes European Portuguese.
_LOCALES = {"zh-Hans": "zh_Hans_CN", "zh-Hant-HK": "zh_Hant_HK", "en": "en_GB", "pt": "pt_PT"}
# Names a Mainland office expects where CLDR differs.
_CORRECTED = {
    "zh-Hans": {
        "HKG": "中国香港",
        "MAC": "中国澳门",
        "TWN": "中国台湾",
        "PSE": "巴勒斯坦",
        "FLK": "马尔维纳斯群岛（福克兰群岛）",
    },
    "zh-Hant-HK": {
        "HKG": "中國香港",
        "MAC": "中國澳門",
        "TWN": "中國台灣",
        "PSE": "巴勒斯坦",
        "FLK": "馬爾維納斯群島（福克蘭群島）",
        "PRK": "朝鮮",
        "KOR": "韓國",
    },
    "en": {"HKG": "Hong Kong, China", "MAC": "Macao, China", "TWN": "Taiwan, China", "PSE": "Palestine"},
    "pt": {"HKG": "Hong Kong, China", "MAC": "Macau, China", "TWN": "Taiwan, China", "PSE": "Palestina"},
}


def territory(alpha3: str, language: str) -> str:
    """Name of the ISO 3166-1 alpha-3 code in `language`; the code itself when CLDR has no name for it.

    Loads Babel on first use. Screens and papers show the reviewed names of `forms/shared/lists`; this is for
    languages those lists do not carry.
    """
    tongue = fallbacks(language)[0]
    tongue = tongue if tongue in _LOCALES else "en"
    corrected = _CORRECTED[tongue].get(alpha3)
    return corrected or _locale(tongue).territories.get(_alpha2().get(alpha3, ""), alpha3)


@cache
def _locale(tongue: str) -> Locale:
    from babel import Locale

    return Locale.parse(_LOCALES[tongue])


@cache
def _alpha2() -> dict[str, str]:
    from babel.core import get_global

    aliases = get_global("territory_aliases")
    return {alias: codes[0] for alias, codes in aliases.items() if len(alias) == 3 and codes[0] != "ZZ"}
