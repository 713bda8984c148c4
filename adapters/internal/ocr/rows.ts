import { halfTurn, type TextBox } from './geometry.js';

/** Joins boxes that stand on one printed row, such as the words of a line, from the widest outwards. */
export function joinRows(boxes: readonly TextBox[]): TextBox[] {
  const rest = new Set(boxes.toSorted((a, b) => b.width - a.width));
  const rows: TextBox[] = [];
  for (const seed of rest) {
    rest.delete(seed);
    rows.push(growRow(seed, rest));
  }
  return rows.toSorted((a, b) => a.y - b.y);
}

/** A box in the seed's own axes: along its line, and down from it. */
export function relativeTo(seed: TextBox, box: TextBox): { along: number; down: number } {
  const cos = Math.cos(seed.angle);
  const sin = Math.sin(seed.angle);
  const dx = box.x - seed.x;
  const dy = box.y - seed.y;
  return { along: dx * cos + dy * sin, down: dy * cos - dx * sin };
}

/** A box at a place in the seed's own axes, with the seed's angle. */
export function boxAt(seed: TextBox, along: number, down: number, width: number, height: number): TextBox {
  const cos = Math.cos(seed.angle);
  const sin = Math.sin(seed.angle);
  return {
    x: seed.x + cos * along - sin * down,
    y: seed.y + sin * along + cos * down,
    width,
    height,
    angle: seed.angle,
  };
}

/** Takes in neighbours while any is near enough, and removes them from the rest. */
function growRow(seed: TextBox, rest: Set<TextBox>): TextBox {
  let left = -seed.width / 2;
  let right = seed.width / 2;
  let weight = seed.width;
  let drift = 0;
  for (let grown = true; grown;) {
    grown = false;
    for (const box of rest) {
      const { along, down } = relativeTo(seed, box);
      const gap = Math.max(along - box.width / 2 - right, left - along - box.width / 2);
      if (!isOnRow(seed, box, down) || gap > seed.height * 2.2) continue;
      left = Math.min(left, along - box.width / 2);
      right = Math.max(right, along + box.width / 2);
      drift += down * box.width;
      weight += box.width;
      rest.delete(box);
      grown = true;
    }
  }
  return boxAt(seed, (left + right) / 2, drift / weight, right - left, seed.height);
}

function isOnRow(seed: TextBox, box: TextBox, down: number): boolean {
  const ratio = box.height / seed.height;
  const turned = Math.abs(halfTurn(box.angle - seed.angle));
  const parallel = turned < 0.2 || box.width <= box.height * 2;
  return ratio > 0.45 && ratio < 1.8 && Math.abs(down) < seed.height * 0.5 && parallel;
}
