/**
 * Every threshold of the offline engine, with the data that it was set on. "Specimens" are public specimen and sample
 * documents; where no set is named, the value is a limit of physics or of a specification, not a calibration.
 */
export const THRESHOLDS = {
  mrz: {
    /** Probability that everything under check digits is right. Specimens. */
    checked: 0.9,
    /** Probability that names, states and codes are right. Specimens. */
    unchecked: 0.8,
    /** Mean log probability of the layout: far below it the lines are something else. Specimens. */
    fit: -12,
    /** Pixels along a line: below it letters of one shape cannot be told apart (450 pixels of card width). */
    width: 380,
  },
  image: {
    /** Re-blur sharpness. 76 specimens: the softest has .35; blurred by 1/120 of their width, 75 of 76 lie below .05. */
    sharpness: 0.15,
    /** Share of burnt-out tiles inside the picture. Specimens: the highest ordinary one is .07. */
    glare: 0.12,
    /** Mean luminance of 255. Specimens: the darkest readable is 61. */
    luminance: 40,
    /** Longest side in pixels: below it print of 2 mm on a card has under 8 pixels. */
    documentSide: 400,
    /** Longest side in pixels: below it a face has too few for a template. */
    selfieSide: 240,
    /** Share of tiles with any edge: a wall, a lens cap or a desk has none. */
    edgeTiles: 0.04,
  },
  face: {
    detection: 0.5,
  },
} as const;
