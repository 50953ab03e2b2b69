import { createFileRoute } from "@tanstack/react-router";
import { look } from "../functions.js";

export const Route = createFileRoute("/look")({
  validateSearch: ({ how }) => ({ how }),
  loaderDeps: ({ search: { how } }) => ({ how }),
  loader: ({ deps: { how } }) => look({ data: how }),
  component: () => <p>info {Route.useLoaderData().info}</p>,
});
