# The same text was sent to the same number a moment ago.
message-too-soon = { $minutes ->
    [one] Noch eine Minute warten
   *[other] Noch { $minutes } Minuten warten
}

status-404 = Nicht gefunden
