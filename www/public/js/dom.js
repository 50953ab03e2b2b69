// @ts-check
// Elements by id, and elements made: text goes in as text, never as markup, whatever a cookie holds.

/** One that the page has. @param {string} id @returns {any} */
export const byId = (id) => document.getElementById(id);

/** @param {string} name @param {Record<string, unknown>} [attributes] @param {...any} children */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.flat());
  return element;
}
