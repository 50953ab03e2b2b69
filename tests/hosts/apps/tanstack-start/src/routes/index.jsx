import { createFileRoute } from "@tanstack/react-router";
import { act, visit } from "../functions.js";

export const Route = createFileRoute("/")({
  loader: () => visit(),
  component() {
    return <form action={act.url} method="post">visit {Route.useLoaderData()}</form>;
  },
});
