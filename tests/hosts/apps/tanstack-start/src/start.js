import { createCsrfMiddleware, createMiddleware, createStart } from "@tanstack/react-start";
import { sessionErrors } from "waxseal/tanstack-start";

const csrf = createCsrfMiddleware({ filter: ({ handlerType }) => handlerType === "serverFn" });
const requests = createMiddleware().server(sessionErrors());
const functions = createMiddleware({ type: "function" }).server(sessionErrors());

export const startInstance = createStart(() => ({ requestMiddleware: [csrf, requests], functionMiddleware: [functions] }));
