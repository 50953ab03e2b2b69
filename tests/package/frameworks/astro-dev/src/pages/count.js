export const GET = ({ locals }) => new Response(JSON.stringify(locals.session));
