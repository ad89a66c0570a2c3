"""The past of an "-ing" form, as an ending to be filled in behind the letters that stay."""

from __future__ import annotations

_IRREGULAR = {
    "being": "was", "having": "had", "doing": "did", "making": "made", "taking": "took",
    "giving": "gave", "saying": "said", "telling": "told", "leaving": "left", "bringing": "brought",
    "writing": "wrote", "sending": "sent", "becoming": "became", "coming": "came",
    "going": "went", "getting": "got", "winning": "won", "losing": "lost", "beating": "beat",
    "finding": "found", "holding": "held", "keeping": "kept", "striking": "struck",
    "hitting": "hit", "putting": "put", "setting": "set", "cutting": "cut", "running": "ran",
    "falling": "fell", "rising": "rose", "breaking": "broke", "speaking": "spoke",
    "driving": "drove", "seeing": "saw", "meeting": "met", "paying": "paid", "selling": "sold",
    "buying": "bought", "spending": "spent", "building": "built", "leading": "led",
    "fleeing": "fled", "shooting": "shot", "fighting": "fought", "throwing": "threw",
    "knowing": "knew", "growing": "grew", "showing": "showed", "drawing": "drew",
    "beginning": "began", "standing": "stood", "sitting": "sat", "lying": "lay",
    "letting": "let", "thinking": "thought", "feeling": "felt", "catching": "caught",
    "teaching": "taught", "wearing": "wore", "choosing": "chose", "hearing": "heard",
    "dealing": "dealt", "reading": "read", "understanding": "understood", "seeking": "sought",
    "shaking": "shook", "sinking": "sank", "singing": "sang", "swimming": "swam",
    "forcing": "forced", "bursting": "burst", "bearing": "bore", "hiding": "hid",
    "riding": "rode", "sweeping": "swept", "spreading": "spread", "sliding": "slid",
    "tearing": "tore", "flying": "flew", "eating": "ate", "drinking": "drank", "lending": "lent",
    "bidding": "bid", "costing": "cost", "quitting": "quit", "splitting": "split",
    "overseeing": "oversaw", "undergoing": "underwent", "withdrawing": "withdrew",
    "winding": "wound", "casting": "cast", "broadcasting": "broadcast", "shutting": "shut",
    "hurting": "hurt", "arising": "arose", "forbidding": "forbade", "forgetting": "forgot",
    "freezing": "froze", "stealing": "stole", "swearing": "swore", "sleeping": "slept",
    "weeping": "wept", "digging": "dug", "hanging": "hung", "clinging": "clung",
    "stinging": "stung", "swinging": "swung", "binding": "bound", "grinding": "ground",
    "feeding": "fed", "bleeding": "bled", "speeding": "sped", "slaying": "slew",
    "laying": "laid", "ringing": "rang", "springing": "sprang", "shining": "shone",
}  # fmt: skip


_WITH_E = ("ur", "ir", "v", "c", "rg", "dg", "us", "ais", "iz", "uc")
"""Ends of stems that have lost an "e"."""


def present(word: str, lemma: str, *, plural: bool) -> tuple[int, str]:
    """Return (letters that stay, what follows them) for the present: "causing" gives "caus" + "es".

    A verb whose letters change keeps none of them: "stopping" gives (0, "stops").
    """
    stem = word.lower()[: -len("ing")]
    if lemma == stem and stem.endswith(_WITH_E):
        lemma += "e"
    hissing = lemma.endswith(("s", "x", "z", "ch", "sh"))
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        form = lemma if plural else lemma[:-1] + "ies"
    elif lemma in ("be", "have"):
        form = {"be": ("is", "are"), "have": ("has", "have")}[lemma][plural]
    else:
        form = lemma if plural else lemma + ("es" if hissing else "s")
    return (len(stem), form[len(stem) :]) if form.startswith(stem) else (0, form)


def past(word: str) -> tuple[int, str]:
    """Return (letters that stay, what follows them): "shelling" gives (5, "ed").

    An irregular verb keeps no letter: "making" gives (0, "made").
    """
    low = word.lower()
    if low in _IRREGULAR:
        return 0, _IRREGULAR[low]
    stem = low[: -len("ing")]
    if stem.endswith("y") and len(stem) > 1 and stem[-2] not in "aeiou":
        return len(stem) - 1, "ied"
    return len(stem), "ed"
