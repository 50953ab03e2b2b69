export default (event) => {
  event.context.session.put("lost", 1);
  throw new Error("boom");
};
