"""talentdesk: prepares applications of Hong Kong, Macao and foreign talents for the Qianhai counters."""

__version__ = "0.1.0"
