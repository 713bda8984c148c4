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
    /**
     * Probability of the names from which print that says the same makes up for the rest. Not settled by data: specimens
     * read the same from 0 to .7.
     */
    names: 0.3,
    /** Confidence from which a printed line can speak for or against a name. Specimens: .85 to .98 do the same; .8 harms. */
    print: 0.9,
    /**
     * Mean log probability of the layout: below it the lines have another one, such as a check digit in another place.
     * Specimens: of 52 zones read right the worst has −1.2; of the wrong ones the best −5.1.
     */
    fit: -3,
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
     * Missing grain of the face, and at half weight of the worst piece of print, as a logarithm: half suspicion lies at
     * `middle`. 12 manipulated recaptures against 6 authentic ones, and these saved again at quality 85 and 75: area
     * under the curve .93, .93, .88. Below `side` pixels a picture has too few to tell; `usual` stands in for what is absent.
     */
    grain: { side: 1000, usual: { portrait: 0.1, print: 0.3 }, printWeight: 0.5, middle: 0.55, slope: 8, most: 0.6 },
    /** Suspicion up to which an image passes, and from which a trace is worth naming: a third. */
    suspicion: 1 / 3,
    /** Suspicion from which two traces fail an image: two thirds. */
    verdict: 2 / 3,
    /** Bytes of a PNG's metadata: what one segment of a JPEG holds. The worst XMP takes .3 s then, and 11 s at a megabyte. */
    metadata: 65_536,
  },
  framing: {
    /**
     * Width of a face, of that of all print with it, from which it is a front's and no ghost on a back. Specimens: 14 of
     * 16 fronts have .148 or more, the others .115 and .095.
     */
    portrait: 0.12,
    /**
     * Heights of a line from its end to the picture's border up to which it is cut off, and how many such lines tell.
     * Specimens: of 78 one has two, and is cut off indeed; cut by 15 % at their left or right, 21 of 31 have two.
     */
    ends: 0.15,
    cutLines: 2,
  },
  text: {
    /** Mean probability from which a line is print and not a pattern. Specimens. */
    line: 0.6,
    /** From here on a line was read the right way up. Specimens: nine in ten lines, upside down one in ten. */
    readable: 0.8,
    /** Readable lines from which a word that is not among them is not there. Specimens: all but a back have five. */
    lines: 4,
    /** Mean probability from which print contradicts itself by what it says, not by how it was read. Specimens. */
    sure: 0.9,
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
    /** Scans of a JPEG. 197 pictures have 14 at most; 100 of 40 megapixels take half a second, whatever bytes they have. */
    scans: 100,
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
    /**
     * Up to here two faces are of one shot. Copies of one among the same pairs: .034 to .218; the nearest of two shots: .206.
     * Portraits cut out of 64 documents, nine edits each: 821 of the 915 that pass as live lie below, at .15 766.
     */
    samePicture: 0.17,
    /**
     * From a document's portrait to another face on it, up to which that is a ghost of it: 13 ghosts without print on them
     * have .20 to .63. Strangers: 1.5 % of 7,232 pairs of a portrait and a photo lie below, at .6 .3 %.
     */
    ghost: 0.65,
    /** Share of a face under print from which it is a ghost. Specimens: 4 of these have .18 to .56, of 68 portraits the most .05. */
    underPrint: 0.2,
    /**
     * Share of a picture's longer side below which print, hence its document, is so small that portraits are looked for again
     * there. Specimens: 68 fronts have .59 or more; drawn at .6 of a picture's width 3 portraits are missed, at .35 20.
     */
    document: 0.55,
    /**
     * Share of a picture's longer side from which the largest face hides no larger one that was missed: missed close-ups of
     * the same photos fill .87 or more. Two in ten are looked at again.
     */
    closeUp: 0.3,
  },
  liveness: {
    /**
     * Probability of a live person. 114 live: 113 lie at .49 or more, one at .19; of 6 attacks 4 lie below .11, 2 at 1. Of 800
     * drawn attacks (cut-out masks, prints, screens) 40 % lie below.
     */
    passive: 0.4,
    /**
     * Deviation from the cut of generated portraits at which one is no sign of them: below two fifths of it a picture fails.
     * 2 portraits that were generated so lie at .013 and .015, 145 other pictures with a face at .138 or more.
     */
    framing: 0.1,
    /** Degrees that a turned head should reach, and how many of them may be missing. 50 frontal photos stay within 12. */
    turn: 30,
    tolerance: 15,
    /** What the pose net says of level heads, in degrees: the mean of the same 50. */
    levelPitch: -7,
    /** Probability of the asked expression. 33 smiling faces lie above .69, 27 others below .17. */
    expression: 0.7,
    /**
     * Correlation of one place in two pictures from which they are one. 113 photos saved anew at quality 60 or 30, brighter or
     * mirrored: 446 of 452 lie above, half as large 92; moved by 1 % of the face 5 in 100, by 2 % none; none of 168 pairs.
     */
    copy: 0.99,
  },
} as const;
