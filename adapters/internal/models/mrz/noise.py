"""Chance, in numbers and in grain."""
import random

import numpy as np
from PIL import Image


def uniform(low, high):
    return random.uniform(low, high)


def chance(probability):
    return random.random() < probability


def soft_noise(shape, rows, columns):
    grain = np.random.randn(shape[0] // rows + 2, shape[1] // columns + 2).astype(np.float32)
    return np.asarray(Image.fromarray(grain).resize(shape[::-1], Image.BICUBIC))
