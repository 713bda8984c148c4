"""Draws a line as a camera or a scanner might see it: print, card, optics, file. `python3 draw.py` writes a sheet.
Needs numpy, Pillow and Debian's fonts-ocr-b, fonts-liberation, fonts-dejavu-core, fonts-urw-base35."""
import io
import random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from noise import chance, soft_noise, uniform
from texts import line
from threshold import binarised

HEIGHT = 32
WIDTH = 576
# A shorter line stands alone in the middle of a crop of this shape, as the reader cuts it.
LEAST_ASPECT = 15
# Letters so many pixels apart can just be read.
FEWEST = 7
FONTS = ['/usr/share/fonts/opentype/ocr-b/OCRB.otf', '/usr/share/fonts/opentype/ocr-b/OCRBS.otf']
# Zones of some specimens and old passports are in a typewriter's letters.
OTHER_FONTS = [
    '/usr/share/fonts/truetype/liberation/LiberationMono-Bold.ttf',
    '/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf',
    '/usr/share/fonts/opentype/urw-base35/NimbusMonoPS-Bold.otf',
    '/usr/share/fonts/opentype/urw-base35/NimbusMonoPS-Regular.otf',
]
# The middle of the M ends about half way down in most documents' cut of OCR-B, as a share of the letter; lower in those fonts.
MIDDLE_OF_M = 0.36, 0.56
STROKE = 0.145
FINE = 4
_fonts = {}


def font_of(name, size):
    if (name, size) not in _fonts:
        _fonts[name, size] = ImageFont.truetype(name, size)
    return _fonts[name, size]


def high_m(font):
    """Drawn with strokes, in the place of the font's own."""
    glyph = Image.new('L', (round(font.getlength('M')), sum(font.getmetrics())), 0)
    ImageDraw.Draw(glyph).text((0, 0), 'M', font=font, fill=255)
    left, top, right, bottom = (FINE * edge for edge in glyph.getbbox())
    stroke = STROKE * (bottom - top)
    left, right, top = left + stroke / 2, right - stroke / 2, top + stroke / 2
    middle = ((left + right) / 2, top + uniform(*MIDDLE_OF_M) * (bottom - top))
    glyph = Image.new('L', (FINE * glyph.width, FINE * glyph.height), 0)
    legs = [(left, bottom), (left, top), middle, (right, top), (right, bottom)]
    ImageDraw.Draw(glyph).line(legs, fill=255, width=round(stroke), joint='curve')
    return glyph.reduce(FINE)


class Print:
    """A line of ink on nothing, with its neighbours where they reach into the crop: 0 nothing, 1 ink."""

    def __init__(self, text):
        size = random.choice([32, 36, 40])
        name = random.choice(FONTS) if chance(0.88) else random.choice(OTHER_FONTS)
        self.font = font_of(name, size)
        box = self.font.getbbox('H')
        self.letter = box[3] - box[1]
        self.baseline = (box[1] + box[3]) / 2
        self.high_m = high_m(self.font) if name in FONTS and chance(0.6) else None
        pitch = 0.723 * size if chance(0.5) else size * uniform(0.6, 0.8)
        self.pitch = max(pitch, 0.6 * size)
        tight = chance(0.35)
        self.left, self.right = (uniform(-0.12, 0.35), uniform(-0.12, 0.35)) if tight else (uniform(0, 2), uniform(0, 2))
        self.frame = self.letter / (uniform(0.72, 1.02) if chance(0.25) else uniform(0.4, 0.8))
        taken = (len(text) + self.left + self.right) * self.pitch
        self.width = max(taken, LEAST_ASPECT * self.frame)
        self.begin = 2 * self.pitch + (self.width - taken) / 2
        self.image = Image.new('L', (int(self.width + 4 * self.pitch), int(self.frame * 1.9)), 0)
        self.write(text, 0)
        if chance(0.35):
            self.write(line(), random.choice([-1, 1]) * self.letter * uniform(1.45, 2.2))
        self.weigh()

    def write(self, text, down):
        pen = ImageDraw.Draw(self.image)
        y = self.image.height / 2 - self.baseline + down
        for i, character in enumerate(text):
            x = self.begin + (i + self.left) * self.pitch + (self.pitch - self.font.getlength(character)) / 2
            if character == 'M' and self.high_m:
                self.image.paste(255, (round(x), round(y)), self.high_m)
            else:
                pen.text((x, y), character, font=self.font, fill=255)

    def weigh(self):
        kind = random.random()
        if kind < 0.2:
            self.image = self.image.filter(ImageFilter.MaxFilter(3))
        elif kind < 0.27:
            self.image = self.image.filter(ImageFilter.MaxFilter(5))
        elif kind < 0.37:
            self.image = self.image.filter(ImageFilter.MinFilter(3))

    def cut(self):
        """The crop, in the net's size: slanted, sheared, in perspective, and shifted."""
        middle = np.array([2 * self.pitch + self.width / 2, self.image.height / 2])
        slack = max(0.0, self.frame - self.letter)
        middle[1] += uniform(-0.45, 0.45) * slack
        tilt = random.gauss(0, 0.006) if chance(0.7) else random.gauss(0, 0.016)
        lean = uniform(-0.16, 0.16)
        # How much higher the frame stands on the left than on the right, and how much denser the letters.
        grow = random.gauss(0, 0.03) if chance(0.6) else uniform(-0.22, 0.22)
        corners = []
        for u, v in ((-1, -1), (-1, 1), (1, 1), (1, -1)):
            x = u * self.width / 2
            y = v * self.frame / 2 * (1 + grow * u)
            corners.extend([middle[0] + x + lean * y, middle[1] + y + tilt * x])
        fine = 2
        size = (WIDTH * fine, HEIGHT * fine)
        shape = Image.Transform.QUAD if chance(0.5) else Image.Transform.PERSPECTIVE
        data = corners if shape == Image.Transform.QUAD else perspective(size, corners)
        cut = self.image.transform(size, shape, data, Image.BILINEAR)
        return np.asarray(cut.resize((WIDTH, HEIGHT), Image.BOX), np.float32) / 255


def perspective(size, corners):
    width, height = size
    targets = ((0, 0), (0, height), (width, height), (width, 0))
    rows, values = [], []
    for (x, y), (u, v) in zip(targets, zip(corners[::2], corners[1::2])):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return np.linalg.solve(np.array(rows), np.array(values))


def card(shape, contrast):
    """Grey paper with a gradient, security print and stains, which stay paler than the ink."""
    height, width = shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    paper = np.full(shape, uniform(90, 255), np.float32)
    paper += uniform(-50, 50) * (x / width - 0.5) + uniform(-25, 25) * (y / height - 0.5)
    for _ in range(random.choice([0, 0, 1, 2, 3, 5])):
        turn, phase, strength = uniform(0, np.pi), uniform(0, 6.28), uniform(3, 30) * min(1, contrast / 90)
        wave = (x * np.cos(turn) + y * np.sin(turn) + uniform(0, 8) * np.sin(uniform(0.005, 0.08) * x + phase))
        wave = np.sin(wave * uniform(0.05, 1.1) + phase)
        paper += strength * (-(wave > uniform(0.3, 0.95)).astype(np.float32) if chance(0.5) else wave)
    if chance(0.4):
        paper += uniform(2, 20) * min(1, contrast / 90) * soft_noise(shape, random.randint(2, 9), random.randint(2, 40))
    return paper


def photograph(ink):
    contrast = uniform(28, 60) if chance(0.2) else uniform(60, 200)
    paper = card(ink.shape, contrast)
    dark = np.clip(paper.mean() - contrast, 0, 200) + uniform(0, 6) * np.random.randn(*ink.shape)
    cover = ink * uniform(0.75, 1)
    if chance(0.15):
        # Worn or faint print, in places.
        cover = cover * np.clip(1 + uniform(0.2, 0.5) * soft_noise(ink.shape, 12, random.randint(6, 60)), 0.3, 1)
    if chance(0.1):
        # Moved while it was exposed, or printed twice.
        cover = np.maximum(cover, np.roll(cover, (random.choice([0, 1]), random.choice([1, 2, 3])), (0, 1)) * uniform(0.3, 0.8))
    image = paper * (1 - cover) + dark * cover
    if chance(0.2):
        image = strokes(image)
    if contrast > 60 and chance(0.3):
        image = glare(image)
    return image


def strokes(image):
    """Hairs, scratches, a signature or the edge of a stamp across the line, and edges of the page at the frame."""
    drawn = Image.fromarray(np.clip(image, 0, 255).astype(np.uint8))
    pen = ImageDraw.Draw(drawn)
    width, height = drawn.size
    for _ in range(random.randint(1, 3)):
        x, shade = uniform(0, width), int(uniform(0, 255))
        if chance(0.3):
            row = random.choice([0, 1, height - 2, height - 1])
            pen.line((0, row, width, row + uniform(-1, 1)), fill=shade, width=random.choice([1, 2]))
        else:
            pen.line((x, uniform(-10, 40), x + uniform(-90, 90), uniform(-10, 40)), fill=shade, width=1)
    return np.asarray(drawn, np.float32)


def glare(image):
    height, width = image.shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    spot = ((x - uniform(0, width)) / uniform(15, 110)) ** 2 + ((y - uniform(0, height)) / uniform(10, 60)) ** 2
    return np.minimum(image + uniform(25, 105) * np.exp(-spot), 255)


def degrade(image, least):
    """What lens, sensor and file leave of it, down to `least` of its size."""
    height, width = image.shape
    picture = Image.fromarray(np.clip(image, 0, 255).astype(np.uint8))
    if chance(0.62):
        scale = least + (1 - least) * (random.random() ** 1.5)
        picture = picture.resize((int(width * scale), int(height * scale)), random.choice([Image.BILINEAR, Image.BICUBIC, Image.BOX]))
    if chance(0.5):
        picture = picture.filter(ImageFilter.GaussianBlur(uniform(0.2, 0.8)))
    if chance(0.15):
        picture = picture.filter(ImageFilter.UnsharpMask(uniform(0.6, 2), random.randint(60, 250), 0))
    if chance(0.4):
        grey = np.asarray(picture, np.float32)
        picture = Image.fromarray(np.clip(grey + np.random.randn(*grey.shape) * uniform(2, 16), 0, 255).astype(np.uint8))
    if chance(0.5):
        file = io.BytesIO()
        picture.save(file, 'JPEG', quality=random.randint(22, 92))
        picture = Image.open(file).convert('L')
    return picture if picture.size == (width, height) else picture.resize((width, height), random.choice([Image.BILINEAR, Image.BICUBIC]))


def sample():
    """A grey picture of HEIGHT rows and WIDTH columns, and its text."""
    text = line()
    drawn = Print(text)
    least = min(1, FEWEST * (drawn.width / drawn.pitch) / WIDTH)
    ink = drawn.cut()
    picture = binarised(ink, least) if chance(0.5) else degrade(photograph(ink), least)
    return np.asarray(picture, np.uint8), text


if __name__ == '__main__':
    import sys

    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    random.seed(seed)
    np.random.seed(seed)
    sheet = Image.new('L', (650, 34 * 40), 128)
    for i in range(40):
        grey, _ = sample()
        sheet.paste(Image.fromarray(grey), (0, 34 * i))
    sheet.save('samples.png')
