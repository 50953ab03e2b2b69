export const GET = ({ nativeEvent: { context: { session } } }) => Response.json(session);

export function POST({ nativeEvent: { context: { session } } }) {
  session.put("lost", 1);
  throw new Error("the route failed");
}
