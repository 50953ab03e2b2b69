import { redirect } from "@sveltejs/kit";

export const load = ({ locals: { session } }) => ({ user: session.get("user", "nobody") });

export const actions = {
  async default({ request, locals: { session } }) {
    session.renew().put("user", (await request.formData()).get("user"));
    redirect(303, "/page");
  },
};
