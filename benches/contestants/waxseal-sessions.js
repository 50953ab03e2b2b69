import { createSessions } from "waxseal";
import { DERIVED, sessionsOf } from "./sessions-of.js";

/** @param {Record<string, unknown>} [options] beside what keys are derived from */
export const waxsealSessions = (options) => sessionsOf(createSessions, { ...DERIVED, ...options });
