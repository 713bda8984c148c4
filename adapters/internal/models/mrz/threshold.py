"""Black and white, as other programs hand lines on: from a small, uneven picture, enlarged and then cut by a threshold."""
import random

import numpy as np
from PIL import Image, ImageFilter

from noise import chance, soft_noise, uniform

# By how much cropped lines are larger than the net takes them.
ENLARGED = 1.75
# Ink of a black-and-white line, as a share of what was printed, within which its letters can be told.
LEAST_INK, MOST_INK = 0.6, 1.65


def binarised(ink, least):
    """The line, anew while so much of its ink is gained or lost that nobody could read it."""
    share = ink.mean()
    for _ in range(8):
        picture = by_threshold(ink, least)
        if LEAST_INK < (1 - np.asarray(picture, np.float32).mean() / 255) / share < MOST_INK:
            break
    return picture


def by_threshold(ink, least):
    height, width = ink.shape
    scale = uniform(least, 1)
    small = Image.fromarray((255 * (1 - ink)).astype(np.uint8)).resize((int(width * scale), int(height * scale)), Image.BOX)
    grey = np.asarray(small.filter(ImageFilter.GaussianBlur(uniform(0, 1.1))), np.float32)
    if chance(0.6):
        fine = chance(0.6)
        rows, columns = (random.randint(1, 5), random.randint(1, 8)) if fine else (random.randint(1, 12), random.randint(1, 30))
        grey = grey + uniform(5, 50 if fine else 35) * soft_noise(grey.shape, rows, columns)
    if chance(0.4):
        grey = grey + np.random.randn(*grey.shape) * uniform(4, 30)
    if chance(0.4):
        # Lit or pressed unevenly: letters lose their tops or their feet.
        grey = grey + uniform(-140, 140) * np.linspace(-0.5, 0.5, len(grey), dtype=np.float32)[:, None]
    if chance(0.7):
        # The source was small, and the letters have the smooth outlines of an enlargement.
        large = (int(width * ENLARGED), int(height * ENLARGED))
        big = Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8)).resize(large, Image.BICUBIC)
        grey = np.asarray(big.filter(ImageFilter.GaussianBlur(uniform(0, 1.4))), np.float32)
    picture = Image.fromarray(np.where(grey > level_of(grey), 255, 0).astype(np.uint8))
    if chance(0.3):
        picture = picture.filter(ImageFilter.MedianFilter(3))
    if chance(0.3):
        picture = picture.filter(ImageFilter.GaussianBlur(uniform(0.2, 0.7)))
    return picture.resize((width, height), random.choice([Image.BILINEAR, Image.BOX]))


def level_of(grey):
    """One for the whole line, or for each place by what is around it."""
    if chance(0.3):
        blur = ImageFilter.BoxBlur(len(grey) * uniform(0.2, 0.7))
        around = Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8)).filter(blur)
        return np.asarray(around, np.float32) - uniform(4, 50)
    darkest = np.percentile(grey, 3)
    return darkest + (255 - darkest) * uniform(0.3, 0.88)
