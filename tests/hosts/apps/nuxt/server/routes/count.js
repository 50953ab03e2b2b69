export default defineEventHandler((event) => {
  const { session } = event.node.req;
  const visits = session.get("visits", 0) + 1;
  session.put("visits", visits);
  return `visit ${visits}`;
});
