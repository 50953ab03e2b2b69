// The form: a cookie, its name, one set of keys and any number of older ones.
import { byId } from "./dom.js";
import { DEFAULTS } from "../waxseal/inspect/open-token.js";

const FIELDS = ["secretKeyBase", "signingSalt", "encryptionSalt", "keyIterations", "keyLength", "keyDigest"];
const holder = byId("keysets");
const field = (set, name) => set.querySelector(`[name="${name}"]`);

export function readForm() {
  const given = { key: byId("key").value.trim() || "_my_app_key", salt: byId("salt").value, maxAge: byId("max-age").value, now: Date.now() / 1000 };
  return { pasted: byId("cookie").value, given, keysets: sets().map(readSet) };
}

const sets = () => [...holder.children];

function readSet(set, index) {
  const keys = Object.fromEntries(FIELDS.map((name) => [name, field(set, name).value]));
  for (const name of ["keyIterations", "keyLength"]) keys[name] = number(field(set, name));
  return { ...keys, label: labelOf(index) };
}

// What is no number is told so where the keys are checked; what is empty is Plug's own.
const number = ({ value, defaultValue }) => Number(value.trim() === "" ? defaultValue : value);

const labelOf = (index) => (index === 0 ? "primary keys" : `older keys ${index}`);

export function fillForm({ cookie, key, keysets, salt = "", maxAge = "" }) {
  for (const [id, value] of Object.entries({ cookie, key, salt, "max-age": maxAge })) byId(id).value = value;
  while (sets().length > keysets.length) sets().at(-1).remove();
  while (sets().length < keysets.length) addSet();
  keysets.forEach((keys, index) => {
    for (const name of FIELDS) field(sets()[index], name).value = keys[name] ?? DEFAULTS[name] ?? "";
  });
}

function addSet() {
  holder.append(byId("keyset").content.cloneNode(true));
  relabel();
}

function relabel() {
  for (const [index, set] of sets().entries()) {
    const label = labelOf(index);
    set.querySelector("[data-label]").textContent = label[0].toUpperCase() + label.slice(1);
    set.querySelector("[data-remove]").hidden = index === 0;
  }
}

export function listenToForm(changed) {
  addSet();
  byId("keys").addEventListener("input", changed);
  byId("keys").addEventListener("submit", (event) => event.preventDefault());
  byId("add-keys").addEventListener("click", () => {
    addSet();
    field(sets().at(-1), "secretKeyBase").focus();
    changed();
  });
  holder.addEventListener("click", ({ target }) => {
    const set = target.closest(".keyset");
    if (target.matches("[data-remove]")) {
      const before = set.previousElementSibling;
      set.remove();
      relabel();
      field(before, "secretKeyBase").focus();
      changed();
    }
    if (target.matches("[data-reveal]")) {
      const input = field(set, "secretKeyBase");
      const shown = input.type === "password";
      input.type = shown ? "text" : "password";
      target.textContent = shown ? "Hide" : "Show";
      target.setAttribute("aria-pressed", String(shown));
    }
  });
}
