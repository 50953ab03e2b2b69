import { HTTPError } from "nitro/h3";

export default (event) => {
  event.context.session.drop();
  throw new HTTPError({ status: 401 });
};
