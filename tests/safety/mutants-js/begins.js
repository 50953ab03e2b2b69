// @ts-check

/** What the process of the tests prints before a group, with its name behind it. */
export const BEGINS = "a group begins: ";
