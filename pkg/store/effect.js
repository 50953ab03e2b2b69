// @ts-check
// What `before_send` is to do where a part of it is JavaScript's: the numbers of `effect` in `src/wasm/session.rs`.

export const NOTHING = 0;
export const PUT = 1;
export const PUT_NEW_THEN_DELETE = 2;
export const PUT_NEW = 3;
export const DELETE = 4;
