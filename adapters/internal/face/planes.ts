/** How face-api's nets for a single face take their pixels. */
export const FACE_PLANES = { mean: [122.782, 117.001, 104.298], deviation: [255, 255, 255], order: 'rgb' } as const;
