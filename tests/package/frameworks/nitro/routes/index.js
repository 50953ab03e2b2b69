export default (event) => {
  const visits = event.context.session.get("visits", 0) + 1;
  event.context.session.put("visits", visits);
  event.res.headers.set("x-own", "1");
  event.res.headers.append("set-cookie", "a=1");
  return `visit ${visits}`;
};
