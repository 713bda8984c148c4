"""Trains the net on lines drawn by draw.py: `python3 train.py MINUTES [--from NET.onnx] [--seed N] [--rate R]
[--out NET.onnx]`.
Writes a checkpoint and the exported net every 100 steps; what is exported is the running mean of the weights."""
import argparse
import copy
import multiprocessing
import random
import time

import numpy as np
import torch
import torch.nn.functional as F

from draw import sample
from net import BLANK, Net, export, load_onnx
from texts import ALPHABET

BATCH = 24
KEPT = 400
MEAN_OF = 0.995
torch.set_num_threads(1)


def normalise(grey):
    grey = grey.astype(np.float32)
    return (grey - grey.mean()) / (grey.std() + 8)


def draw_batches(queue, seed):
    random.seed(seed)
    np.random.seed(seed)
    while True:
        drawn = [sample() for _ in range(BATCH)]
        pictures = np.stack([normalise(grey) for grey, _ in drawn])[:, None]
        queue.put((pictures, [[ALPHABET.index(c) for c in text] for _, text in drawn]))


def loss_of(net, pictures, targets):
    logs = F.log_softmax(net(torch.from_numpy(pictures)), 1).permute(2, 0, 1)
    lengths = torch.tensor([len(one) for one in targets])
    steps = torch.full((len(targets),), logs.shape[0], dtype=torch.long)
    flat = torch.tensor([code for one in targets for code in one])
    return F.ctc_loss(logs, flat, steps, lengths, blank=BLANK, zero_infinity=True), logs


def exact(logs, targets):
    best = logs.argmax(2).T.numpy()
    return sum(collapse(row) == target for row, target in zip(best, targets)) / len(targets)


def collapse(row):
    return [int(c) for i, c in enumerate(row) if c != BLANK and (i == 0 or c != row[i - 1])]


def main():
    options = argparse.ArgumentParser()
    options.add_argument('minutes', type=float)
    options.add_argument('--from', dest='start')
    options.add_argument('--seed', type=int, default=20)
    options.add_argument('--rate', type=float, default=8e-4)
    options.add_argument('--out', default='mrz_ocrb.onnx')
    given = options.parse_args()
    torch.manual_seed(given.seed)
    random.seed(given.seed)

    queue = multiprocessing.Queue(16)
    multiprocessing.Process(target=draw_batches, args=(queue, given.seed), daemon=True).start()
    net = Net()
    if given.start:
        load_onnx(net, given.start, torch.from_numpy(queue.get()[0]))
    average = copy.deepcopy(net)
    optimiser = torch.optim.AdamW(net.parameters(), given.rate, weight_decay=1e-3)
    began, step, kept, losses, rights = time.time(), 0, [], [], []
    while (share := (time.time() - began) / (given.minutes * 60)) < 1:
        for group in optimiser.param_groups:
            group['lr'] = given.rate * min(1, (step + 1) / 100) * (0.5 * (1 + np.cos(np.pi * share)) + 0.01)
        # Each batch is seen about twice where drawing is slower than learning.
        if not queue.empty() or len(kept) < 20:
            kept = [*kept, queue.get()][-KEPT:]
            pictures, targets = kept[-1]
        else:
            pictures, targets = random.choice(kept)
        net.train()
        loss, logs = loss_of(net, pictures, targets)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optimiser.step()
        step += 1
        follow(average, net, min(MEAN_OF, step / (step + 20)))
        losses.append(loss.item())
        rights.append(exact(logs.detach(), targets))
        if step % 50 == 0:
            print(step, round(time.time() - began), f'loss {np.mean(losses[-50:]):.4f} exact {np.mean(rights[-50:]):.3f}', flush=True)
        if step % 100 == 0:
            torch.save({'net': net.state_dict(), 'average': average.state_dict()}, 'checkpoint.pt')
            export(average, given.out)
    export(average, given.out)
    print('steps', step)


def follow(average, net, share):
    with torch.no_grad():
        for mean, value in zip(average.state_dict().values(), net.state_dict().values()):
            if mean.dtype.is_floating_point:
                mean.mul_(share).add_(value, alpha=1 - share)
            else:
                mean.copy_(value)


if __name__ == '__main__':
    main()
