"""What a group types about a round and about an event."""

NEW = "/en/groups/parents/rounds/new"
SLUG = "damu-bala-mangystau-2026-10"
EDIT = f"/en/groups/parents/rounds/{SLUG}/edit"
EVENTS = f"/en/groups/parents/rounds/{SLUG}/events/"
HISTORY = f"/en/rounds/{SLUG}/history"
TYPED = {
    "programme": "damu-bala",
    "region": "KZ-47",
    "authority": "mangystau-culture",
    "name_kk": "Маңғыстау облысы: 2026 жылғы қазан",
    "name_ru": "Мангистауская область: октябрь 2026 года",
    "platform": "Даму Бала сайты",
    "state": "closed",
    "takes_complaints": "y",
    "places_announced": "3 500",
    "held_on_how": "exactly",
    "held_on_first": "28.10.2026",
    "announced_at_how": "between",
    "announced_at_first": "28.10.2026",
    "announced_at_last": "2026-10-28",
    "opened_at_how": "exactly",
    "opened_at_first": "2026-10-28T10:07",
    "sell_out_minutes_how": "exactly",
    "sell_out_minutes_first": "7",
    "source": "lada.kz, 29.10.2026",
}
EVENT = {
    "kind": "opened",
    "said_by": "press",
    "days_how": "exactly",
    "days_first": "28.10.2026 10:07",
    "text_kk": "Тіркеу ашылды.",
    "text_ru": "Регистрация открылась.",
    "source": "lada.kz, 29.10.2026",
    "source_url": "https://lada.kz/news/1",
}
