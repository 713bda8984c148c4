/** The time, as a parameter: tests hold it. */
export type Clock = () => Date;
export const systemClock: Clock = () => new Date();
export const addSeconds = (instant: Date, seconds: number): Date => new Date(instant.getTime() + seconds * 1000);
