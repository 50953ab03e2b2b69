import { cookies, headers } from "next/headers";
import { sessions } from "../../sessions.js";

async function greet(form) {
  "use server";
  const session = sessions.fetch(await headers());
  session.put("name", String(form.get("name")));
  const { name, value, attributes } = sessions.cookie(session);
  (await cookies()).set(name, value, attributes);
}

export default async function Page() {
  const session = sessions.fetch(await headers());
  return (
    <form action={greet}>
      <p>
        Hello, {session.get("user", "nobody")} {session.get("name")}
      </p>
      <input name="name" />
    </form>
  );
}
