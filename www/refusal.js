// From an error to an answer: what the sender can mend is a 400 that names the field, anything else a bare 500.

export class Refused extends Error {
  constructor(field, message, { status = 400, headers = {}, reason } = {}) {
    super(message);
    Object.assign(this, { field, status, headers, reason });
  }
}

// What waxseal throws on values that can't be kept. Its messages name the option, or the place in the value: never a secret.
const FIELDS = {
  ERR_CONFIG: "options",
  ERR_ENCODE: "value",
  ERR_COOKIE_OVERFLOW: "value",
};

export function refusal(error) {
  if (error instanceof Refused) {
    const { field, message, reason, status, headers } = error;
    return Response.json({ error: { field, message, reason } }, { status, headers });
  }
  if (Object.hasOwn(FIELDS, error?.code ?? "")) {
    return Response.json({ error: { field: FIELDS[error.code], message: error.message, code: error.code } }, { status: 400 });
  }
  // More than the service takes in one record; a service that failed is not the visitor's to mend, and is a 500 below.
  if (error?.code === "ERR_STORE" && error.operation === "put" && !error.retriable) {
    return Response.json({ error: { field: "value", message: error.message, code: error.code } }, { status: 400 });
  }
  // Another request ended or renewed the session while this one ran. Nothing was written; there is nothing to mend in it.
  if (error?.code === "ERR_SESSION_INTERRUPTED") {
    return Response.json({ error: { message: error.message, code: error.code } }, { status: 409 });
  }
  // The operator reads the log; the visitor is told no more than that it failed.
  console.error(error);
  return Response.json({ error: { message: "the server failed to answer this request" } }, { status: 500 });
}
