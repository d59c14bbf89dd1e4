# One of the fields has a value that is not allowed.
order-invalid = Die Anfrage ist ungültig
order-quota = { $limit ->
    [one] Das Kontingent von einer Bestellung ist erschöpft
   *[other] Das Kontingent von { $limit } Bestellungen ist erschöpft
}
order-gone = { $name } gibt es nicht mehr
# The service's words may be wrong: the client then reads the default language.
order-not-json = { $nothing } ist nicht lesbar
order-storage = Interner Fehler
status-409 = Konflikt
status-500 = Da ist etwas schiefgegangen
