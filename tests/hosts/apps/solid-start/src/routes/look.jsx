import { createAsync, query, useSearchParams } from "@solidjs/router";
import { look } from "../functions.js";

const looks = query(look, "look");

export default function Page() {
  const [search] = useSearchParams();
  const info = createAsync(() => looks(search.how));
  return <p>info {info()}</p>;
}
