import { createFileRoute } from "@tanstack/react-router";

export const Route = createFileRoute("/api")({
  server: {
    handlers: {
      GET({ context: { session } }) {
        return Response.json(session);
      },
      POST({ context: { session } }) {
        session.put("lost", 1);
        throw new Error("the route failed");
      },
    },
  },
});
