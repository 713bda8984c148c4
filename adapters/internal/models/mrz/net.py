"""The net: 530,000 weights, a CTC output for each four columns."""
import torch
from torch import nn

from texts import ALPHABET

BLANK = len(ALPHABET)


def layer(into, out, kernel, stride, padding):
    return nn.Sequential(
        nn.Conv2d(into, out, kernel, stride, padding, bias=False), nn.BatchNorm2d(out), nn.ReLU(inplace=True)
    )


class Residual(nn.Sequential):
    """Adds to what it is given."""

    def forward(self, x):
        return x + super().forward(x)


def refine(channels):
    return Residual(*layer(channels, channels, 3, 1, 1))


def look_around(channels, dilation):
    convolution = nn.Conv1d(channels, channels, 5, padding=2 * dilation, dilation=dilation, bias=False)
    return Residual(convolution, nn.BatchNorm1d(channels), nn.ReLU(inplace=True))


class Net(nn.Module):
    """n × 1 × 32 × 576 grey, normalised → n × 38 × 144 logits, blank last."""

    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            layer(1, 16, 3, (2, 2), 1),
            layer(16, 32, 3, (2, 1), 1),
            layer(32, 48, 3, (1, 2), 1),
            refine(48),
            layer(48, 72, 3, (2, 1), 1),
            refine(72),
            layer(72, 112, (4, 3), 1, (0, 1)),
        )
        # The farthest see a dozen letters on each side: how thick, worn or slanted the line is.
        self.context = nn.Sequential(*[look_around(112, dilation) for dilation in (1, 2, 3, 5, 9)])
        self.answer = nn.Conv1d(112, BLANK + 1, 1)

    def forward(self, x):
        return self.answer(self.context(self.features(x).squeeze(2)))


def load_onnx(net, path, batch):
    """Takes the weights of an exported net, whose convolutions have swallowed their normalisation: that is laid out
    anew from what a batch shows, so that the net answers as before and can be trained on."""
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(path).graph
    weights = {one.name: torch.from_numpy(numpy_helper.to_array(one).copy()) for one in graph.initializer}
    folded = [[weights[name] for name in node.input[1:3]] for node in graph.node if node.op_type == 'Conv']
    pairs = [(block[0], block[1]) for block in [*net.features, *net.context]]
    net.eval()
    with torch.no_grad():
        net.answer.weight.copy_(folded[-1][0])
        net.answer.bias.copy_(folded[-1][1])
        for (convolution, normalisation), (weight, bias) in zip(pairs, folded):
            convolution.weight.copy_(weight)
            seen = []
            hook = convolution.register_forward_hook(lambda _, __, output: seen.append(output))
            net(batch)
            hook.remove()
            axes = [axis for axis in range(seen[0].dim()) if axis != 1]
            mean, variance = seen[0].mean(axes), seen[0].var(axes)
            normalisation.running_mean.copy_(mean)
            normalisation.running_var.copy_(variance)
            normalisation.weight.copy_((variance + normalisation.eps).sqrt())
            normalisation.bias.copy_(bias + mean)


def export(net, path):
    net.eval()
    axes = {'x': {0: 'n'}, 'y': {0: 'n'}}
    with torch.no_grad():
        torch.onnx.export(
            net, torch.randn(2, 1, 32, 576), path, input_names=['x'], output_names=['y'], dynamic_axes=axes, opset_version=12
        )
