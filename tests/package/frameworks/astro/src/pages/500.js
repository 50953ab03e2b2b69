export const GET = ({ locals, url }) => new Response(locals.session ? globalThis.walked.errorPage(locals.session, url.pathname) : "sorry", { status: 500 });
