import { action, createAsync, query } from "@solidjs/router";
import { act, visit } from "../functions.js";

const visits = query(visit, "visits");
const acts = action(act, "act");

export const route = { preload: () => visits() };

export default function Page() {
  const count = createAsync(() => visits());
  return (
    <form action={acts} method="post">
      visit {count()}
    </form>
  );
}
