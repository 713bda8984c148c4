"""Lines of machine-readable zones with right check digits, and stretches of them. Names are drawn, not taken from
anywhere, so that the net learns letters and not words."""
import random

ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<'
LETTERS = ALPHABET[10:36]
DIGITS = ALPHABET[:10]
VALUES = {character: value for value, character in enumerate(ALPHABET[:36])} | {'<': 0}
# What is taken for something else most often: drawn more often than the rest.
CONFUSED = 'MMMNNHHHWKXRVYTFEIJLBBDOQUUSZGCP'


def check(text):
    return str(sum(VALUES[c] * (7, 3, 1)[i % 3] for i, c in enumerate(text)) % 10)


def fill(text, length):
    return (text + '<' * length)[:length]


def some(alphabet, count):
    return ''.join(random.choice(alphabet) for _ in range(count))


def word():
    length = random.randint(2, 11)
    kind = random.random()
    if kind < 0.4:
        return some(LETTERS, length)
    if kind < 0.6:
        return some(CONFUSED, length)
    text = ''
    while len(text) < length:
        text += random.choice('BCDFGHJKLMNPRSTVWZBDKLMNRST') + random.choice('AEIOUY')
        if random.random() < 0.3:
            text += random.choice('NRSLMTKDXQ')
    return text[:length]


def names(length):
    surname = '<'.join(word() for _ in range(random.randint(1, 2)))
    given = '<'.join(word() for _ in range(random.randint(1, 3)))
    return fill(f'{surname}<<{given}', length)


def mixed(length):
    share = random.random()
    return ''.join(random.choice(DIGITS if random.random() < share else LETTERS) for _ in range(length))


def number():
    return fill(some(DIGITS, 9) if random.random() < 0.3 else mixed(random.randint(7, 9)), 9)


def date():
    return f'{random.randint(0, 99):02}{random.randint(1, 12):02}{random.randint(1, 31):02}'


def checked(text):
    return text + check(text)


def state():
    return some(LETTERS, 3) if random.random() < 0.9 else 'D<<'


def optional(length):
    used = random.choice([0, 0, random.randint(1, length)])
    return fill(mixed(used) if random.random() < 0.5 else some(DIGITS, used), length)


def second_line(length):
    document, born, expires = checked(number()), checked(date()), checked(date())
    head = document + state() + born + random.choice('MFX<') + expires
    if length == 36:
        rest = optional(7)
        return head + rest + check(document + born + expires + rest)
    rest = optional(14)
    rest += '<' if rest == '<' * 14 and random.random() < 0.5 else check(rest)
    return head + rest + check(document + born + expires + rest)


def card_line():
    if random.random() < 0.5:
        return random.choice('IAC') + random.choice(LETTERS + '<<<<') + state() + checked(number()) + optional(15)
    born, expires = checked(date()), checked(date())
    return born + random.choice('MFX<') + expires + state() + optional(11) + random.choice(DIGITS)


def french_card():
    if random.random() < 0.5:
        return 'IDFRA' + fill(word() + random.choice(['', '<' + word()]), 25) + mixed(6)
    return checked(some(DIGITS, 12)) + fill('<<'.join(word() for _ in range(random.randint(1, 2))), 14) + checked(
        date()
    ) + random.choice('MF') + random.choice(DIGITS)


def whole_line():
    kind = random.random()
    if kind < 0.12:
        return names(30)
    if kind < 0.42:
        length = random.choice([44, 44, 44, 36])
        return random.choice('PVIAC') + random.choice('<<<' + LETTERS) + state() + names(length - 5)
    if kind < 0.67:
        return second_line(random.choice([44, 44, 44, 36]))
    if kind < 0.85:
        return card_line()
    if kind < 0.88:
        return french_card()
    fillers = random.random() * 0.5
    return ''.join('<' if random.random() < fillers else random.choice(ALPHABET) for _ in range(random.choice([30, 36, 44])))


def line():
    """Mostly a whole line; one in eight is a stretch of one, as a torn crop has it."""
    text = whole_line()
    if random.random() > 0.125:
        return text
    length = random.randint(9, len(text))
    start = random.choice([0, random.randint(0, len(text) - length), len(text) - length])
    return text[start : start + length]
