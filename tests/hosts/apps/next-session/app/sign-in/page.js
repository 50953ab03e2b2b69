import { session } from "../../session.js";
import { signIn } from "./actions.js";

export default async function Page() {
  const user = (await session()).get("user", "nobody");
  return (
    <form action={signIn}>
      Hello, {user}
      <input name="name" />
    </form>
  );
}
