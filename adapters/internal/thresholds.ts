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
    /** Below it there is no zone. Specimens: the worst zone has −15; other print that looks like one, −15 to −24. */
    presence: -18,
    /** Pixels along a line: below it letters of one shape cannot be told apart (450 pixels of card width). */
    width: 380,
  },
  identityDocument: {
    /** Weight of features from which an image is an identity document. Specimens against faces, plain photos. */
    threshold: 0.45,
    /** Below it nothing speaks for one. The same data. */
    doubt: 0.2,
    /** The same for backs, which may hold a few words and a code that cannot be read. */
    backDoubt: 0.1,
  },
  manipulation: {
    /**
     * Outliers of the compression history, in deviations: where suspicion begins, and over how many it would reach 1.
     * 7 authentic and 13 tampered recaptures: area under the curve .73, so it never decides alone.
     */
    ghost: { from: 1.5, span: 10 },
    /** Suspicion from which a trace is worth naming. Above the highest of the authentic ones, .13. */
    trace: 0.3,
    /** Suspicion up to which an image passes: one clear trace lies above. */
    suspicion: 0.4,
  },
  text: {
    /** Mean probability from which a line is print and not a pattern. Specimens. */
    line: 0.6,
    /** From here on a line was read the right way up. Specimens: nine in ten lines, upside down one in ten. */
    readable: 0.8,
    /** Confidence from which a printed field is believed. Specimens. */
    field: 0.75,
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
    /** Share of tiles with light and dark: a wall, a lens cap or a desk has none. Specimens: the least has .18. */
    contrastTiles: 0.04,
  },
  face: {
    /** Probability of a face. 151 photos with faces and 3 without: every upright face is found, landscapes stay below .2. */
    detection: 0.5,
    /** Longest side of a face's box in pixels. Photos made smaller: at 64 2 % more true pairs are lost, at 40 6 %, at 24 43 %. */
    side: 40,
    /** A second face of this share of the largest one's area leaves open who is meant. */
    rival: 0.5,
    /**
     * 168 same and 228 different pairs: largest same .580, smallest different .593, AUC 1, so equal errors lie at .58. Set
     * stricter, because in group photos of people who look alike different faces come as close as .534: at .55 2 % of the
     * same pairs are refused.
     */
    distance: 0.55,
    /** For people already verified: below every look-alike that was seen; 10 % of the same pairs are refused. */
    strictDistance: 0.5,
    /** From the selfie to a frame of an active step, where a turned head costs likeness: the smallest different is .593. */
    stepDistance: 0.6,
  },
  liveness: {
    /** Probability of a live person. 131 ordinary photos: 130 lie at .49 or more, one at .19; of 6 attacks 4 lie below .15, 2 at 1. */
    passive: 0.4,
    /** Degrees that a turned head should reach, and how many of them may be missing. 50 frontal photos stay within 12. */
    turn: 30,
    tolerance: 15,
    /** What the pose net says of level heads, in degrees: the mean of the same 50. */
    levelPitch: -7,
    /** Probability of the asked expression. 33 smiling faces lie above .69, 27 others below .17. */
    expression: 0.7,
  },
} as const;
