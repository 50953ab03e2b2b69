// What the type tests are made of: a wrong type is an error of the compiler's.

/** Whether two types are the same, `any` being the same as nothing but itself. */
export type Equals<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiles if the type is `true`. */
export function assert<_ extends true>(): void {}
