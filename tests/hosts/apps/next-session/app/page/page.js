import { headers } from "next/headers";
import { session as current } from "../../session.js";
import * as actions from "../actions.js";

export default async function Page({ searchParams }) {
  const session = await current();
  return (
    <form action={actions[(await searchParams).do ?? "rename"]}>
      <pre>{JSON.stringify({ ...session.toObject(), own: (await headers()).get("x-own") ?? undefined, info: (await headers()).get("x-info") ?? undefined })}</pre>
      <input name="name" />
    </form>
  );
}
